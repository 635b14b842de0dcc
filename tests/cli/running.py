"""The command run as a person runs it: in a process of its own, from a folder of its own."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "h200-china-2026"
HEAD = "order_id,item,quantity,movement,ship_from,destination,ultimate_consignee,end_user,parties_complete"
GOOD = f"{HEAD}\nL1,nvidia-h200-sxm-141gb,10,export,US,DE,de,de,yes\n"
PARTIES = "party_id,name,country,headquarters,ultimate_parent_headquarters\nde,Buyer D,DE,DE,-\ncn,Buyer C,CN,CN,-\n"


@dataclass(frozen=True)
class Ran:
    """How a command ended, and what it printed."""

    status: int
    out: str
    err: str


def licet(*words: str | Path | bytes, cwd: Path = ROOT) -> Ran:
    """Run `licet` with these words."""
    command = [sys.executable, "-m", "licet.cli", *map(_word, words)]
    done = subprocess.run(command, cwd=cwd, capture_output=True, timeout=120, check=False)
    ran = Ran(done.returncode, done.stdout.decode(), done.stderr.decode())
    assert "Traceback" not in ran.err, ran.err
    return ran


def _word(word: str | Path | bytes) -> str | bytes:
    return word if isinstance(word, bytes) else str(word)


def write_case(folder: Path, **files: str | bytes) -> Path:
    """Write a case that reads well, with files in place of its own; `orders` stands for orders.csv."""
    contents = {"case.toml": 'title = "T"\nvalid_at = 2026-06-15\n', "orders.csv": GOOD, "parties.csv": PARTIES}
    contents |= {name if "." in name else f"{name}.csv": content for name, content in files.items()}
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in contents.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def snapshot(folder: Path) -> Mapping[str, tuple[int, int]]:
    """Return every file and folder below, with its size and the time of its last change."""
    return {
        path.relative_to(folder).as_posix(): (path.stat().st_size, path.stat().st_mtime_ns)
        for path in sorted(folder.rglob("*"))
    }
