"""One patient: what was given for every fact, read into sets of possible values.

Files, forms and Python callers all come through `Patient.read`; it finds every problem at once and keeps nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from screener.age import AGE_EXAMPLE, DAY_EXAMPLE, Age, read_day, read_days
from screener.knowledge.domains import NO, YES, ChoiceDomain, NumberDomain, whole_numbers
from screener.knowledge.model import Knowledge
from screener.knowledge.possible import Interval, Possible, everything
from screener.number_patterns import is_range_or_limit
from screener.problems import PatientError, Place, Problem, nearest
from screener.written_number import MAXIMUM_TEXT, Refusal, UnitDoubt, read_number, written_text

UNKNOWN = "unknown"
YES_NO_TEXTS = {"yes": YES, "true": YES, "no": NO, "false": NO}


class PatientFacts(Mapping[str, object]):
    """The facts of a patient file, and where each stands in it."""

    def __init__(self, facts: Mapping[str, object], places: Mapping[str, Place]) -> None:
        """Keep the facts as written and the place of each."""
        self._facts = dict(facts)
        self._places = dict(places)

    def place_of(self, fact: str) -> Place | None:
        """Return where a fact stands in the file."""
        return self._places.get(fact)

    def __getitem__(self, fact: str) -> object:
        """Return what was written for a fact."""
        return self._facts[fact]

    def __iter__(self) -> Iterator[str]:
        """Go through the facts in the order written."""
        return iter(self._facts)

    def __len__(self) -> int:
        """Return how many facts were written."""
        return len(self._facts)


@dataclass(frozen=True, slots=True)
class Patient:
    """What is known of one patient.

    Attributes:
        asked: the possible values of asked facts of which something is known.
        stated: the same for derived facts that the chart states.
        open_answers: answers such as "not assessed" that leave every value possible, by fact.
        written: how numbers were written that were converted from another unit or are approximate, by fact.
        unit_doubts: bare numbers that may be meant in another unit, by fact.
        ages: how old known answers are, where that was said, by fact.
    """

    asked: Mapping[str, Possible]
    stated: Mapping[str, Possible]
    open_answers: Mapping[str, str]
    written: Mapping[str, str] = field(default_factory=dict)
    unit_doubts: Mapping[str, UnitDoubt] = field(default_factory=dict)
    ages: Mapping[str, Age] = field(default_factory=dict)

    @classmethod
    def read(cls, raw: Mapping[str, object], knowledge: Knowledge, as_of: date | None = None) -> Patient:
        """Return the patient that raw answers describe.

        Args:
            raw: answers by fact name. Numbers as numbers or text, in any unit of the fact (`"32 mm"`); ranges as
                `"3-5"` or `{"min": 3, "max": 5}`, limits as `"under 3"` or `">= 2"`, sizes also as `"about 3"`;
                choices as text or a list of texts; yes/no as True, False, "yes" or "no"; `"unknown"`, None or leaving a
                fact out all mean unknown. Any of them may stand in `{"value": ..., "taken": "2026-11-23"}` or
                `{"value": ..., "age": "3 weeks"}`.
            knowledge: the rule base whose facts may be named.
            as_of: the day on which ages are counted; None if they are not.

        Raises:
            PatientError: everything that is wrong with the answers.
        """
        problems: list[Problem] = []
        known: dict[str, Possible] = {}
        open_answers: dict[str, str] = {}
        written: dict[str, str] = {}
        unit_doubts: dict[str, UnitDoubt] = {}
        ages: dict[str, Age] = {}
        for name, value in raw.items():
            place = raw.place_of(name) if isinstance(raw, PatientFacts) else None
            reader = _AnswerReader(str(name), knowledge, place, as_of)
            possible = reader.read(value)
            problems.extend(reader.problems)
            if possible is not None and possible != everything(knowledge.domains[name]):
                known[name] = possible
                if reader.age is not None:
                    ages[name] = reader.age
            for answer in reader.open_answers:
                open_answers[name] = answer
            if reader.written:
                written[name] = reader.written
            if reader.unit_doubt is not None:
                unit_doubts[name] = reader.unit_doubt
        if problems:
            raise PatientError(problems)
        return cls(
            {name: possible for name, possible in known.items() if name in knowledge.fact_by_id},
            {name: possible for name, possible in known.items() if name in knowledge.derived_by_id},
            open_answers,
            written,
            unit_doubts,
            ages,
        )


class _AnswerReader:
    """Reads the answer to one fact; None with no problem means unknown."""

    def __init__(self, name: str, knowledge: Knowledge, place: Place | None, as_of: date | None) -> None:
        self._name = name
        self._knowledge = knowledge
        self._place = place
        self._as_of = as_of
        self.problems: list[Problem] = []
        self.open_answers: list[str] = []
        self.written = ""
        self.unit_doubt: UnitDoubt | None = None
        self.age: Age | None = None

    def read(self, answer: object) -> Possible | None:
        value = self._without_age(answer)
        domain = self._knowledge.domains.get(self._name)
        if domain is None:
            return self._refuse("patient_fact_unknown", value, hint=nearest(self._name, tuple(self._knowledge.domains)))
        if value is None or (isinstance(value, str) and value.strip().lower() == UNKNOWN):
            return None
        if isinstance(domain, NumberDomain):
            return self._number(value, domain)
        if domain.is_yes_no:
            return self._yes_no(value)
        return self._choice(value, domain)

    def _without_age(self, answer: object) -> object:
        """Return an answer alone; how old it is, is read on the way."""
        if not isinstance(answer, Mapping) or "value" not in answer:
            return answer
        match sorted(map(str, answer)):
            case ["taken", "value"]:
                self._read_day(answer["taken"])
            case ["age", "value"]:
                days = read_days(answer["age"])
                if days is None:
                    self._refuse("age_malformed", answer["age"], (AGE_EXAMPLE,))
                self.age = Age(None, days)
            case _:
                self._refuse("age_expected", answer, ("value", "taken", "age"))
        return answer["value"]

    def _read_day(self, written: object) -> None:
        taken = read_day(written)
        if taken is None:
            self._refuse("date_malformed", written, (DAY_EXAMPLE,))
        elif self._as_of is not None and taken > self._as_of:
            self._refuse("taken_in_future", taken, (self._as_of.isoformat(),))
        else:
            self.age = Age(taken, None if self._as_of is None else (self._as_of - taken).days)

    def _number(self, value: object, domain: NumberDomain) -> Interval | None:
        read = read_number(value, domain)
        if isinstance(read, Refusal):
            self._refuse_number(read, value, domain.written())
            return None
        self.written, self.unit_doubt = read.written, read.doubt
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
        self.open_answers = sorted(chosen & unknown_values)
        if chosen & {UNKNOWN, *unknown_values}:
            return None
        return frozenset(chosen)

    def _ordered_range(self, value: object, domain: ChoiceDomain) -> Possible | None:
        read = read_number(value, whole_numbers(domain))
        if isinstance(read, Refusal):
            self._refuse_number(read, value, domain.values)
            return None
        low, high = read.possible
        return frozenset(text for text in domain.values if low <= 2 * int(text) <= high)

    def _refuse(self, code: str, value: object, allowed: tuple[str, ...] = (), hint: str = "") -> Possible | None:
        self.problems.append(Problem(code, self._name, self._place, _shown(value), allowed, hint))
        return None


def _is_range(value: object, domain: ChoiceDomain) -> bool:
    return isinstance(value, str) and is_range_or_limit(value, whole_numbers(domain))


def _shown(value: object) -> str:
    text = written_text(value)
    return text if len(text) <= MAXIMUM_TEXT else f"{text[:MAXIMUM_TEXT]}..."
