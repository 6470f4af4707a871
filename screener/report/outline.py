"""A whole report as blocks, in the order in which it is read: limits, urgent help, scope, facts, options, sources."""

from __future__ import annotations

from collections.abc import Iterator

from screener.report.flat_blocks import Block, Bullet, Heading, Paragraph, Row
from screener.report.option_section import OptionSection, status_line, work_up_line
from screener.report.source_list import SourceList
from screener.report.wanted import NOTHING_ELSE, Wanted
from screener.result.option import SharedChecks
from screener.result.reason import Known, cited
from screener.result.screening import DerivedResult, Screening
from screener.wording.checks import checks_shared, shared_facts
from screener.wording.facts import fact_item, stale_texts, unit_question_texts
from screener.wording.flips import flip_texts
from screener.wording.lists import combination_items
from screener.wording.next_steps import next_question_texts, settled_text
from screener.wording.wording import Wording
from screener.wording.worked_out import worked_out

_ELSEWHERE = ("transplant", "medicines", "trials", "comfort")


def outline(
    screening: Screening,
    wording: Wording,
    program: str,
    wanted: Wanted = NOTHING_ELSE,
) -> tuple[Block, ...]:
    """Return a report as blocks.

    Args:
        screening: the answer for one patient.
        wording: the words, with the rule base that gave the answer.
        program: the program's version.
        wanted: what else is to be told.
    """
    return tuple(_Outline(screening, wording, wanted).blocks(program))


class _Outline:
    def __init__(self, screening: Screening, wording: Wording, wanted: Wanted) -> None:
        self._screening = screening
        self._wanted = wanted
        self._wording = wording
        self._say = wording.say
        self._sources = SourceList(wording)

    def blocks(self, program: str) -> Iterator[Block]:
        yield Heading(self._say("report.title"), 1)
        yield Paragraph(self._say("disclaimers.above"))
        yield Paragraph(self._say("disclaimers.when_to_call"))
        yield from self._urgent()
        yield from self._scope()
        yield from self._facts()
        yield from self._derived()
        if self._screening.options:
            yield from self._options()
        yield from self._sources.blocks()
        yield Paragraph(self._wording.version(self._screening.knowledge, program))
        yield Paragraph(self._say("disclaimers.below"))

    def _urgent(self) -> Iterator[Block]:
        if self._screening.urgent:
            yield Heading(self._say("report.urgent"), 2)
        for said in self._screening.urgent:
            yield Bullet(self._wording.to(said.says))

    def _scope(self) -> Iterator[Block]:
        scope = self._screening.scope
        if not scope.inside:
            yield Heading(self._say("report.outside"), 2)
        for said in scope.reasons:
            yield Bullet(self._wording.to(said.says))
            if said.turn_to is not None:
                yield Bullet(self._say("report.turn_to", {"text": self._wording.to(said.turn_to)}), 1)
        if scope.inside and scope.open_facts:
            yield Paragraph(self._say("report.scope_open", {"facts": self._wording.facts(scope.open_facts)}))

    def _facts(self) -> Iterator[Block]:
        given, left_open = self._screening.facts, self._screening.open_answers
        yield Heading(self._say("report.facts"), 2)
        for name in self._wording.knowledge.domains:
            if name in given:
                told = fact_item(name, self._screening, self._wording)
                yield Row(self._wording.fact(name), f"{told.text} {self._sources.marks(told.sources)}".rstrip())
            elif name in left_open:
                yield Row(self._wording.fact(name), self._wording.choice(name, left_open[name]))
        yield Paragraph(self._say("report.others_unknown" if given or left_open else "report.facts_none"))
        raised = [text for name, answer in left_open.items() if (text := self._wording.raised(name, answer))]
        raised += unit_question_texts(self._screening, self._wording).values()
        if raised:
            yield Heading(self._say("report.raised"), 4)
        for text in raised:
            yield Bullet(text)
        yield from self._stale()

    def _stale(self) -> Iterator[Block]:
        told = stale_texts(self._screening, self._wording)
        if told:
            yield Heading(self._say("report.stale.title"), 2)
            yield Paragraph(told[0])
        for change in told[1:]:
            yield Bullet(change)

    def _derived(self) -> Iterator[Block]:
        reads = [read for read in worked_out(self._screening, self._wording.knowledge) if self._is_telling(read)]
        if reads:
            yield Heading(self._say("report.derived"), 2)
        for read in reads:
            yield Bullet(f"{self._wording.fact(read.fact)}: {self._derived_value(read)}")
            yield Bullet(self._explained(read), 1)

    def _is_telling(self, read: DerivedResult) -> bool:
        is_asked_for = self._wording.voice == "clinician" and bool(read.known_inputs)
        return read.read.is_known or read.stated is not None or is_asked_for

    def _derived_value(self, read: DerivedResult) -> str:
        value = self._wording.value(read.fact, read.read)
        return value if read.stated is None else self._say("report.stated", {"value": value})

    def _explained(self, read: DerivedResult) -> str:
        knowledge = self._wording.knowledge
        fact = knowledge.derived_by_id[read.fact]
        marks = self._sources.marks(cited(knowledge, citation) for citation in fact.sources)
        parts = [self._wording.to(fact.explains), marks]
        if read.formula_says is not None:
            value = self._wording.value(read.fact, read.formula_says)
            parts.append(self._say("report.formula_says", {"value": value}))
        if read.open_inputs and read.stated is None and not _is_certain(read.read):
            parts.append(self._say("report.inputs_open", {"facts": self._wording.facts(read.open_inputs)}))
        return " ".join(part for part in parts if part)

    def _options(self) -> Iterator[Block]:
        options = self._screening.options.values()
        if self._wording.voice == "patient" and all(option.status == "not_flagged" for option in options):
            yield from self._nothing_flagged()
            if not self._wanted.by_source and self._wanted.flips is None:
                return
        yield Heading(self._say("report.overview"), 2)
        for option in options:
            yield Row(self._wording.to(option.name), status_line(option, self._wording))
        yield from self._next_questions()
        for shared in self._screening.shared_checks:
            yield from self._shared(shared)
        together = combination_items(self._screening, self._wording)
        if together:
            yield Heading(self._say("report.together.title"), 2)
        yield from self._sources.told(together)
        for option in options:
            if not self._wanted.only or option.id in self._wanted.only:
                own = shared_facts(self._screening, option)
                yield from OptionSection(option, self._wording, self._sources, own, self._wanted.by_source).blocks()
        yield from self._flips()

    def _nothing_flagged(self) -> Iterator[Block]:
        options = [self._wording.to(option.name) for option in self._screening.options.values()]
        yield Heading(self._say("report.nothing_flagged.title"), 2)
        yield Paragraph(self._say("report.nothing_flagged.text"))
        yield Paragraph(self._say("report.nothing_flagged.ask"))
        for topic in _ELSEWHERE:
            yield Bullet(self._say(f"report.nothing_flagged.topics.{topic}"))
        listed = self._wording.listed(options, "both")
        yield Paragraph(self._say("report.nothing_flagged.looked_at", {"options": listed}))

    def _next_questions(self) -> Iterator[Block]:
        """Yield what is worth asking next, or that nothing is, and what nobody need ask."""
        questions = self._wanted.questions
        if questions is None:
            return
        yield Heading(self._say("report.next.title"), 2)
        for text in next_question_texts(questions, self._wording):
            yield Bullet(text)
        settled = settled_text(self._screening.no_longer_matters or (), "report.settled_everywhere", self._wording)
        if settled:
            yield Paragraph(settled)

    def _flips(self) -> Iterator[Block]:
        if self._wanted.flips is None:
            return
        yield Heading(self._say("report.flips.title"), 2)
        yield Paragraph(self._say("report.flips.lead"))
        for option in self._screening.options.values():
            if not self._wanted.only or option.id in self._wanted.only:
                status = self._wording.status(option.status)
                values = {"option": self._wording.to(option.name), "status": status}
                yield Heading(self._say("report.flips.option", values), 4)
                for text in flip_texts(self._wanted.flips[option.id], self._screening, self._wording):
                    yield Bullet(text)

    def _shared(self, shared: SharedChecks) -> Iterator[Block]:
        checks = checks_shared(shared, self._screening)
        yield Heading(self._say(f"report.shared.{shared.group}"), 2)
        for check in checks:
            if not check.is_work_up:
                yield Bullet(check.names(self._wording))
        late = [check for check in checks if check.is_work_up]
        if late:
            yield Bullet(work_up_line(late, self._wording))


def _is_certain(read: Known) -> bool:
    return read.is_known and read.low == read.high and len(read.values) <= 1
