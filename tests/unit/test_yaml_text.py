"""Strict reading of YAML and JSON: what comes out, and what is refused and where."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screener.problems import Problem
from screener.yaml_text import ListNode, MappingNode, Node, ScalarNode, read_text, read_yaml

Json = dict[str, "Json"] | list["Json"] | str | int | bool | None


def read(text: str) -> Node:
    node, problems = read_yaml(text, "f.yaml")
    assert problems == []
    assert node is not None
    return node


def refused(text: str) -> Problem:
    node, problems = read_yaml(text, "f.yaml")
    assert node is None
    (problem,) = problems
    return problem


def scalar(text: str) -> ScalarNode:
    node = read(f"value: {text}")
    assert isinstance(node, MappingNode)
    value = node.entries[0].value
    assert isinstance(value, ScalarNode)
    return value


@pytest.mark.parametrize("text", ["3.20", "no", "yes", "A", "0", "on", "none", "0x10", "1e3", "2026-11-23"])
def test_plain_values_keep_their_written_text(text: str) -> None:
    value = scalar(text)
    assert (value.text, value.style, value.truth, value.is_null) == (text, "", None, False)


def test_only_plain_true_and_false_are_truths() -> None:
    assert [scalar(text).truth for text in ("true", "false", "True", '"true"', "'false'")] == [
        *(True, False),
        *(None, None, None),
    ]


def test_nothing_is_plain() -> None:
    assert [scalar(text).is_null for text in ("", "~", "null", '""', '"null"', "none")] == [
        *(True, True, True),
        *(False, False, False),
    ]


def test_places_count_from_one_and_show_the_line() -> None:
    root = read("a:\n  - b\n  - {ü: ü, c: 'd'}\n")
    assert isinstance(root, MappingNode)
    items = root.entries[0].value
    assert isinstance(items, ListNode)
    inner = items.items[1]
    assert isinstance(inner, MappingNode)
    assert [str(node.place) for node in (root, items, items.items[0], inner, inner.entries[1].value)] == [
        *("f.yaml:1:1", "f.yaml:2:3", "f.yaml:2:5", "f.yaml:3:5", "f.yaml:3:15"),
    ]
    assert inner.place.excerpt == "  - {ü: ü, c: 'd'}"


def test_blocks_say_where_they_end() -> None:
    block = scalar("|\n  one\n  two\n")
    assert (block.text, block.style, block.line, block.column) == ("one\ntwo\n", "|", 1, 8)
    folded = scalar("one\n  two")
    assert (folded.text, folded.line, folded.last_line) == ("one two", 1, 2)


def test_long_lines_are_cut_in_excerpts() -> None:
    assert len(read("a: " + "b" * 1000).place.excerpt) == 200


def test_json_with_tabs_and_escapes_is_read_too() -> None:
    root = read('{\n\t"a":1,\n\t"b": "\\/x\\u00e9\\n"\n}')
    assert isinstance(root, MappingNode)
    assert [entry.key.text for entry in root.entries] == ["a", "b"]
    assert isinstance(root.entries[1].value, ScalarNode)
    assert root.entries[1].value.text == "/xé\n"


@pytest.mark.parametrize(
    ("code", "text", "place", "found"),
    [
        ("yaml_anchor", "a: &x 1", "1:4", "&x"),
        ("yaml_anchor", "a: &x [1]", "1:4", "&x"),
        ("yaml_tag", "a: !!str 1", "1:4", "tag:yaml.org,2002:str"),
        ("yaml_tag", "a:\n  - !mine {b: 1}", "2:5", "!mine"),
        ("yaml_directive", "%YAML 1.1\n---\na: 1", "1:1", ""),
        ("yaml_directive", "%TAG ! tag:x,2000:\n---\na: 1", "1:1", ""),
        ("yaml_documents", "a: 1\n---\nb: 2", "2:1", ""),
        ("key_twice", "a: 1\nb: 2\na: 3", "3:1", "a"),
        ("key_twice", '{"a": 1, "a": 2}', "1:10", "a"),
        ("yaml_key_not_text", "[a, b]: 1", "1:1", ""),
        ("yaml_key_not_text", "? {a: 1}\n: 2", "1:3", ""),
        ("yaml_syntax", "a: b: c", "1:5", "mapping values are not allowed in this context"),
        ("yaml_syntax", "a: 'x", "1:6", "unexpected end of stream"),
        ("yaml_syntax", "a: [1, 2", "2:1", "did not find expected ',' or ']'"),
        ("yaml_syntax", "a:\n\t- b", "2:1", "character that cannot start any token"),
        ("yaml_syntax", '{"a": "\\ud83d"}', "1:10", "invalid Unicode character escape code"),
        ("yaml_too_deep", "[" * 21 + "]" * 21, "1:21", ""),
        ("yaml_too_deep", "{a: " * 30, "1:81", ""),
        ("number_not_finite", '{"a": NaN}', "1:7", "NaN"),
        ("number_not_finite", "a: -.inf", "1:4", "-.inf"),
        ("control_character", "a: 1\nb: \x00", "2:4", "U+0000"),
        ("control_character", "a: \x85b", "1:4", "U+0085"),
        ("control_character", "a: \ud800", "1:4", "U+D800"),
        ("control_character", 'a: "\\e"', "1:4", "U+001B"),
        ("file_empty", "", "1:1", ""),
        ("file_empty", "# only this\n", "2:1", ""),
        ("file_empty", "---\n", "2:1", ""),
    ],
)
def test_what_people_regret_is_refused(code: str, text: str, place: str, found: str) -> None:
    problem = refused(text)
    assert (problem.code, str(problem.place), problem.found) == (code, f"f.yaml:{place}", found)


def test_twenty_levels_are_still_read() -> None:
    assert isinstance(read("[" * 20 + "]" * 20), ListNode)


def test_duplicate_keys_name_both_places() -> None:
    assert refused("a: 1\nb: 2\na: 3").related == ("f.yaml:1:1",)


def test_an_alias_is_refused_with_its_anchor() -> None:
    node, problems = read_yaml("a: &x 1\nb: *x\nc: &y 2", "f.yaml")
    assert node is None
    assert [(problem.code, str(problem.place)) for problem in problems] == [
        ("yaml_anchor", "f.yaml:1:4"),
        ("yaml_alias", "f.yaml:2:4"),
        ("yaml_anchor", "f.yaml:3:4"),
    ]


def test_other_line_ends_keep_lines_right() -> None:
    assert str(refused("a: 1\r\nb: 2\ra: 3").place) == "f.yaml:3:1"
    assert str(refused("a: 1\u2028b: 2\na: 3").place) == "f.yaml:3:1"
    assert str(refused("a: 1\r\nb: \x01").place) == "f.yaml:2:4"


def test_files_are_read_with_or_without_a_mark(tmp_path: Path) -> None:
    path = tmp_path / "f.yaml"
    path.write_bytes(b"\xef\xbb\xbfa: 1\n")
    assert read_text(path, 100) == ("a: 1\n", [])


@pytest.mark.parametrize(
    ("code", "content"), [("file_too_large", b"a: 12345678"), ("file_not_utf8", b"a:\n \xff"), ("file_missing", None)]
)
def test_unreadable_files_are_problems(tmp_path: Path, code: str, content: bytes | None) -> None:
    path = tmp_path / "f.yaml"
    if content is not None:
        path.write_bytes(content)
    text, (problem,) = read_text(path, 10, "f.yaml")
    assert text is None
    assert (problem.code, problem.subject) == (code, "f.yaml")
    assert problem.place is not None
    if code == "file_not_utf8":
        assert (str(problem.place), problem.found) == ("f.yaml:2:2", "byte 0xff")


def test_folders_and_impossible_names_are_problems(tmp_path: Path) -> None:
    assert read_text(tmp_path, 10)[1][0].code == "file_is_folder"
    (problem,) = read_text(Path("a\0b"), 10)[1]
    assert problem.code == "file_unreadable"
    assert "null" in problem.found


def test_a_file_at_the_limit_is_read(tmp_path: Path) -> None:
    path = tmp_path / "f.yaml"
    path.write_text("a: 1234567")
    assert read_text(path, 10)[0] == "a: 1234567"


def plain(node: Node) -> Json:
    """Turn a tree back into what JSON would have said."""
    match node:
        case MappingNode(entries):
            return {entry.key.text: plain(entry.value) for entry in entries}
        case ListNode(items):
            return [plain(item) for item in items]
    if node.style:
        return node.text
    if node.is_null:
        return None
    return node.truth if node.truth is not None else int(node.text)


PRINTABLE = st.text(st.characters(min_codepoint=32, max_codepoint=0xD7FF, exclude_categories=["Cc"]), max_size=20)
VALUES: st.SearchStrategy[Json] = st.recursive(
    st.none() | st.booleans() | st.integers() | PRINTABLE,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(PRINTABLE, inner, max_size=4),
    max_leaves=8,
)


@given(VALUES)
def test_every_json_text_comes_back_as_it_was(value: Json) -> None:
    assert plain(read(json.dumps({"a": value}, ensure_ascii=False))) == {"a": value}
    assert plain(read(json.dumps({"a": value}, indent="\t"))) == {"a": value}


@given(st.text(max_size=60))
def test_no_text_ever_ends_in_a_traceback(text: str) -> None:
    node, problems = read_yaml(text, "f.yaml")
    assert (node is None) == bool(problems)
    assert all(problem.place is not None and problem.place.line >= 1 for problem in problems)
