"""Rows of evidence: none is lost between the evidence and the rules."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from screener.knowledge.evidence import EvidenceRow, rows_of
from screener.knowledge.knowledge import Knowledge
from screener.loading.evidence_document import read_evidence_file
from screener.problems import Problem, nearest


def row_problems(folder: Path, knowledge: Knowledge) -> Iterator[Problem]:
    """Yield rows that are in no rule and not left out, or in one though left out, and rows that nobody knows.

    A rule base without a file of evidence names rows as it likes.
    """
    problems: list[Problem] = []
    rows = rows_of(read_evidence_file(folder, problems))
    yield from problems
    encoded = encoding_rules(knowledge)
    for row in rows:
        yield from _wrong_place(row, encoded.get(row.id, []))
    known = tuple(row.id for row in rows)
    for rule in knowledge.rules if rows else ():
        for name in rule.rows:
            if name not in known:
                yield Problem("row_unknown", rule.id, rule.place, name, hint=nearest(name, known))


def encoding_rules(knowledge: Knowledge) -> dict[str, list[str]]:
    """Return the ids of the rules that name each row, in file order."""
    found: dict[str, list[str]] = {}
    for rule in knowledge.rules:
        for row in rule.rows:
            found.setdefault(row, []).append(rule.id)
    return found


def _wrong_place(row: EvidenceRow, rules: list[str]) -> Iterator[Problem]:
    if row.left_out is None:
        if not rules:
            yield Problem("row_lost", row.id, row.place)
    elif not row.left_out.part and rules:
        yield Problem("row_left_out_but_encoded", row.id, row.place, ", ".join(rules))
    elif row.left_out.part and not rules:
        yield Problem("row_left_out_in_part", row.id, row.place, row.left_out.part)
