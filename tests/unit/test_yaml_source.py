from __future__ import annotations

import ast
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licet import yaml_source
from licet.errors import ProblemsFound
from licet.yaml_source import MAX_BYTES, MAX_DEPTH, Mapping, Sequence, Text, YamlNode, parse_yaml, read_yaml

NAME = "rule.yaml"


def _as_plain(node: YamlNode) -> object:
    match node:
        case Text(text):
            return text
        case Sequence(items):
            return [_as_plain(item) for item in items]
        case Mapping(entries):
            return {key: _as_plain(value) for key, value in entries.items()}


@pytest.mark.parametrize(
    "scalar",
    ["NO", "no", "on", "yes", "3E001", "1e400", "4800", "04800", "0o17", "1_000", "2023-11-17", "12:30:45", "~", "null",
     ".nan", ".inf", "=", "1.10", "3A090.a", "D:5", "中国"],
)  # fmt: skip
def test_a_scalar_stays_the_text_it_was(scalar: str) -> None:
    assert _as_plain(parse_yaml(f"country: {scalar}\n", NAME)) == {"country": scalar}
    assert _as_plain(parse_yaml(f"{scalar}: country\n", NAME)) == {scalar: "country"}


def test_no_value_is_an_empty_text() -> None:
    assert _as_plain(parse_yaml("to:\nlist: []\nmap: {}\n", NAME)) == {"to": "", "list": [], "map": {}}


def test_every_node_has_its_place() -> None:
    root = parse_yaml("id: us.ear\nall:\n  - {label: a.1, when: 'tpp >= 4800'}\n", NAME)

    assert isinstance(root, Mapping)
    assert root.where == "rule.yaml:1:1"
    assert root.entries["id"] == Text("us.ear", "rule.yaml:1:5")
    assert root.key_where == {"id": "rule.yaml:1:1", "all": "rule.yaml:2:1"}
    limbs = root.entries["all"]
    assert isinstance(limbs, Sequence)
    assert limbs.where == "rule.yaml:3:3"
    limb = limbs.items[0]
    assert isinstance(limb, Mapping)
    assert limb.key_where == {"label": "rule.yaml:3:6", "when": "rule.yaml:3:18"}
    assert limb.entries["when"] == Text("tpp >= 4800", "rule.yaml:3:24", quoted=True)


def test_keys_keep_the_order_of_writing() -> None:
    root = parse_yaml("b: 1\na: 2\nc: 3\n", NAME)

    assert isinstance(root, Mapping)
    assert list(root.entries) == ["b", "a", "c"]


# text, slug, place, words of the message
REFUSED = [
    ("", "empty-file", NAME, "the file is empty"),
    ("# only a remark\n", "empty-file", NAME, "the file is empty"),
    ("a: &anchor 1\n", "yaml-alias", "rule.yaml:1:4", "anchors and aliases"),
    ("a: *anchor\n", "yaml-alias", "rule.yaml:1:4", "anchors and aliases"),
    ("a: &x [1]\nb: *x\n", "yaml-alias", "rule.yaml:1:4", "anchors and aliases"),
    ("&x a: 1\n", "yaml-alias", "rule.yaml:1:1", "anchors and aliases"),
    ("<<: *base\n", "yaml-alias", "rule.yaml:1:5", "anchors and aliases"),
    ('a: "b\\0c"\n', "control-character", "rule.yaml:1:4", "cannot be printed"),
    ("a: b\u202ec\n", "control-character", "rule.yaml:1:4", "cannot be printed"),
    ("a: !!str 1\n", "yaml-tag", "rule.yaml:1:4", "is not read"),
    ("a: !!python/object/apply:os.system [true]\n", "yaml-tag", "rule.yaml:1:4", "is not read"),
    ("a: !local 1\n", "yaml-tag", "rule.yaml:1:4", "is not read"),
    ("--- !!map\na: 1\n", "yaml-tag", "rule.yaml:1:5", "is not read"),
    ("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1), "yaml-too-deep", "rule.yaml:1:41", "more than 40 deep"),
    ("[" * 100_000, "yaml-too-deep", "rule.yaml:1:41", "more than 40 deep"),
    ("a: 1\n---\nb: 2\n", "several-documents", "rule.yaml:2:1", "several documents"),
    ("a: 1\na: 2\n", "duplicate-key", "rule.yaml:2:1", "the key a stands twice"),
    ("a: 1\n'a': 2\n", "duplicate-key", "rule.yaml:2:1", "the key a stands twice"),
    ("x:\n  - {a: 1, a: 1}\n", "duplicate-key", "rule.yaml:2:12", "the key a stands twice"),
    ("? [a, b]\n: 1\n", "not-a-key", "rule.yaml:1:3", "plain text"),
    ("{{a: 1}: 2}\n", "not-a-key", "rule.yaml:1:2", "plain text"),
    ("a: [1\n", "not-yaml", "rule.yaml:2:1", "expected"),
    ("a: 'open\n", "not-yaml", "rule.yaml:2:1", "end of stream"),
    ("a: b: c\n", "not-yaml", "rule.yaml:1:5", "not allowed here"),
    ("a: 1\n\tb: 2\n", "not-yaml", "rule.yaml:2:1", "cannot start any token"),
    ("a: @x\n", "not-yaml", "rule.yaml:1:4", "cannot start any token"),
    ("a: \x00\n", "not-yaml", NAME, "is not YAML"),
    ("a: \x07\n", "not-yaml", NAME, "is not YAML"),
    ("%YAML 9.9\n---\na: 1\n", "not-yaml", "rule.yaml:1:1", "version"),
]


@pytest.mark.parametrize(("text", "slug", "where", "words"), REFUSED)
def test_refuses(text: str, slug: str, where: str, words: str) -> None:
    with pytest.raises(ProblemsFound) as refusal:
        parse_yaml(text, NAME)

    (problem,) = refusal.value.problems
    assert (problem.slug, problem.where) == (slug, where)
    assert words in problem.what
    assert problem.mend


def test_the_deepest_that_is_read() -> None:
    node = parse_yaml("[" * MAX_DEPTH + "]" * MAX_DEPTH, NAME)

    assert isinstance(node, Sequence)


def test_refuses_a_file_that_is_too_large(tmp_path: Path) -> None:
    path = tmp_path / "large.yaml"
    path.write_bytes(b"#" * (MAX_BYTES + 1))

    assert _only_slug(path) == "file-too-large"


def test_refuses_a_file_that_is_not_utf_8(tmp_path: Path) -> None:
    path = tmp_path / "gb.yaml"
    path.write_bytes("国家: 中国\n".encode("gb18030"))

    assert _only_slug(path) == "not-utf-8"


@pytest.mark.parametrize("name", ["absent.yaml", "."])
def test_refuses_what_cannot_be_read(tmp_path: Path, name: str) -> None:
    assert _only_slug(tmp_path / name) == "unreadable-file"


def _only_slug(path: Path) -> str:
    with pytest.raises(ProblemsFound) as refusal:
        read_yaml(path, shown_as="shown.yaml")
    (problem,) = refusal.value.problems
    assert problem.where.startswith("shown.yaml")
    return problem.slug


def test_reads_a_file_with_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "bom.yaml"
    path.write_bytes(b"\xef\xbb\xbfa: 1\r\nb: 2\r\n")

    node = read_yaml(path)

    assert _as_plain(node) == {"a": "1", "b": "2"}
    assert node.where == f"{path}:1:1"


def test_every_refusal_is_tried() -> None:
    tree = ast.parse(Path(yaml_source.__file__).read_text(encoding="utf-8"))
    slugs = {
        call.args[1].value
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id == "_refused"
        and isinstance(call.args[1], ast.Constant)
    }

    assert slugs == {slug for _, slug, _, _ in REFUSED} | {"file-too-large", "not-utf-8", "unreadable-file"}


letters = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), max_size=12)
trees = st.recursive(
    letters, lambda child: st.lists(child, max_size=4) | st.dictionaries(letters, child, max_size=4), max_leaves=12
)


@given(trees)
def test_quoted_text_is_read_back(tree: object) -> None:
    """JSON is YAML, and every one of its texts stays as it is."""
    assert _as_plain(parse_yaml(json.dumps(tree, ensure_ascii=False), NAME)) == tree


# Letters that YAML gives a meaning, so that most texts are near to YAML.
near_yaml = st.text(st.sampled_from("ab1: \n-[]{},'\"#&*!|>?%@`~\t\\.<\r\u2028é"), max_size=40)


@given(st.text(max_size=60) | near_yaml)
def test_any_text_is_read_or_refused_with_place_and_cure(text: str) -> None:
    try:
        node = parse_yaml(text, NAME)
    except ProblemsFound as refusal:
        assert all(problem.where.startswith(NAME) and problem.what and problem.mend for problem in refusal.problems)  # noqa: PT017  either outcome is right
        return
    assert node.where.startswith(NAME)
