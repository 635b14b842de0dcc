"""What the house promises about its own files: sizes, law only in data, documents kept true."""

from __future__ import annotations

import ast
import doctest
import importlib
import re
import tomllib
from pathlib import Path

import pytest

import licet
from licet import errors

ROOT = Path(__file__).parents[2]
ENGINE = ROOT / "src" / "licet"
LAW = ROOT / "src" / "licet_rules"
MODULES = sorted(ENGINE.rglob("*.py"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

each_module = pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ENGINE)))


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


# ---- the engine


@each_module
def test_a_module_is_under_400_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) < 400


@each_module
def test_no_function_is_past_60_lines(path: Path) -> None:
    functions = [node for node in ast.walk(_tree(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]

    too_long = [node.name for node in functions if (node.end_lineno or node.lineno) - node.lineno + 1 > 60]

    assert too_long == []


@pytest.mark.parametrize("word", ["utils", "util", "helpers", "helper", "common", "manager", "misc"])
def test_no_module_has_a_name_that_says_nothing(word: str) -> None:
    assert [path for path in ENGINE.rglob("*") if path.stem == word] == []


LAW_IN_CODE = re.compile(r"\b[0-9][A-E][0-9]{3}(?:\.[a-z])?\b|\b[ABDE]:[1-6]\b|\b(?:EAR99|country_group_[a-z][0-9])\b")


@each_module
def test_the_engine_names_no_eccn_and_no_country_group(path: Path) -> None:
    tree = _tree(path)
    holders = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docstrings = {id(node.body[0].value) for node in ast.walk(tree)
                  if isinstance(node, holders) and node.body and isinstance(node.body[0], ast.Expr)}  # fmt: skip

    law = [(node.lineno, node.value) for node in ast.walk(tree)
           if isinstance(node, ast.Constant) and isinstance(node.value, str)
           and id(node) not in docstrings and LAW_IN_CODE.search(node.value)]  # fmt: skip

    assert law == []


def test_the_pattern_finds_law() -> None:
    found = [text for text in ("3A090", "is 3A090.a", "in D:5", "EAR99") if LAW_IN_CODE.search(text)]
    spared = [
        text for text in ("rule.yaml:3:24", "3E001x", "a:1", "RFC 3339", "1A2B3C") if not LAW_IN_CODE.search(text)
    ]

    assert (len(found), len(spared)) == (4, 5)


@pytest.mark.parametrize(
    "path",
    [path for path in MODULES if ">>>" in path.read_text(encoding="utf-8")],
    ids=lambda path: str(path.relative_to(ENGINE)),
)
def test_the_examples_in_docstrings_hold(path: Path) -> None:
    parts = path.relative_to(ENGINE.parent).with_suffix("").parts
    module = importlib.import_module(".".join(part for part in parts if part != "__init__"))

    results = doctest.testmod(module)

    assert (results.failed, results.attempted > 0) == (0, True)


# ---- the law


def test_the_law_is_data() -> None:
    allowed = {".yaml", ".csv", ".md"}

    code = [path.relative_to(LAW) for path in LAW.rglob("*")
            if path.is_file() and "__pycache__" not in path.parts and path.suffix not in allowed]  # fmt: skip

    assert code == [Path("__init__.py")]


def test_the_law_package_holds_its_version_and_no_code() -> None:
    docstring, *statements = _tree(LAW / "__init__.py").body

    assert isinstance(docstring, ast.Expr)
    assert sorted(ast.unparse(node).split(" = ")[0] for node in statements) == ["__all__", "__version__"]
    assert all(isinstance(node, ast.Assign) and ast.literal_eval(node.value) for node in statements)


# ---- the exceptions


def _tree_in_docstring() -> list[tuple[str, str | None, int | None]]:
    """Return (name, parent, exit status) of each line of the tree that errors.py opens with."""
    rows: list[tuple[str, str | None, int | None]] = []
    parents: list[tuple[int, str]] = []
    for line in (errors.__doc__ or "").splitlines()[2:]:
        if not line.strip():
            continue
        indent, name = len(line) - len(line.lstrip()), line.split()[0]
        parents = [(depth, parent) for depth, parent in parents if depth < indent]
        status = re.search(r"\(exit (\d+)\)", line)
        rows.append((name, parents[-1][1] if parents else None, int(status[1]) if status else None))
        parents.append((indent, name))
    return rows


def test_the_tree_of_exceptions_is_true() -> None:
    defined = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, Exception)]
    actual = {kind.__name__: (kind.__base__.__name__ if kind.__base__ else None, kind) for kind in defined}

    told = _tree_in_docstring()

    assert [name for name, _, _ in told] == list(actual)
    assert told[0][:2] == ("LicetError", None)
    assert {name: parent for name, parent, _ in told[1:]} == {
        name: parent for name, (parent, _) in actual.items() if name != "LicetError"
    }
    assert all(actual[name][1].exit_status == status for name, _, status in told if status is not None)


def test_every_exception_for_callers_is_in_the_tree() -> None:
    public = {name for name, _, _ in _tree_in_docstring()}

    elsewhere = [f"{path.name}: {node.name}" for path in MODULES if path.name != "errors.py"
                 for node in ast.walk(_tree(path)) if isinstance(node, ast.ClassDef)
                 and {base.id for base in node.bases if isinstance(base, ast.Name)} & public]  # fmt: skip

    assert elsewhere == []


# ---- versions, dependencies, lock files


def test_the_package_tells_its_own_version() -> None:
    assert licet.__version__ == PROJECT["project"]["version"]


def _name(requirement: str) -> str:
    return re.split(r"[^A-Za-z0-9._-]", requirement, maxsplit=1)[0].lower().replace("_", "-").replace(".", "-")


def _declared() -> dict[str, list[str]]:
    project = PROJECT["project"]
    return {
        "run": [_name(requirement) for requirement in project["dependencies"]],
        "build": [_name(requirement) for requirement in PROJECT["build-system"]["requires"]],
        **{extra: [_name(each) for each in wanted] for extra, wanted in project["optional-dependencies"].items()},
    }


def test_every_dependency_is_explained() -> None:
    rows = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8").splitlines()
    cells = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows if row.startswith("| `")]

    explained = {_name(row[0].strip("`")) for row in cells}

    assert explained == {name for names in _declared().values() for name in names}
    assert all(len(row) == 4 and all(row) for row in cells), "each row: what, why, what else was considered, licence"


LOCKS = {"requirements.lock": ["run", "build", "dev"], "requirements-bench.lock": ["run", "build", "bench"]}


def _pinned(lock: str) -> dict[str, str]:
    text = (ROOT / lock).read_text(encoding="utf-8")
    return {_name(name): version for name, version in re.findall(r"^([A-Za-z0-9._-]+)==(\S+) \\$", text, re.MULTILINE)}


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_file_names_no_address_and_no_path(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")

    found = re.findall(r"index-url|find-links|trusted-host|https?://|file:/|\s/\w+|[A-Z]:\\", text)

    assert found == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_file_pins_with_hashes_what_the_project_declares(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    requirements = [block for block in re.split(r"\n(?=[a-z])", text) if re.match(r"[a-z]", block)]
    declared = {name for group in LOCKS[lock] for name in _declared()[group]}

    assert declared <= _pinned(lock).keys()
    assert [block for block in requirements if "--hash=sha256:" not in block] == []


def test_the_lock_files_agree() -> None:
    one, other = (_pinned(lock) for lock in LOCKS)

    assert {name: (one[name], other[name]) for name in one.keys() & other.keys() if one[name] != other[name]} == {}


# ---- documents


FRAGMENTS = sorted((ROOT / "changelog.d").glob("*"))


def test_there_are_changelog_fragments() -> None:
    assert FRAGMENTS


@pytest.mark.parametrize("path", FRAGMENTS, ids=lambda path: path.name)
def test_a_changelog_fragment_has_a_type_and_a_text(path: Path) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*\.(breaking|added|changed|fixed|rules)\.md", path.name)
    assert path.read_text(encoding="utf-8").strip()


def test_fragments_on_rules_give_exact_days() -> None:
    texts = {path.name: path.read_text(encoding="utf-8") for path in FRAGMENTS if path.name.endswith(".rules.md")}

    assert [name for name, text in texts.items() if not re.search(r"\b\d{4}-\d{2}-\d{2}\b", text)] == []
    assert [name for name, text in texts.items() if re.search(r"\b(from|since|until) \d{4}\b(?!-)", text)] == []


DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*"))


def test_the_decisions_are_numbered_without_gap() -> None:
    assert [path.name[:5] for path in DECISIONS] == [f"{number:04}-" for number in range(1, len(DECISIONS) + 1)]


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.name)
def test_a_decision_has_its_parts(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert re.fullmatch(r"\d{4}-[a-z0-9]+(-[a-z0-9]+)*\.md", path.name)
    assert re.search(r"^Status: (proposed|accepted|superseded by \d{4})$", text, re.MULTILINE)
    assert re.search(r"^Date: \d{4}-\d{2}-\d{2}$", text, re.MULTILINE)
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == [
        "Context", "Options", "Decision", "Consequences", "Revisit when",
    ]  # fmt: skip


def test_the_status_is_ten_lines_at_most() -> None:
    lines = (ROOT / "docs" / "status.md").read_text(encoding="utf-8").splitlines()

    assert 0 < len(lines) <= 10


def test_the_picture_of_the_architecture_shows_the_levels_that_are_checked() -> None:
    (levels,) = [contract for contract in PROJECT["tool"]["importlinter"]["contracts"] if contract["name"] == "levels"]
    picture = re.findall(
        r"```text\n(.*?)```", (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8"), re.DOTALL
    )
    rows = [re.match(r"\s*[\d.]+\s+(.+?)(?:   .*)?$", line) for line in picture[0].splitlines()]

    shown = [sorted(re.split(r"\W+", row[1].strip(" ()"))) for row in rows if row]

    assert shown == [sorted(re.split(r"\W+", level.strip(" ()"))) for level in levels["layers"]]


def test_the_glossary_has_one_row_a_term() -> None:
    rows = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").splitlines()
    cells = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows if row.startswith("| ")]
    terms = [row[0].casefold() for row in cells if row[0] != "Term"]

    assert len(terms) > 40
    assert len(terms) == len(set(terms))
    assert [row for row in cells if len(row) != 4 or not row[3]] == [], "each row: term, meaning, in code, source"
