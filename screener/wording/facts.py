"""The facts a patient's answers gave, in words: as read, as written, how old, and what that raises."""

from __future__ import annotations

from screener.result.given import AgedFact, GivenFact
from screener.result.option import Status
from screener.result.screening import Screening
from screener.wording.wording import Wording


def fact_text(fact: str, given: GivenFact, are_unknown: bool, wording: Wording) -> str:
    """Return what was read of a fact: beside it how it was written and how old it is, where that matters.

    Args:
        fact: its name.
        given: what was given of it.
        are_unknown: whether outdated values count as unknown.
        wording: the words.
    """
    value = wording.value(fact, given.read)
    if given.as_written:
        value = wording.say("values.read_as", {"written": given.as_written, "value": value})
    if given.aged is None:
        return value
    age = _age(given.aged, are_unknown, wording)
    return wording.say("report.aged.beside", {"value": value, "age": age})


def unit_question_texts(screening: Screening, wording: Wording) -> dict[str, str]:
    """Return for each number that may be meant in another unit the question that settles it."""
    return {
        each.fact: wording.say(
            "report.unit_question",
            {
                "fact": wording.fact(each.fact),
                "value": each.written,
                "other": f"{each.written} {each.unit}",
                "would_be": wording.value(each.fact, each.would_be),
            },
        )
        for each in screening.unit_questions
    }


def stale_texts(screening: Screening, wording: Wording) -> tuple[str, ...]:
    """Return what outdated values change: first how they count here, then each option; nothing if none is outdated."""
    if not any(each.is_stale for each in screening.aged):
        return ()
    count = "as_unknown" if screening.stale_are_unknown else "as_given"
    names = {option.id: wording.to(option.name) for option in wording.knowledge.options}
    changes = [
        wording.say(
            "report.stale.change",
            {
                "option": names[change.option],
                "as_given": _status(change.as_given, wording),
                "unknown": _status(change.unknown, wording),
            },
        )
        for change in screening.stale_changes
    ]
    return (wording.say(f"report.stale.{count}"), *(changes or (wording.say("report.stale.nothing"),)))


def _status(status: Status | None, wording: Wording) -> str:
    return wording.say("report.stale.no_status") if status is None else wording.status(status)


def _age(aged: AgedFact, are_unknown: bool, wording: Wording) -> str:
    parts = []
    if aged.taken is not None:
        parts.append(wording.say("report.aged.taken", {"taken": aged.taken}))
    if aged.age_days is not None:
        parts.append(wording.say("report.aged.old", {"age": wording.age(aged.age_days)}))
    if aged.is_stale and aged.fresh_for_days is not None:
        counts = "fresh_for_unknown" if are_unknown else "fresh_for"
        parts.append(wording.say(f"report.aged.{counts}", {"age": wording.age(aged.fresh_for_days)}))
    return "; ".join(parts)
