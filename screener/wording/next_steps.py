"""What is worth asking next, and what nobody need ask any more, in words."""

from __future__ import annotations

from collections.abc import Sequence

from screener.result.next_steps import NextQuestion
from screener.wording.wording import Wording

MOST_QUESTIONS = 5
MOST_NAMES = 8


def names_text(facts: Sequence[str], wording: Wording) -> str:
    """Return the first few facts as a list, and how many more there are."""
    if len(facts) <= MOST_NAMES:
        return wording.facts(facts)
    more = wording.say("values.more", {"count": str(len(facts) - MOST_NAMES)})
    return wording.listed([*map(wording.fact, facts[:MOST_NAMES]), more], "both")


def question_text(question: NextQuestion, wording: Wording) -> str:
    """Return a question in words: what to find out, and on how many options it bears."""
    return wording.counted("report.next.bears_on", len(question.bears_on), {"fact": wording.fact(question.fact)})
