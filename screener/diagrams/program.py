"""A program: diagrams answered for many questions at once, over sets of possibilities.

A diagram asks one fact a level. Whether it can be true has a simple answer at every node: it can if some cell that
leads to a child is possible and that child can be true. No path asks a fact twice, so the answer is exact for any set
of possible cells of each fact. Each question is one bit of a whole number: "cell 2 of the size is possible" is a number
with a bit for every question in which it is, and one pass over the nodes answers all questions.

    diagram                size under 3 cm -> spread none -> true
    question 0             size 2 to 4 cm, spread unknown     size: cells 0 and 1, spread: cells 0 and 1
    question 1             the same, spread: widespread       size: cells 0 and 1, spread: cell 1
    possible cells         size: [0b11, 0b11], spread: [0b01, 0b11]
    spread none            0b01          only question 0 leaves it possible
    size under 3 cm        0b11 & 0b01 = 0b01: the diagram can be true in question 0 and cannot in question 1
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from screener.diagrams.diagrams import FALSE, TRUE, Diagrams

Edge = tuple[int, int]
CellBits = Sequence[Sequence[int]]


@dataclass(frozen=True, slots=True)
class Program:
    """Diagrams as a list of steps, each of which uses the results of earlier ones only.

    Attributes:
        atoms: for each level the sets of cells that some node tells apart, numbered over all levels.
        nodes: for every node its edges: an atom, and the result of the child to which its cells lead.
        roots: the result of each diagram that was asked for.
    """

    atoms: tuple[tuple[int, tuple[tuple[int, ...], ...]], ...]
    nodes: tuple[tuple[Edge, ...], ...]
    roots: tuple[int, ...]

    @classmethod
    def of(cls, diagrams: Diagrams, roots: Sequence[int]) -> Program:
        """Return the program of some diagrams."""
        results = {FALSE: FALSE, TRUE: TRUE}
        numbers: dict[int, dict[tuple[int, ...], int]] = {}
        edges: list[list[tuple[int, tuple[int, ...], int]]] = []
        for node in _children_first(diagrams, roots):
            level = diagrams.level_of(node)
            own = []
            for child, cells in _by_child(diagrams.children_of(node)).items():
                numbers.setdefault(level, {}).setdefault(cells, 0)
                own.append((level, cells, results[child]))
            results[node] = len(results)
            edges.append(own)
        count = 0
        for cells_of_level in numbers.values():
            for cells in cells_of_level:
                cells_of_level[cells] = count
                count += 1
        return cls(
            tuple((level, tuple(cells)) for level, cells in numbers.items()),
            tuple(tuple((numbers[level][cells], child) for level, cells, child in own) for own in edges),
            tuple(results[root] for root in roots),
        )

    def run(self, possible: CellBits, questions: int) -> tuple[int, ...]:
        """Return for each diagram the questions in which it can be true, as bits.

        Args:
            possible: for each level the questions in which each of its cells is possible, as bits.
            questions: a bit for each question.
        """
        atoms: list[int] = []
        for level, groups in self.atoms:
            cells = possible[level]
            for group in groups:
                bits = 0
                for cell in group:
                    bits |= cells[cell]
                atoms.append(bits)
        can = [0, questions]
        add = can.append
        for edges in self.nodes:
            bits = 0
            for atom, child in edges:
                bits |= atoms[atom] & can[child]
            add(bits)
        return tuple([can[root] for root in self.roots])


def _by_child(children: Sequence[int]) -> dict[int, tuple[int, ...]]:
    """Return the cells that lead to each child; what leads to FALSE leads nowhere."""
    cells: dict[int, list[int]] = {}
    for cell, child in enumerate(children):
        if child != FALSE:
            cells.setdefault(child, []).append(cell)
    return {child: tuple(own) for child, own in cells.items()}


def _children_first(diagrams: Diagrams, roots: Iterable[int]) -> list[int]:
    """Return every node of some diagrams, each after its children."""
    order: list[int] = []
    seen = {FALSE, TRUE}
    waiting = [(root, False) for root in roots]
    while waiting:
        node, has_children_done = waiting.pop()
        if has_children_done:
            order.append(node)
        elif node not in seen:
            seen.add(node)
            waiting.append((node, True))
            waiting.extend((child, False) for child in dict.fromkeys(diagrams.children_of(node)))
    return order
