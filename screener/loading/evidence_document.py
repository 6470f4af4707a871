"""Reading `evidence.yaml`: the rows from which rules were made, and what of them no rule decides."""

from __future__ import annotations

from pathlib import Path

from screener.knowledge.evidence import WHY_LEFT_OUT, EvidenceRow, EvidenceSection, LeftOut
from screener.loading.file_shapes import EVIDENCE_FILE
from screener.loading.mapping_reader import MappingReader, duplicates
from screener.loading.rule_files import EVIDENCE
from screener.problems import Problem
from screener.yaml_text import RULES_LIMIT, Node, ScalarNode, read_text, read_yaml


def read_evidence_file(folder: Path, problems: list[Problem]) -> tuple[EvidenceSection, ...]:
    """Return the rows of evidence of the rule base in a folder; nothing if it has no such file."""
    path = folder / EVIDENCE
    if not path.exists():
        return ()
    text, refusals = read_text(path, RULES_LIMIT, EVIDENCE)
    root, more = (None, []) if text is None else read_yaml(text, EVIDENCE)
    problems += [*refusals, *more]
    return () if root is None else read_evidence(root, problems)


def read_evidence(root: Node, problems: list[Problem]) -> tuple[EvidenceSection, ...]:
    """Return the sections in the order written."""
    sections = []
    names: list[ScalarNode] = []
    for reader in MappingReader(root, EVIDENCE_FILE, problems).readers("sections"):
        items = reader.readers("rows")
        names += (item.word("id") for item in items)
        sections.append(EvidenceSection(reader.word("title").text, tuple(map(_row, items))))
    problems.extend(duplicates(names))
    return tuple(sections)


def _row(reader: MappingReader) -> EvidenceRow:
    left_out = _left_out(reader.inner("left_out")) if "left_out" in reader else None
    about, corrected = reader.word("about").text, reader.word("corrected").text
    return EvidenceRow(reader.subject, about, corrected, left_out, reader.place())


def _left_out(reader: MappingReader) -> LeftOut:
    reason = reader.one_of("reason", WHY_LEFT_OUT) or "not_a_rule"
    return LeftOut(reader.word("part").text, reason, reader.word("because").text, reader.word("needed").text)
