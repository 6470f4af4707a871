"""What is worth finding out next, as blocks, with links to the questions, and what nobody need find out any more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from screener.knowledge.facts import WORK_UP
from screener.report.blocks import Block, Bullets, Item, Link, Paragraph, Part, Target, part
from screener.result.next_steps import NextQuestion
from screener.result.screening import Screening
from screener.wording.next_steps import MOST_QUESTIONS, names_text, question_text
from screener.wording.wording import Wording


def next_part(questions: Sequence[NextQuestion], screening: Screening, wording: Wording) -> Iterator[Part]:
    """Yield the most useful questions, or that none is left, and what nobody need find out any more.

    Args:
        questions: everything that can still change something, the most useful first.
        screening: the answer, inside the scope.
        wording: the words; patients are asked only what they know.
    """
    blocks = (*_questions(questions, wording), *_settled(screening.no_longer_matters or (), wording))
    return part("next", wording.say("report.next.title"), 2, blocks)


def _questions(questions: Sequence[NextQuestion], wording: Wording) -> Iterator[Block]:
    is_patient = wording.voice == "patient"
    early = [each for each in questions if (each.is_for_patients if is_patient else each.known_at != WORK_UP)]
    late = [each.fact for each in questions if each not in early]
    if early:
        items = (Item((Link(question_text(each, wording), Target("field", each.fact)),)) for each in early)
        yield Bullets(tuple(items)[:MOST_QUESTIONS], is_numbered=True)
    if len(early) > MOST_QUESTIONS:
        yield Paragraph(wording.say("report.next.more", {"count": str(len(early) - MOST_QUESTIONS)}), "quiet")
    if late:
        # Nothing to ask this reader; what others can find out may still matter, and then it is named.
        key = "report.work_up" if early else "report.next.only_others"
        yield Paragraph(wording.say(key, {"facts": names_text(late, wording)}))
    if not questions:
        yield Paragraph(wording.say("report.next.nothing"))


def _settled(facts: Sequence[str], wording: Wording) -> Iterator[Part]:
    """Yield the open facts that can no longer change any option."""
    if facts:
        title = wording.counted("report.settled", len(facts))
        text = wording.say("report.settled.facts", {"facts": wording.facts(facts)})
        yield Part("settled", title, 4, (Paragraph(text),))
