"""The page about rule files shows every key, and its examples and conditions are read by the program."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from screener.knowledge.domains import Domain
from screener.loading.condition_text import parse_condition
from screener.loading.mapping_reader import MappingReader
from screener.loading.rule_files import FOLDERS, OPTIONAL_FILES, SINGLE_FILES, VERSION
from screener.loading.shape import ListOf, Shape
from screener.problems import Problem
from screener.yaml_text import ListNode, MappingNode, Node, ScalarNode, read_yaml
from tests.bases.built_in import built_in_rules
from tests.docs.key_tables import main, refreshed, shapes, shapes_asked_for
from tests.docs.shown_commands import ROOT

PAGE = ROOT / "docs" / "writing-rules.md"
TEXT = PAGE.read_text(encoding="utf-8")
EXAMPLES = re.findall(r"<!-- example: (\w+) -->\n```yaml\n(.*?)```", TEXT, re.DOTALL)
CONDITIONS = re.findall(r"<!-- conditions -->\n```text\n(.*?)```", TEXT, re.DOTALL)[0].splitlines()
SLIPS = re.findall(r"^\| `([^`]+)` \| `([^`]+)` \|$", TEXT[TEXT.index("| written | write |") :], re.MULTILINE)
AGAIN = "write it again with: make docs"


def domains() -> dict[str, Domain]:
    return built_in_rules().knowledge.domains


def items_of(text: str) -> tuple[Node, ...]:
    root, problems = read_yaml(text, "example.yaml")
    assert root is not None, problems
    return root.items if isinstance(root, ListNode) else (root,)


def read_all(node: Node, shape: Shape, problems: list[Problem]) -> None:
    """Read every key of a mapping and of those inside it, as loading would, and collect what is wrong."""
    MappingReader(node, shape, problems)
    assert isinstance(node, MappingNode)
    for entry in node.entries:
        takes = shape[entry.key.text].takes
        inner = takes.item if isinstance(takes, ListOf) else takes
        if isinstance(inner, Shape):
            values = entry.value.items if isinstance(entry.value, ListNode) else (entry.value,)
            for value in values:
                read_all(value, inner, problems)
        if entry.key.text == "when":
            assert isinstance(entry.value, ScalarNode)
            assert parse_condition(entry.value.text, domains())[1] == ()


def test_the_tables_are_what_the_shapes_make() -> None:
    assert refreshed(TEXT) == TEXT, AGAIN


def test_every_key_of_every_rule_file_has_a_table() -> None:
    asked = shapes_asked_for(TEXT)
    assert sorted(asked) == sorted(shapes())
    for shape in shapes().values():
        assert [key for key in shape.names if f"| `{key}` |" not in TEXT] == []


def test_every_file_of_a_rule_base_is_named() -> None:
    single = [name for name, _ in (*SINGLE_FILES, *OPTIONAL_FILES)]
    folders = [f"{folder}/*.yaml" for folder, _ in FOLDERS]
    assert [name for name in (*single, *folders, VERSION) if f"| `{name}` |" not in TEXT] == []


@pytest.mark.parametrize(("name", "text"), EXAMPLES, ids=[name for name, _ in EXAMPLES])
def test_every_example_is_read_without_a_problem(name: str, text: str) -> None:
    problems: list[Problem] = []
    for node in items_of(text):
        read_all(node, shapes()[name], problems)
    assert problems == []


def test_every_keyword_explained_stands_in_an_example_or_a_table() -> None:
    for word in ("reads_work_up", "no_discuss", "means_unknown", "groups", "rows", "stated", "between", "until"):
        assert f"**`{word}" in TEXT, word


@pytest.mark.parametrize("condition", CONDITIONS)
def test_every_condition_shown_is_one(condition: str) -> None:
    assert parse_condition(condition, domains())[1] == ()


@pytest.mark.parametrize(("written", "instead"), SLIPS)
def test_a_slip_is_refused_with_what_to_write_instead(written: str, instead: str) -> None:
    (problem,) = parse_condition(written, domains())[1]
    assert problem.hint == instead


def test_slips_and_conditions_are_shown() -> None:
    assert len(SLIPS) >= 8
    assert len(CONDITIONS) >= 5


def test_a_page_is_refreshed_where_it_lies(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("Before.\n<!-- keys: product -->\nold\n<!-- end of keys -->\nAfter.\n", encoding="utf-8")
    main([str(page)])
    now = page.read_text(encoding="utf-8")
    assert now.startswith("Before.\n<!-- keys: product -->\n*product*: ")
    assert "| `id` |" in now
    assert now.endswith("<!-- end of keys -->\nAfter.\n")
