"""A patient's facts as blocks: what was given, the questions this raises, what outdated values change."""

from __future__ import annotations

from collections.abc import Iterator

from screener.report.blocks import Block, Cited, Line, Paragraph, Part, bullets, part, rows
from screener.result.given import GivenFact
from screener.result.screening import Screening
from screener.wording.facts import fact_text, stale_texts, unit_question_texts
from screener.wording.wording import Wording


def facts_parts(screening: Screening, wording: Wording) -> Iterator[Part]:
    """Yield the facts used, and what outdated ones change."""
    yield from part("facts", wording.say("report.facts"), 2, _facts(screening, wording))
    yield from part("outdated", wording.say("report.stale.title"), 2, _outdated(screening, wording))


def _facts(screening: Screening, wording: Wording) -> Iterator[Block]:
    told = {name: each for name, each in screening.given.items() if each.read.is_known or each.open_answer}
    are_unknown = screening.stale_are_unknown
    names = (name for name in wording.knowledge.domains if name in told)
    yield from rows(((wording.fact(name), _fact(name, told[name], are_unknown, wording)) for name in names), "facts")
    yield Paragraph(wording.say("report.others_unknown" if told else "report.facts_none"))
    questions = bullets(_questions(screening, wording))
    yield from part("questions", wording.say("report.raised"), 4, questions)


def _fact(name: str, given: GivenFact, are_unknown: bool, wording: Wording) -> Line:
    if not given.read.is_known:
        return wording.choice(name, given.open_answer)
    # How long a value stays fresh needs its source only where this one did not.
    sources = given.aged.sources if given.aged is not None and given.aged.is_stale else ()
    return (fact_text(name, given, are_unknown, wording), Cited(sources))


def _questions(screening: Screening, wording: Wording) -> Iterator[str]:
    for name, answer in screening.open_answers.items():
        question = wording.raised(name, answer)
        if question:
            values = {"fact": wording.fact(name), "answer": wording.choice(name, answer), "question": question}
            yield wording.say("report.question", values)
    yield from unit_question_texts(screening, wording).values()


def _outdated(screening: Screening, wording: Wording) -> Iterator[Block]:
    texts = stale_texts(screening, wording)
    yield from (Paragraph(text) for text in texts[:1])
    yield from bullets(texts[1:])
