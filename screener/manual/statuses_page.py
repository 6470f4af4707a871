"""The page of the statuses: which an option can have for each tumor, each with a patient who has it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from screener.knowledge.domains import DIAGNOSIS
from screener.manual.places import STATUSES as PAGE
from screener.proof.occurrence import Occurrence, occurrences
from screener.proof.witness import patient_line
from screener.report.blocks import Block, Code, Line, Paragraph, Part, Table
from screener.report.links import option_link
from screener.result.option import STATUSES, Status
from screener.wording.wording import Wording


def statuses_page(wording: Wording) -> Part:
    """Return the page of the statuses without its frame."""
    say, diagnoses = wording.say, wording.knowledge.covered_diagnoses
    found = occurrences(wording.knowledge)
    marks = (f"{wording.mark(status)} {wording.status(status)}" for status in STATUSES)
    header = (say("manual.option"), *(wording.choice(DIAGNOSIS, diagnosis) for diagnosis in diagnoses))
    blocks: tuple[Block, ...] = (
        Paragraph(say("status_page.lead")),
        Paragraph(say("status_page.numbers", {"count": str(len(found))})),
        Paragraph(say("status_page.marks", {"marks": say("values.listed").join(marks)})),
        Table(header, tuple(_all(found, wording))),
        Paragraph(say("status_page.patients")),
        *(_with(diagnosis, found, wording) for diagnosis in diagnoses),
    )
    return Part("page", say("status_page.title"), 1, blocks, PAGE)


def _all(found: Iterable[Occurrence], wording: Wording) -> Iterator[tuple[Line, ...]]:
    statuses: dict[tuple[str, str], list[Status]] = {}
    for each in found:
        statuses.setdefault((each.option, each.diagnosis), []).append(each.status)
    for option in wording.knowledge.options:
        cells = (statuses[option.id, diagnosis] for diagnosis in wording.knowledge.covered_diagnoses)
        yield (option_link(option, wording),), *(" ".join(map(wording.mark, cell)) for cell in cells)


def _with(diagnosis: str, found: Iterable[Occurrence], wording: Wording) -> Part:
    header = (wording.say("manual.option"), wording.say("status_page.status"), wording.say("status_page.who"))
    lines = (_line(each, wording) for each in found if each.diagnosis == diagnosis)
    return Part("plain", wording.choice(DIAGNOSIS, diagnosis), 2, (Table(header, tuple(lines)),))


def _line(found: Occurrence, wording: Wording) -> tuple[Line, ...]:
    option = next(each for each in wording.knowledge.options if each.id == found.option)
    return wording.to(option.name), wording.status(found.status), (Code(f"{{{patient_line(found.patient)}}}"),)
