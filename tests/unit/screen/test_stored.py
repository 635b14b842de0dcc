from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from licet.errors import ProblemsFound
from licet.screen import LISTS_FILE, ListedParties, data_folder, packed, read_lists, read_screening_list, unpacked

from .lists import written


@pytest.fixture
def listed(tmp_path: Path) -> ListedParties:
    return read_screening_list(written(tmp_path))


def refused(data: bytes) -> str:
    with pytest.raises(ProblemsFound) as found:
        unpacked(data, "lists.msgpack")
    (problem,) = found.value.problems
    return problem.slug


def test_what_is_packed_is_read_back(listed: ListedParties, tmp_path: Path) -> None:
    (tmp_path / LISTS_FILE).write_bytes(packed(listed))

    assert read_lists(tmp_path) == listed


def test_the_same_lists_give_the_same_bytes(listed: ListedParties) -> None:
    assert packed(listed) == packed(unpacked(packed(listed), ""))


def test_a_changed_letter_is_noticed(listed: ListedParties) -> None:
    data = packed(listed)

    assert refused(data.replace(b"Moonshade Chips", b"Moonshade Chops")) == "broken-lists"


def test_another_format_is_refused(listed: ListedParties) -> None:
    envelope = msgspec.msgpack.decode(packed(listed))

    assert refused(msgspec.msgpack.encode({**envelope, "format": 99})) == "changed-shape"


def test_lists_that_hold_fewer_than_they_say_are_refused(listed: ListedParties) -> None:
    assert refused(packed(ListedParties(listed.version, listed.parties[1:]))) == "miscounted-lists"


@given(st.binary(max_size=60))
def test_any_bytes_are_refused(data: bytes) -> None:
    assert refused(data) == "broken-lists"


@pytest.mark.parametrize("share", [0.1, 0.5, 0.99])
def test_half_a_file_is_refused(listed: ListedParties, share: float) -> None:
    data = packed(listed)

    assert refused(data[: int(len(data) * share)]) == "broken-lists"


def test_the_example_is_its_own_import() -> None:
    folder = Path(__file__).parents[3] / "examples" / "fictional-list"

    assert (folder / "lists" / LISTS_FILE).read_bytes() == packed(read_screening_list(folder / "screening-list.json"))
    assert "FICTION" in (folder / "screening-list.json").read_text(encoding="utf-8")


@pytest.mark.parametrize("folder", [".", "absent"])
def test_a_folder_without_lists(tmp_path: Path, folder: str) -> None:
    with pytest.raises(ProblemsFound) as found:
        read_lists(tmp_path / folder)

    assert [problem.slug for problem in found.value.problems] == ["missing-lists"]


@pytest.mark.parametrize(
    ("environment", "folder"),
    [
        ({"LICET_DATA": "/d", "XDG_DATA_HOME": "/x", "HOME": "/h"}, "/d/lists"),
        ({"XDG_DATA_HOME": "/x", "HOME": "/h"}, "/x/licet/lists"),
        ({"XDG_DATA_HOME": "x", "HOME": "/h"}, "/h/.local/share/licet/lists"),
        ({"HOME": "/h"}, "/h/.local/share/licet/lists"),
    ],
)
def test_where_the_lists_of_a_user_are(environment: dict[str, str], folder: str) -> None:
    assert data_folder(environment) == Path(folder)


def test_without_a_home_there_is_no_data_folder() -> None:
    assert data_folder({}) is None
