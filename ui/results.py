"""The answer for one patient on the page: what cannot wait, what was read, the options in their fixed order."""

from __future__ import annotations

from frame import say
from screener.report.blocks import TargetKind
from screener.report.html import render_html
from screener.report.markup import Html, element, join
from screener.report.outline import answer_outline
from screener.report.wanted import Wanted
from screener.result.next_steps import NextQuestion
from screener.result.screening import Screening
from screener.wording.wording import Wording

HEADING = "results"
CHANGED = "answers-changed"
ON_PAGE: frozenset[TargetKind] = frozenset({"option", "field"})


def draw_heading() -> Html:
    """Return the heading of the results and the notice that shows when an answer changes later."""
    changed = say("result.changed", {"submit": say("form.submit")})
    return join(
        (
            element("h2", say("result.title"), attributes={"id": HEADING, "tabindex": "-1"}),
            element("p", changed, css="changed", attributes={"id": CHANGED, "role": "status"}),
        )
    )


def draw_results(screening: Screening, questions: tuple[NextQuestion, ...], wording: Wording) -> Html:
    """Return everything the rules say about a patient.

    Args:
        screening: the answer.
        questions: what can still change something, the most useful first.
        wording: the words, for one of the two voices.
    """
    told = answer_outline(screening, wording, Wanted(by_source=True, questions=questions))
    return element("section", render_html(told, wording, ON_PAGE), attributes={"aria-labelledby": HEADING})
