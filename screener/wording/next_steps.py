"""What is worth asking next, and what nobody need ask any more, in words."""

from __future__ import annotations

from collections.abc import Sequence

from screener.knowledge.facts import WORK_UP
from screener.result.next_steps import NextQuestion
from screener.wording.wording import Wording

MOST_QUESTIONS = 5
MOST_NAMES = 8


def next_question_texts(questions: Sequence[NextQuestion], wording: Wording) -> tuple[str, ...]:
    """Return the most useful questions in words, then what is left for others or for the work-up; never empty.

    Args:
        questions: the questions that can still change something, the most useful first.
        wording: the words; patients read only what they know as questions of their own.
    """
    is_patient = wording.voice == "patient"
    early = [each for each in questions if (each.is_for_patients if is_patient else each.known_at != WORK_UP)]
    late = [each.fact for each in questions if each not in early]
    told = [question_text(question, wording) for question in early[:MOST_QUESTIONS]]
    if len(early) > MOST_QUESTIONS:
        told.append(wording.say("report.next.more", {"count": str(len(early) - MOST_QUESTIONS)}))
    if late:
        told.append(wording.say("report.work_up", {"facts": names_text(late, wording)}))
    return tuple(told) or (wording.say("report.next.nothing"),)


def settled_text(facts: Sequence[str], key: str, wording: Wording) -> str:
    """Return which open facts can change nothing any more; blank if there are none.

    Args:
        facts: the facts.
        key: the catalogue's sentence.
        wording: the words.
    """
    return wording.say(key, {"facts": names_text(facts, wording)}) if facts else ""


def names_text(facts: Sequence[str], wording: Wording) -> str:
    """Return the first few facts as a list, and how many more there are."""
    if len(facts) <= MOST_NAMES:
        return wording.facts(facts)
    more = wording.say("values.more", {"count": str(len(facts) - MOST_NAMES)})
    return wording.listed([*map(wording.fact, facts[:MOST_NAMES]), more], "both")


def question_text(question: NextQuestion, wording: Wording) -> str:
    """Return a question in words: what to find out, and on how many options it bears."""
    return wording.counted("report.next.bears_on", len(question.bears_on), {"fact": wording.fact(question.fact)})
