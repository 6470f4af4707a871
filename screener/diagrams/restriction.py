"""Restriction: the diagrams of all rules, cut down to the cells that are still possible.

Cells that are ruled out are gone, and the others are counted anew from 0: in the example, with a size from 3 to 4,
cells 1 and 2 of the size become cells 0 and 1. A fact with one cell left is known, and no diagram asks it any more.
"""

from __future__ import annotations

from collections.abc import Mapping

from screener.diagrams.compiled import CompiledRules
from screener.diagrams.diagrams import BUDGET, Diagrams
from screener.knowledge.possible import Possible


class Restriction:
    """Compiled rules restricted to what is still possible.

    Attributes:
        diagrams: makes and combines the restricted diagrams.
    """

    def __init__(self, compiled: CompiledRules, known: Mapping[str, Possible], budget: int = BUDGET) -> None:
        """Find the cells that are left.

        Args:
            compiled: the rules.
            known: what is known of facts; of all others every grid value is possible.
            budget: the steps that may be spent.
        """
        self._source = compiled.diagrams
        self._kept = [
            cells.possible(known.get(name)) for name, cells in zip(compiled.names, compiled.cells, strict=True)
        ]
        widths = zip(compiled.diagrams.widths, self._kept, strict=True)
        self.diagrams = Diagrams([width if kept is None else len(kept) for width, kept in widths], budget)
        self._copied: dict[int, int] = {}

    def copy(self, node: int) -> int:
        """Return a compiled diagram, restricted."""
        return self.diagrams.copy(node, self._source, self._kept, self._copied)

    def cell_before(self, level: int, cell: int) -> int:
        """Return which of all cells of a level one of those that are left was."""
        kept = self._kept[level]
        return cell if kept is None else kept[cell]

    def cell_after(self, level: int, cell: int) -> int | None:
        """Return which of the cells that are left one of all cells of a level is; None if it was ruled out."""
        kept = self._kept[level]
        if kept is None:
            return cell
        return kept.index(cell) if cell in kept else None
