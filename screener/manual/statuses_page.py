"""The page of the statuses: which an option can have for each tumor, each with a patient who has it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from screener.knowledge.domains import DIAGNOSIS
from screener.knowledge.rules import EFFECTS
from screener.manual.links import option_link
from screener.manual.markup import Child, Markdown, code, heading, inline, table
from screener.proof.occurrence import Occurrence, occurrences
from screener.proof.witness import written
from screener.result.option import STATUSES, Status
from screener.wording.wording import Wording


def status_blocks(wording: Wording) -> Iterator[Markdown]:
    """Yield the page of the statuses without its frame."""
    say, tumors = wording.say, wording.knowledge.covered_diagnoses
    found = occurrences(wording.knowledge)
    yield inline(say("status_page.lead"))
    yield inline(say("status_page.numbers", {"count": str(len(found))}))
    marks = (f"{wording.mark(status)} {wording.status(status)}" for status in STATUSES)
    yield inline(say("status_page.marks", {"marks": say("values.listed").join(marks)}))
    yield table([say("manual.option"), *(wording.choice(DIAGNOSIS, tumor) for tumor in tumors)], _all(found, wording))
    for tumor in tumors:
        own = [each for each in found if each.diagnosis == tumor]
        yield heading(wording.choice(DIAGNOSIS, tumor), 2)
        yield inline(say("status_page.rules"))
        yield table([say("manual.option"), *map(wording.effect, EFFECTS)], _counts(tumor, wording))
        yield inline(say("status_page.patients"))
        header = [say("manual.option"), say("status_page.status"), say("status_page.who")]
        yield table(header, (_line(each, wording) for each in own))


def _all(found: Iterable[Occurrence], wording: Wording) -> Iterator[Sequence[Child]]:
    statuses: dict[tuple[str, str], list[Status]] = {}
    for each in found:
        statuses.setdefault((each.option, each.diagnosis), []).append(each.status)
    for option in wording.knowledge.options:
        cells = (statuses[option.id, tumor] for tumor in wording.knowledge.covered_diagnoses)
        yield option_link(option, wording), *(" ".join(map(wording.mark, cell)) for cell in cells)


def _counts(tumor: str, wording: Wording) -> Iterator[Sequence[Child]]:
    knowledge = wording.knowledge
    for option in knowledge.options:
        own = (rule for rule in knowledge.rules_by_option[option.id] if tumor in knowledge.diagnoses_of(rule))
        counts = Counter(rule.effect for rule in own)
        yield option_link(option, wording), *(str(counts[effect]) for effect in EFFECTS)


def _line(found: Occurrence, wording: Wording) -> Sequence[Child]:
    option = next(each for each in wording.knowledge.options if each.id == found.option)
    return wording.to(option.name), wording.status(found.status), code(f"{{{written(found.patient)}}}")
