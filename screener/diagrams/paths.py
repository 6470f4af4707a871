"""Paths through a diagram: whether it is true for one patient, for whom nearest to that patient, and with which cells.

A patient is given as one cell for every fact the diagram asks, by level. A path that leads to `TRUE` stands for all
patients who have the cells on it.
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


def cells_at(diagrams: Diagrams, node: int, level: int) -> frozenset[int]:
    """Return the cells of a level with which a diagram can still be true."""
    found: set[int] = set()
    seen = {FALSE}
    waiting = [node]
    level_of, children_of = diagrams.level_of, diagrams.children_of
    while waiting:
        current = waiting.pop()
        if current in seen:
            continue
        seen.add(current)
        own = level_of(current)
        if own > level:
            # This path asks nothing of the fact, so any of its cells will do.
            return frozenset(range(diagrams.widths[level]))
        if own < level:
            waiting.extend(children_of(current))
        else:
            found.update(cell for cell, child in enumerate(children_of(current)) if child != FALSE)
    return frozenset(found)


def cells_leading_on(diagrams: Diagrams, node: int) -> dict[int, frozenset[int]]:
    """Return for every fact a diagram asks the cells with which it can still be true: `cells_at` for all at once."""
    asked = sorted(diagrams.support(node))
    place = {level: number for number, level in enumerate(asked)}
    found: list[set[int]] = [set() for _ in asked]
    steps = {(-1, place.get(diagrams.level_of(node), len(asked)))}
    seen = {FALSE, TRUE}
    waiting = [node]
    level_of, children_of = diagrams.level_of, diagrams.children_of
    while waiting:
        current = waiting.pop()
        if current in seen:
            continue
        seen.add(current)
        here, children = place[level_of(current)], children_of(current)
        leading = found[here]
        for cell, child in enumerate(children):
            if child != FALSE:
                leading.add(cell)
        # Many cells of a fine grid share a child.
        for child in set(children):
            if child != FALSE:
                steps.add((here, place.get(level_of(child), len(asked))))
                waiting.append(child)
    # A path that passes over a fact is open to each of its cells.
    for above, below in steps:
        for passed in range(above + 1, below):
            found[passed].update(range(diagrams.widths[asked[passed]]))
    return {level: frozenset(cells) for level, cells in zip(asked, found, strict=True)}
