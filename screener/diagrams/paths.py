"""Paths through a diagram: whether it is true for one patient, and for whom nearest to that patient it would be.

A patient is given as one cell for every fact the diagram asks, by level.
"""

from __future__ import annotations

from collections.abc import Mapping
from operator import itemgetter

from screener.diagrams.diagrams import FALSE, TRUE, Diagrams

Cells = Mapping[int, int]


def holds(diagrams: Diagrams, node: int, cells: Cells) -> bool:
    """Return whether a diagram is true for a patient."""
    while node > TRUE:
        node = diagrams.children_of(node)[cells[diagrams.level_of(node)]]
    return node == TRUE


def fewest_changes(diagrams: Diagrams, node: int, cells: Cells) -> int | None:
    """Return in how many facts a patient must at least differ for a diagram to be true; None if it never is."""
    fewest: dict[int, int | None] = {FALSE: None, TRUE: 0}

    def count(current: int) -> int | None:
        if current not in fewest:
            here = cells[diagrams.level_of(current)]
            counts = [(count(child), cell != here) for cell, child in enumerate(diagrams.children_of(current))]
            fewest[current] = min(found + differs for found, differs in counts if found is not None)
        return fewest[current]

    return count(node)


def nearest_change(diagrams: Diagrams, node: int, cells: Cells, apart: frozenset[int]) -> dict[int, int] | None:
    """Return the changed cells of the nearest patient for whom a diagram is true; None if there is none.

    Args:
        diagrams: what made the diagram.
        node: the diagram.
        cells: the patient.
        apart: the levels of the facts that may differ.
    """
    nearest: dict[int, tuple[int, dict[int, int]] | None] = {FALSE: None, TRUE: (0, {})}

    def look(current: int) -> tuple[int, dict[int, int]] | None:
        if current not in nearest:
            level = diagrams.level_of(current)
            here = cells[level]
            ways = range(len(diagrams.children_of(current))) if level in apart else (here,)
            found = (step(current, cell) for cell in ways)
            nearest[current] = min((way for way in found if way), default=None, key=itemgetter(0))
        return nearest[current]

    def step(current: int, cell: int) -> tuple[int, dict[int, int]] | None:
        level = diagrams.level_of(current)
        found = look(diagrams.children_of(current)[cell])
        if found is None or cell == cells[level]:
            return found
        return found[0] + abs(cell - cells[level]), {level: cell, **found[1]}

    found = look(node)
    return None if found is None else found[1]
