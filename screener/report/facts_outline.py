"""A patient's facts as blocks: what was given, the questions this raises, what outdated values change."""

from __future__ import annotations

from collections.abc import Iterator

from screener.report.blocks import Block, Cited, Line, Paragraph, Part, bullets, part, rows
from screener.result.screening import Screening
from screener.wording.facts import fact_item, stale_texts, unit_question_texts
from screener.wording.wording import Wording


def facts_parts(screening: Screening, wording: Wording) -> Iterator[Part]:
    """Yield the facts used, and what outdated ones change."""
    yield from part("facts", wording.say("report.facts"), 2, _facts(screening, wording))
    yield from part("outdated", wording.say("report.stale.title"), 2, _outdated(screening, wording))


def _facts(screening: Screening, wording: Wording) -> Iterator[Block]:
    given, left_open = screening.facts, screening.open_answers
    names = (name for name in wording.knowledge.domains if name in given or name in left_open)
    yield from rows(((wording.fact(name), _fact(name, screening, wording)) for name in names), "facts")
    yield Paragraph(wording.say("report.others_unknown" if given or left_open else "report.facts_none"))
    questions = bullets(_questions(screening, wording))
    yield from part("questions", wording.say("report.raised"), 4, questions)


def _fact(name: str, screening: Screening, wording: Wording) -> Line:
    if name in screening.facts:
        item = fact_item(name, screening, wording)
        return (item.text, Cited(item.sources))
    return wording.choice(name, screening.open_answers[name])


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
