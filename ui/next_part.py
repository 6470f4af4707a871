"""What is worth finding out next, with links to the fields, and what nobody need find out any more."""

from __future__ import annotations

from collections.abc import Sequence

from markup import EMPTY, Html, element, folded, join, paragraph
from screener.knowledge.facts import WORK_UP
from screener.result.next_steps import NextQuestion
from screener.result.screening import Screening
from screener.wording.next_steps import MOST_QUESTIONS, names_text, question_text
from screener.wording.wording import Wording


def draw_next(
    screening: Screening, asked: Sequence[NextQuestion], left: Sequence[NextQuestion], wording: Wording
) -> Html:
    """Return the most useful questions, each a link to its field, or that none is left; folded, the settled facts.

    Args:
        screening: the answer, inside the scope.
        asked: what whoever reads it can find out, the most useful first.
        left: everything that can still change something.
        wording: the words, for one of the two voices.
    """
    early = [question for question in asked if question.known_at != WORK_UP]
    title = element("h3", wording.say("report.next.title"))
    questions = _questions(early, wording) if early else _none(left, wording)
    return element("div", title, questions, _settled(screening, wording), css="panel next")


def _questions(questions: Sequence[NextQuestion], wording: Wording) -> Html:
    rows = (element("li", _link(question, wording)) for question in questions[:MOST_QUESTIONS])
    others = len(questions) - MOST_QUESTIONS
    more = wording.say("report.next.more", {"count": str(others)}) if others > 0 else ""
    return join((element("ol", *rows), paragraph(more, css="quiet")))


def _link(question: NextQuestion, wording: Wording) -> Html:
    goes_to = f"field-{question.fact}"
    return element("a", question_text(question, wording), attributes={"href": f"#{goes_to}", "data-goes-to": goes_to})


def _none(left: Sequence[NextQuestion], wording: Wording) -> Html:
    """Nothing to ask this reader; what others can find out may still matter, and then it is named."""
    if not left:
        return paragraph(wording.say("report.next.nothing"))
    facts = names_text([question.fact for question in left], wording)
    return paragraph(wording.say("report.next.only_others", {"facts": facts}))


def _settled(screening: Screening, wording: Wording) -> Html:
    """The open facts that can no longer change any option."""
    facts = screening.no_longer_matters
    if not facts:
        return EMPTY
    title = wording.counted("report.settled", len(facts))
    return folded(title, paragraph(wording.say("report.settled.facts", {"facts": wording.facts(facts)})))
