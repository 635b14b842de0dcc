"""Loading a pack: its cache, its overlays, and text that stays text."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest
from tests.unit.rules.laws import SET_HEADER, SMALL_LAW, law_with, rule, small_law, version, when, write

from licet.errors import ProblemsFound
from licet.rules import Law, book_at, load_law, loader, rules_root
from licet.rules import expression as ex
from licet.truth import Truth

if TYPE_CHECKING:
    from licet.rules.model import Pack


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty cache folder that loading uses."""
    monkeypatch.setenv("LICET_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache" / "licet"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a copy of the small law that a test may change."""
    return Path(shutil.copytree(SMALL_LAW, tmp_path / "root"))


def never_compile(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> Pack:
        pytest.fail("compiled although a cached pack is at hand")

    monkeypatch.setattr(loader, "_compile", refuse)


# ---- the cache


def test_the_first_load_compiles_and_the_second_reads_the_cache(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = load_law(SMALL_LAW)
    never_compile(monkeypatch)

    second = load_law(SMALL_LAW)

    assert second.pack == first.pack
    assert len(list(cache.iterdir())) == 1


def test_a_cached_pack_equals_the_compiled_one(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    compiled = load_law(rules_root(), use_cache=False)
    load_law(rules_root())
    never_compile(monkeypatch)

    assert len(list(cache.iterdir())) == 1
    cached = load_law(rules_root())

    assert cached.pack == compiled.pack
    assert list(cached.schema) == list(compiled.schema)


def test_without_the_cache_nothing_is_written_or_read(cache: Path) -> None:
    load_law(SMALL_LAW, use_cache=False)

    assert not cache.exists()


@pytest.mark.parametrize("name", ["facts.yaml", "sources.yaml", "us/ear/meets_a.yaml", "us/ear/sets/zones.csv"])
def test_a_changed_byte_makes_another_cache_file(name: str, cache: Path, root: Path) -> None:
    load_law(root)
    path = root / name
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")

    load_law(root)

    assert len(list(cache.iterdir())) == 2


def test_a_changed_rule_is_not_answered_from_the_cache(cache: Path, root: Path) -> None:
    load_law(root)
    path = root / "us" / "ear" / "meets_a.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("tpp >= 4800", "tpp >= 4801"), encoding="utf-8")

    again = load_law(root)

    assert again.pack == load_law(root, use_cache=False).pack
    assert again.pack != small_law().pack
    assert len(list(cache.iterdir())) == 2


def test_a_new_time_stamp_alone_is_a_hit(cache: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load_law(root)
    for path in root.rglob("*.yaml"):
        path.touch()
    never_compile(monkeypatch)

    assert load_law(root).pack == small_law().pack
    assert cache.is_dir()


GARBAGE = {
    "nothing": b"",
    "cut short": None,
    "not msgpack": b"\xc1\xc1\xc1",
    "json": b'{"head": {}}',
    "another type": msgspec.msgpack.encode([1, 2, 3]),
    "a length without content": b"\xdd\xff\xff\xff\xff",
    "text that is not UTF-8": b"\x81\xa4head\xa2\xff\xfe",
}


@pytest.mark.parametrize("name", GARBAGE)
def test_a_broken_cache_file_is_ignored_and_replaced(name: str, cache: Path) -> None:
    good = load_law(SMALL_LAW)
    (path,) = cache.iterdir()
    content = path.read_bytes()
    path.write_bytes(GARBAGE[name] if GARBAGE[name] is not None else content[: len(content) // 2])  # type: ignore[arg-type]

    again = load_law(SMALL_LAW)

    assert again.pack == good.pack
    assert path.read_bytes() == content


def test_a_deeply_nested_cache_file_is_ignored(cache: Path) -> None:
    good = load_law(SMALL_LAW)
    (path,) = cache.iterdir()
    path.write_bytes(b"\x91" * 1_000_000 + b"\x90")

    assert load_law(SMALL_LAW).pack == good.pack


def test_the_cached_pack_of_other_files_is_not_taken(cache: Path, root: Path) -> None:
    load_law(SMALL_LAW)
    (own,) = cache.iterdir()
    (root / "us" / "ear" / "denial.yaml").unlink()
    (root / "us" / "ear" / "case_by_case.yaml").unlink()
    other = load_law(root)
    assert "us.ear.denial" not in other.pack.rules
    (of_other,) = set(cache.iterdir()) - {own}
    own.write_bytes(of_other.read_bytes())

    assert "us.ear.denial" in load_law(SMALL_LAW).pack.rules


def test_a_cache_folder_that_cannot_be_made_is_done_without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "cache").write_text("a file stands in the way", encoding="utf-8")
    monkeypatch.setenv("LICET_CACHE", str(tmp_path / "cache"))

    assert load_law(SMALL_LAW).pack == small_law().pack


def test_a_home_that_is_not_known_is_done_without(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_home() -> Path:
        raise RuntimeError

    monkeypatch.delenv("LICET_CACHE", raising=False)
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setattr(Path, "home", staticmethod(no_home))

    assert load_law(SMALL_LAW).pack == small_law().pack


def test_a_folder_where_the_cache_file_should_be_is_done_without(cache: Path) -> None:
    load_law(SMALL_LAW)
    (path,) = cache.iterdir()
    path.unlink()
    path.mkdir()

    assert load_law(SMALL_LAW).pack == small_law().pack


def test_faults_are_not_cached(cache: Path, root: Path) -> None:
    path = root / "us" / "ear" / "denial.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("zone OR", "zones OR"), encoding="utf-8")

    for _ in range(2):
        with pytest.raises(ProblemsFound):
            load_law(root)

    assert not cache.exists()


def test_a_file_that_may_not_be_read_is_a_fault(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path.name == "denial.yaml":
            raise PermissionError(13, "Permission denied")
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)

    with pytest.raises(ProblemsFound) as caught:
        load_law(root, use_cache=False)

    assert [problem.slug for problem in caught.value.problems] == ["unreadable-file"]


# ---- overlays


def test_an_overlay_adds_a_rule_with_a_new_id(tmp_path: Path) -> None:
    law = law_with(tmp_path, {"ruling.yaml": rule("ruling", version(when("destination = 'SG'")))})

    assert law.pack.rules.keys() - small_law().pack.rules.keys() == {"us.ear.ruling"}
    assert {name: law.pack.rules[name] for name in small_law().pack.rules} == small_law().pack.rules


def test_an_overlay_takes_the_place_of_a_rule_with_a_known_id(tmp_path: Path) -> None:
    law = law_with(tmp_path, {"meets_a.yaml": rule("meets_a", version(when("tpp >= 9000")), kind="definition")})

    (replaced,) = law.pack.rules["us.ear.meets_a"].versions

    assert law.pack.rules.keys() == small_law().pack.rules.keys()
    assert replaced.body is not None
    assert ex.shown(replaced.body.test) == "tpp >= 9000"  # type: ignore[arg-type]


def test_a_later_overlay_lies_over_an_earlier_one(tmp_path: Path) -> None:
    overlays = [
        write(tmp_path / name, {"meets_a.yaml": rule("meets_a", version(when(f"tpp >= {line}")), kind="definition")})
        for name, line in (("first", 1), ("second", 2))
    ]

    bodies = [
        load_law(SMALL_LAW, overlays=order, use_cache=False).pack.rules["us.ear.meets_a"].versions[0].body
        for order in (overlays, overlays[::-1])
    ]

    assert [ex.shown(body.test) for body in bodies] == ["tpp >= 2", "tpp >= 1"]  # type: ignore[union-attr, arg-type]


def test_an_overlay_adds_facts_sets_places_and_sources(tmp_path: Path) -> None:
    places = "place,treated_as,from,to,grade,doc,at\nXK,RS,,,memory,Opinion,1\n"
    files = {
        "facts.yaml": "facts:\n  wafer_diameter_mm: {subject: item, type: number, unit: mm, remedy: obtain}\n",
        "sources.yaml": "sources:\n  Opinion: {title: An opinion of counsel}\n",
        "sets/more.csv": SET_HEADER + "ports,SG,,,,in,primary,Opinion,1,\n",
        "places.csv": places,
        "ruling.yaml": rule("ruling", version(when("wafer_diameter_mm >= 300 AND destination IN ports"))),
    }

    law = law_with(tmp_path, files)
    book = book_at(law, date(2026, 1, 1))

    assert "wafer_diameter_mm" in law.schema
    assert law.pack.instruments["Opinion"].title == "An opinion of counsel"
    assert book.sets["ports"].contains("SG") is Truth.TRUE
    assert book.places == {"HK": "CN", "XK": "RS"}


def test_an_overlay_changes_the_hash_of_the_law(tmp_path: Path) -> None:
    assert law_with(tmp_path, {"r.yaml": rule("r", version(when("meets_a")))}).pack.sha256 != small_law().pack.sha256


def test_a_place_in_an_overlay_names_the_overlay(tmp_path: Path) -> None:
    folder = write(tmp_path, {"deep/ruling.yaml": rule("ruling", version(when("cost >= 1")))})

    with pytest.raises(ProblemsFound) as caught:
        load_law(SMALL_LAW, overlays=[folder], use_cache=False)

    assert [problem.where for problem in caught.value.problems] == [f"{folder}/deep/ruling.yaml:8:11"]


def test_two_overlays_below_folders_named_after_parts_may_name_one_rule(tmp_path: Path) -> None:
    overlays = [
        write(tmp_path / name, {"meets_a.yaml": rule("meets_a", version(when("tpp >= 1")), kind="definition")})
        for name in ("part_one", "part_two")
    ]

    assert load_law(SMALL_LAW, overlays=overlays, use_cache=False).pack.rules.keys() == small_law().pack.rules.keys()


@pytest.mark.parametrize(("one", "two"), [("a.yaml", "letters/b.yaml"), ("part_1/a.yaml", "letters/b.yaml")])
def test_one_id_in_two_folders_of_one_layer_is_a_fault(one: str, two: str, tmp_path: Path) -> None:
    text = rule("ruling", version(when("meets_a")))

    with pytest.raises(ProblemsFound) as caught:
        law_with(tmp_path, {one: text, two: text})

    assert [problem.slug for problem in caught.value.problems] == ["duplicate-rule"]


def test_an_overlay_that_is_not_there_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(ProblemsFound) as caught:
        load_law(SMALL_LAW, overlays=[tmp_path / "nowhere"], use_cache=False)

    assert [problem.slug for problem in caught.value.problems] == ["missing-folder"]


@pytest.mark.parametrize("name", ["ruling.yml", "pack.yaml", "set/more.csv"])
def test_a_file_that_is_not_read_is_named(name: str, tmp_path: Path) -> None:
    with pytest.raises(ProblemsFound) as caught:
        law_with(tmp_path, {name: "prefix: other\n"})

    assert [(problem.slug, problem.where) for problem in caught.value.problems] == [
        ("unread-file", f"{tmp_path}/law/{name}")
    ]


# ---- text stays text


@pytest.fixture
def misread(tmp_path: Path) -> Law:
    """Return a law whose country and ECCN other YAML readers take for a truth and a number."""
    outcome = "    outcome: {advanced_computing: a, eccn: 3E001}\n"
    files = {
        "norway.yaml": rule("norway", version(when("destination IN nordic OR destination IN ('NO', 'SE')"))),
        "class.yaml": rule("class", version(when("base_eccn = '3E001'") + outcome), kind="classification"),
        "sets/nordic.csv": SET_HEADER + "nordic,NO,,,,in,primary,Sample Act,section 2,\n",
    }
    return law_with(tmp_path, files)


def test_the_country_no_and_the_eccn_3e001_stay_text(misread: Law) -> None:
    rules = misread.pack.rules
    norway, eccn = (rules[f"us.ear.{name}"].versions[0] for name in ("norway", "class"))

    assert norway.body is not None
    assert eccn.body is not None
    assert norway.body.test == ex.Any(
        (ex.Member("destination", set_name="nordic"), ex.Member("destination", values=("NO", "SE")))
    )
    assert eccn.body.test == ex.Member("base_eccn", values=("3E001",))
    assert eccn.outcome == {"advanced_computing": "a", "eccn": "3E001"}
    assert [row.member for row in misread.pack.sets if row.set_name == "nordic"] == ["NO"]


def test_they_stay_text_unquoted_and_through_the_cache(cache: Path, tmp_path: Path) -> None:
    outcome = "    outcome: {name: NO}\n"
    folder = write(tmp_path / "law", {"r.yaml": rule("r", version(when("meets_a") + outcome), kind="exception")})

    first, second = (load_law(SMALL_LAW, overlays=[folder]).pack.rules["us.ear.r"] for _ in range(2))

    assert first.versions[0].outcome == second.versions[0].outcome == {"name": "NO"}
    assert cache.is_dir()
