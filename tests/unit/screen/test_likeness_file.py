from __future__ import annotations

import dataclasses
import os
import random
from typing import TYPE_CHECKING

import msgspec
import pytest

from licet.screen import index_file, likeness
from licet.screen.index_checks import is_sound
from licet.screen.index_file import INDEX_FILE, open_index
from licet.screen.listed import ListedParty
from licet.screen.name_table import built

if TYPE_CHECKING:
    from pathlib import Path

PARTIES = (
    ListedParty("EL", "Moonshade Semiconductor Co., Ltd.", ("Moonshade Chips", "月影半导体有限公司")),
    ListedParty("EL", "Grey Heron Trading a.k.a. Heron Grey"),
    ListedParty("DPL", "ZHANG, Xueliang", kind="Individual"),
    ListedParty("SDN", "Quartz River Laboratory 55", ("YMTC",)),
)
ASKED = ("Moonshade", "Heron Gray", "Chang Hsueh-liang", "月影半導體", "Quartz River", "Yangtze Memory Tech Co", "none")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "lists" / INDEX_FILE


@pytest.fixture
def builds(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many parties were indexed, each time that anything was."""
    found: list[int] = []

    def counted(parties: tuple[ListedParty, ...]) -> object:
        found.append(len(parties))
        return built(parties)

    monkeypatch.setattr(index_file, "built", counted)
    return found


def test_an_index_kept_answers_as_one_built(path: Path, builds: list[int]) -> None:
    wanted = [likeness.LikenessIndex(PARTIES).search(name) for name in ASKED]
    first = open_index(PARTIES, path)
    again = open_index(PARTIES, path)

    assert [first.search(name) for name in ASKED] == wanted
    assert [again.search(name) for name in ASKED] == wanted
    assert builds == [4]
    assert [each.name for each in path.parent.iterdir()] == [INDEX_FILE]


@pytest.mark.parametrize(
    "other",
    [
        PARTIES[:3],
        (*PARTIES[:3], ListedParty("SDN", "Quartz River Laboratory 56", ("YMTC",))),
        PARTIES[::-1],
        (dataclasses.replace, "kind"),
    ],
    ids=["fewer", "another name", "another order", "another kind"],
)
def test_an_index_of_other_parties_is_not_used(path: Path, builds: list[int], other: tuple[ListedParty, ...]) -> None:
    if not isinstance(other[0], ListedParty):
        other = (*PARTIES[:3], msgspec.structs.replace(PARTIES[3], kind="Individual"))
    open_index(PARTIES, path)
    open_index(other, path)
    open_index(other, path)

    assert builds == [4, len(other)]


def test_a_key_of_the_caller_tells_parties_apart(path: Path, builds: list[int]) -> None:
    open_index(PARTIES, path, "one")
    open_index(PARTIES, path, "one")
    open_index(PARTIES, path, "two")

    assert builds == [4, 4]


def test_an_index_of_other_code_is_not_used(path: Path, builds: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    open_index(PARTIES, path)
    monkeypatch.setattr(index_file, "_code", lambda: "changed")
    open_index(PARTIES, path)

    assert builds == [4, 4]


def test_a_file_cut_short_or_changed_is_built_anew(path: Path, builds: list[int]) -> None:
    wanted = [each.search(name) for each in [open_index(PARTIES, path)] for name in ASKED]
    whole = path.read_bytes()
    chance = random.Random(3)  # noqa: S311  a sample, no secret
    spoiled = [b"", b"x", whole[:-1], whole[: len(whole) // 2], whole + b"x"]
    for _ in range(40):
        at = chance.randrange(len(whole))
        spoiled.append(whole[:at] + bytes([whole[at] ^ (1 << chance.randrange(8))]) + whole[at + 1 :])
    builds.clear()
    for content in spoiled:
        path.write_bytes(content)
        index = open_index(PARTIES, path)

        assert [index.search(name) for name in ASKED] == wanted
        assert path.read_bytes() == whole
    assert len(builds) == len(spoiled)


@pytest.mark.parametrize("number", [-7, 2**30])
@pytest.mark.parametrize(
    "name",
    [
        *("row_ends", "row_words", "parties", "places", "post_ends", "post_names", "translated"),
        *("links.ends", "links.words", "links.partial", "initials.numbers", "neighbours.numbers", "alike.numbers"),
        *(
            f"{table}.{part}"
            for table in ("by_letters", "by_sound", "wholes")
            for part in ("ends", "numbers", "starts")
        ),
    ],
)
def test_a_number_out_of_bounds_is_not_believed(name: str, number: int) -> None:
    """Compiled code looks at no bound: a file with a right digest and a wrong number must not reach it."""
    parties = (*PARTIES, ListedParty("EL", "Amber Beech Cedar Dahlia"))
    table = built(parties)
    field, _, part = name.partition(".")
    value = getattr(table, field)
    spoiled = (getattr(value, part) if part else value).copy()
    spoiled[-1] = number
    wrong = dataclasses.replace(table, **{field: value._replace(**{part: spoiled}) if part else spoiled})

    assert is_sound(table, parties)
    assert not is_sound(wrong, parties)


def test_a_folder_that_cannot_be_written_is_no_failure(path: Path, builds: list[int]) -> None:
    path.parent.parent.joinpath("lists").write_text("a file where the folder should be", encoding="utf-8")
    index = open_index(PARTIES, path)

    assert index.search("Moonshade Chips")[0].score == 1.0
    assert builds == [4]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_no_failure(path: Path) -> None:
    path.parent.mkdir()
    path.parent.chmod(0o500)

    assert open_index(PARTIES, path).search("Moonshade Chips")[0].score == 1.0
    assert list(path.parent.iterdir()) == []


def test_lists_without_parties_are_kept_too(path: Path, builds: list[int]) -> None:
    open_index((), path)

    assert open_index((), path).search("Moonshade") == ()
    assert builds == [0]


def test_what_is_kept_is_no_code(path: Path) -> None:
    open_index(PARTIES, path)

    assert set(msgspec.msgpack.decode(path.read_bytes())) == {"format", "key", "sha256", "body"}
