"""Nothing happens inside an `assert`: `python -O`, which leaves them out, does the same."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

import screener

PACKAGE = Path(screener.__file__).parent
SCREENS = PACKAGE.parent / "ui"
HARMLESS_CALLS = {"isinstance", "len"}
# What a property is made with: reading one may build something, such as the engine.
PROPERTIES = {"property", "cached_property"}


def trees() -> dict[str, ast.Module]:
    paths = sorted((*PACKAGE.rglob("*.py"), *SCREENS.rglob("*.py")))
    return {str(path): ast.parse(path.read_text(encoding="utf-8")) for path in paths}


def properties_in(trees: Iterable[ast.Module]) -> set[str]:
    functions = (node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))
    return {each.name for each in functions if any(ast.unparse(name) in PROPERTIES for name in each.decorator_list)}


def effects_in(tree: ast.AST, properties: set[str]) -> Iterator[str]:
    """Yield what an assert in a tree does besides looking at names, fields and types."""
    asserts = (node for node in ast.walk(tree) if isinstance(node, ast.Assert))
    for node in (node for each in asserts for node in ast.walk(each)):
        match node:
            case ast.Call() if ast.unparse(node.func) not in HARMLESS_CALLS:
                yield ast.unparse(node)
            case ast.NamedExpr() | ast.Await() | ast.Yield() | ast.YieldFrom():
                yield ast.unparse(node)
            case ast.Attribute() if node.attr in properties:
                yield ast.unparse(node)


def test_nothing_happens_inside_an_assert() -> None:
    found = trees()
    properties = properties_in(found.values())
    assert "engine" in properties
    assert {path: said for path, tree in found.items() if (said := list(effects_in(tree, properties)))} == {}


def test_what_happens_inside_an_assert_is_found() -> None:
    source = (
        "assert kb.engine\nassert prove(kb), kb.name\nassert (kb := load())\nassert isinstance(kb, Kind) and kb.name"
    )
    assert list(effects_in(ast.parse(source), {"engine"})) == ["kb.engine", "prove(kb)", "(kb := load())", "load()"]
