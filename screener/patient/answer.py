"""The answer to one fact: a number, a choice, yes or no, with its age, as files, forms and callers write it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from screener.knowledge.domains import NO, YES, ChoiceDomain, Domain, NumberDomain, whole_numbers
from screener.knowledge.knowledge import Knowledge
from screener.knowledge.possible import Interval, Possible, is_everything
from screener.patient.ages import AGE_EXAMPLE, DAY_EXAMPLE, Age, read_day, read_days
from screener.patient.number_patterns import is_range_or_limit
from screener.patient.numbers import MAXIMUM_TEXT, Refusal, UnitDoubt, read_number, text_of
from screener.problems import Place, Problem, ProblemCode, nearest

UNKNOWN = "unknown"
YES_NO_TEXTS = {"yes": YES, "true": YES, "no": NO, "false": NO}


@dataclass(frozen=True, slots=True)
class Answer:
    """What the answer to one fact says.

    Attributes:
        possible: the values it leaves possible; None for every value.
        is_stated: True for a derived fact, which the chart states.
        open_answer: an answer such as "not_assessed" that leaves every value possible; blank for any other.
        as_written: how a number was written that was converted from another unit or is approximate; else blank.
        unit_doubt: the unit in which a bare number may be meant; None if there is no doubt.
        age: how old a known answer is; None if nobody said so.
    """

    possible: Possible | None
    is_stated: bool = False
    open_answer: str = ""
    as_written: str = ""
    unit_doubt: UnitDoubt | None = None
    age: Age | None = None


class AnswerReader:
    """Reads the answers of one patient, fact by fact.

    Attributes:
        problems: what is wrong with the answers read so far.
    """

    def __init__(self, knowledge: Knowledge, as_of: date | None) -> None:
        """Take the rule base, and the day on which ages are counted."""
        self._knowledge = knowledge
        self._as_of = as_of
        self.problems: list[Problem] = []

    def read(self, name: str, answer: object, place: Place | None = None) -> Answer | None:
        """Return what the answer to a fact says; None if it says nothing, or if it has a problem.

        Args:
            name: the fact.
            answer: a number, a choice, yes or no, alone or with its age.
            place: where it stands in a file.
        """
        self._name, self._place = name, place
        self._open_answer, self._as_written = "", ""
        self._unit_doubt: UnitDoubt | None = None
        self._age: Age | None = None
        value = self._without_age(answer)
        domain = self._knowledge.domains.get(name)
        if domain is None:
            self._refuse("patient_fact_unknown", value, hint=nearest(name, tuple(self._knowledge.domains)))
            return None
        possible = self._possible(value, domain)
        is_known = possible is not None and not is_everything(possible, domain)
        if not (is_known or self._open_answer or self._as_written or self._unit_doubt):
            return None
        return Answer(
            possible if is_known else None,
            name in self._knowledge.derived_by_id,
            self._open_answer,
            self._as_written,
            self._unit_doubt,
            self._age if is_known else None,
        )

    def _possible(self, value: object, domain: Domain) -> Possible | None:
        """Return the values an answer leaves possible; None for every value, or if it has a problem."""
        if value is None or (isinstance(value, str) and value.strip().lower() == UNKNOWN):
            return None
        if isinstance(domain, NumberDomain):
            return self._number(value, domain)
        if domain.is_yes_no:
            return self._yes_no(value)
        return self._choice(value, domain)

    def _without_age(self, answer: object) -> object:
        """Return an answer alone; how old it is, is read on the way."""
        # Nearly all answers are plain, and whether something is a mapping takes long to find out.
        if isinstance(answer, (str, bool)) or not isinstance(answer, Mapping) or "value" not in answer:
            return answer
        match sorted(map(str, answer)):
            case ["taken", "value"]:
                self._read_day(answer["taken"])
            case ["age", "value"]:
                days = read_days(answer["age"])
                if days is None:
                    self._refuse("age_malformed", answer["age"], (AGE_EXAMPLE,))
                self._age = Age(None, days)
            case _:
                self._refuse("age_expected", answer, ("value", "taken", "age"))
        return answer["value"]

    def _read_day(self, as_written: object) -> None:
        taken = read_day(as_written)
        if taken is None:
            self._refuse("date_malformed", as_written, (DAY_EXAMPLE,))
        elif self._as_of is not None and taken > self._as_of:
            self._refuse("taken_in_future", taken, (self._as_of.isoformat(),))
        else:
            self._age = Age(taken, None if self._as_of is None else (self._as_of - taken).days)

    def _number(self, value: object, domain: NumberDomain) -> Interval | None:
        read = read_number(value, domain)
        if isinstance(read, Refusal):
            self._refuse_number(read, value, domain.allowed_with_units())
            return None
        self._as_written, self._unit_doubt = read.as_written, read.doubt
        return read.possible

    def _refuse_number(self, refusal: Refusal, value: object, allowed: tuple[str, ...]) -> None:
        self.problems.append(Problem(refusal.code, self._name, self._place, _shown(value), allowed, refusal.hint))

    def _yes_no(self, value: object) -> Possible | None:
        if isinstance(value, bool):
            return frozenset({YES if value else NO})
        if isinstance(value, str) and (read := YES_NO_TEXTS.get(value.strip().lower())):
            return frozenset({read})
        return self._refuse("yes_no_expected", value, ("true", "false", UNKNOWN))

    def _choice(self, value: object, domain: ChoiceDomain) -> Possible | None:
        if domain.ordered and (isinstance(value, Mapping) or _is_range(value, domain)):
            return self._ordered_range(value, domain)
        fact = self._knowledge.fact_by_id.get(self._name)
        unknown_values = fact.unknown_values if fact else frozenset()
        allowed = (*domain.values, *sorted(unknown_values), UNKNOWN)
        items = value if isinstance(value, (list, tuple)) else [value]
        if not items:
            return self._refuse("list_empty", value, allowed)
        texts = [str(item).strip() if type(item) in (str, int) else None for item in items]
        if any(text is None for text in texts):
            return self._refuse("choice_expected", value, allowed)
        chosen = {text for text in texts if text is not None}
        unread = sorted(chosen - set(allowed))
        if unread:
            return self._refuse("choice_unknown", unread[0], allowed, nearest(unread[0], allowed))
        self._open_answer = max(chosen & unknown_values, default="")
        if self._open_answer or UNKNOWN in chosen:
            return None
        return frozenset(chosen)

    def _ordered_range(self, value: object, domain: ChoiceDomain) -> Possible | None:
        read = read_number(value, whole_numbers(domain))
        if isinstance(read, Refusal):
            self._refuse_number(read, value, domain.values)
            return None
        low, high = read.possible
        return frozenset(text for text in domain.values if low <= 2 * int(text) <= high)

    def _refuse(
        self, code: ProblemCode, value: object, allowed: tuple[str, ...] = (), hint: str = ""
    ) -> Possible | None:
        self.problems.append(Problem(code, self._name, self._place, _shown(value), allowed, hint))
        return None


def _is_range(value: object, domain: ChoiceDomain) -> bool:
    return isinstance(value, str) and is_range_or_limit(value, whole_numbers(domain))


def _shown(value: object) -> str:
    text = text_of(value)
    return text if len(text) <= MAXIMUM_TEXT else f"{text[:MAXIMUM_TEXT]}..."
