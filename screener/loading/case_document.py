"""Reading the files in `cases/`: made-up patients, and what each option must show for them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from screener.loading.file_shapes import CASES_FILE
from screener.loading.mapping_reader import MappingReader, duplicates
from screener.loading.rule_files import CASES
from screener.problems import Problem
from screener.yaml_text import RULES_LIMIT, MappingNode, Node, ScalarNode, read_text, read_yaml


@dataclass(frozen=True, slots=True)
class DecidesDraft:
    """An option, a rule that carries its status, and one of the sources on which the rule rests."""

    reader: MappingReader
    option: ScalarNode
    rule: ScalarNode
    source: ScalarNode


@dataclass(frozen=True, slots=True)
class CaseDraft:
    """A made-up patient as written."""

    reader: MappingReader
    name: ScalarNode
    facts: MappingNode
    expect: tuple[tuple[ScalarNode, ScalarNode], ...]
    decides: tuple[DecidesDraft, ...]


def read_case_files(folder: Path, problems: list[Problem]) -> tuple[CaseDraft, ...]:
    """Return every case of the rule base in a folder, in the order of the files' names; it need not have any."""
    cases: list[CaseDraft] = []
    for path in sorted((folder / CASES).glob("*.yaml")):
        name = f"{CASES}/{path.name}"
        text, refusals = read_text(path, RULES_LIMIT, name)
        root, more = (None, []) if text is None else read_yaml(text, name)
        problems += [*refusals, *more]
        cases += read_cases(root, problems) if root is not None else ()
    problems.extend(duplicates(case.name for case in cases))
    return tuple(cases)


def read_cases(root: Node, problems: list[Problem]) -> tuple[CaseDraft, ...]:
    """Return the cases of one file."""
    return tuple(_case(reader) for reader in MappingReader(root, CASES_FILE, problems).readers("cases"))


def _case(reader: MappingReader) -> CaseDraft:
    reader.word("who")
    if not reader.flag("synthetic") and "synthetic" in reader:
        reader.refuse("case_not_made_up", reader.place("synthetic"))
    return CaseDraft(
        reader,
        reader.word("id"),
        reader.facts("facts"),
        tuple(reader.pairs("expect")),
        tuple(map(_decides, reader.readers("decides"))),
    )


def _decides(reader: MappingReader) -> DecidesDraft:
    return DecidesDraft(reader, reader.word("option"), reader.word("rule"), reader.word("source"))
