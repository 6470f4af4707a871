"""What the screens may know of the program: its public surface, the rules, results, words and blocks."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

UI = Path(__file__).resolve().parents[2] / "ui"
ROOMS = ("knowledge", "result", "wording", "report")
ALLOWED = ("screener", *(f"screener.{room}" for room in ROOMS))


def imported_in(source: str) -> Iterator[str]:
    """Yield the modules of the program that a source text imports, rooms named by `from screener import` included."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            rooms = [alias.name for alias in node.names if is_module(alias.name)]
            names = [node.module, *(f"screener.{room}" for room in rooms if node.module == "screener")]
        else:
            continue
        yield from (name for name in names if name.split(".")[0] == "screener")


def is_module(name: str) -> bool:
    package = UI.parent / "screener"
    return (package / name).is_dir() or (package / f"{name}.py").is_file()


def is_allowed(module: str) -> bool:
    return ".".join(module.split(".")[:2]) in ALLOWED


@pytest.mark.parametrize("path", sorted(UI.glob("*.py")), ids=lambda path: path.name)
def test_screens_import_nothing_deeper(path: Path) -> None:
    assert [name for name in imported_in(path.read_text(encoding="utf-8")) if not is_allowed(name)] == []


@pytest.mark.parametrize(
    "source",
    [
        "from screener.analysis.deciding import decision_of",
        "import screener.patient.ages",
        "from screener import places",
        "from screener import engine",
        "def late():\n    from screener.screening import screen",
    ],
)
def test_a_deeper_import_would_be_found(source: str) -> None:
    assert [name for name in imported_in(source) if not is_allowed(name)]
