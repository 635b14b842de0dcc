"""What all tests share: how properties are tried, and the browser."""

from __future__ import annotations

import os
import shutil

import pytest
from hypothesis import HealthCheck, settings

# `default` tries the same examples each run, so that a build fails for the change at hand; `fuzz` (make fuzz) draws
# new ones. A property leaves max_examples alone, or `make fuzz` cannot raise it. No deadline: a busy machine is
# no fault.
settings.register_profile(
    "default", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.register_profile(
    "fuzz",
    settings.get_profile("default"),
    derandomize=False,
    max_examples=int(os.environ.get("LICET_FUZZ_EXAMPLES", "10000")),
)
settings.load_profile("default")

# Lists that the person who runs the tests has imported are not part of what is tested.
os.environ["LICET_DATA"] = os.devnull


@pytest.fixture(scope="session")
def chromium() -> str:
    """Return the path of a Chromium; without one the test is skipped, or fails where CI is set."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if path := shutil.which(name):
            return path
    if os.environ.get("CI"):
        pytest.fail("no Chromium; on Debian: apt-get install chromium")
    pytest.skip("no Chromium; on Debian: apt-get install chromium")
