"""The tests themselves: what several of them need stands beside them, not in one of them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]


def imported_by(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def is_from_a_test(name: str) -> bool:
    parts = name.split(".")
    is_test_module = any(part.startswith("test_") or part == "conftest" for part in parts)
    return parts[0] == "tests" and is_test_module


def test_tests_import_nothing_from_other_tests() -> None:
    found = {
        str(path.relative_to(TESTS)): names
        for path in sorted(TESTS.rglob("*.py"))
        if (names := [name for name in imported_by(path) if is_from_a_test(name)])
    }
    assert found == {}, "move what they share into a module that is no test"
