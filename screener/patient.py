"""One patient: what was given for every fact, read into sets of possible values.

Files, forms and Python callers all come through `Patient.read`; it finds every problem at once and keeps nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from screener.knowledge.domains import NO, YES, ChoiceDomain, NumberDomain
from screener.knowledge.model import Knowledge
from screener.knowledge.problems import PatientError, Place, Problem, nearest
from screener.number_patterns import any_case, end_pattern, is_range_or_limit, range_pattern, text_pattern
from screener.reasoning.answers import Interval, Possible, everything
from screener.written_number import MAXIMUM_TEXT, Refusal, UnitDoubt, read_number, written_text

UNKNOWN = "unknown"
_YES_NO_TEXTS = {"yes": YES, "true": YES, "no": NO, "false": NO}


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
    """

    asked: Mapping[str, Possible]
    stated: Mapping[str, Possible]
    open_answers: Mapping[str, str]
    written: Mapping[str, str] = field(default_factory=dict)
    unit_doubts: Mapping[str, UnitDoubt] = field(default_factory=dict)

    @classmethod
    def read(cls, raw: Mapping[str, object], knowledge: Knowledge) -> Patient:
        """Return the patient that raw answers describe.

        Args:
            raw: answers by fact name. Numbers as numbers or text, in any unit of the fact (`"32 mm"`); ranges as
                `"3-5"` or `{"min": 3, "max": 5}`, limits as `"under 3"` or `">= 2"`, sizes also as `"about 3"`;
                choices as text or a list of texts; yes/no as True, False, "yes" or "no"; `"unknown"`, None or leaving a
                fact out all mean unknown.
            knowledge: the rule base whose facts may be named.

        Raises:
            PatientError: everything that is wrong with the answers.
        """
        problems: list[Problem] = []
        known: dict[str, Possible] = {}
        open_answers: dict[str, str] = {}
        written: dict[str, str] = {}
        unit_doubts: dict[str, UnitDoubt] = {}
        for name, value in raw.items():
            reader = _AnswerReader(str(name), knowledge, raw.place_of(name) if isinstance(raw, PatientFacts) else None)
            possible = reader.read(value)
            problems.extend(reader.problems)
            if possible is not None and possible != everything(knowledge.domains[name]):
                known[name] = possible
            open_answers.update((name, answer) for answer in reader.open_answers)
            written.update((name, text) for text in reader.written)
            unit_doubts.update((name, doubt) for doubt in reader.unit_doubts)
        if problems:
            raise PatientError(problems)
        return cls(
            {name: possible for name, possible in known.items() if name in knowledge.fact_by_id},
            {name: possible for name, possible in known.items() if name in knowledge.derived_by_id},
            open_answers,
            written,
            unit_doubts,
        )


class _AnswerReader:
    """Reads the answer to one fact; None with no problem means unknown."""

    def __init__(self, name: str, knowledge: Knowledge, place: Place | None) -> None:
        self._name = name
        self._knowledge = knowledge
        self._place = place
        self.problems: list[Problem] = []
        self.open_answers: list[str] = []
        self.written: list[str] = []
        self.unit_doubts: list[UnitDoubt] = []

    def read(self, value: object) -> Possible | None:
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

    def _number(self, value: object, domain: NumberDomain) -> Interval | None:
        read = read_number(value, domain)
        if isinstance(read, Refusal):
            self._refuse_number(read, value, domain.written())
            return None
        self.written = [read.written] if read.written else []
        self.unit_doubts = [read.doubt] if read.doubt else []
        return read.possible

    def _refuse_number(self, refusal: Refusal, value: object, allowed: tuple[str, ...]) -> None:
        self.problems.append(Problem(refusal.code, self._name, self._place, _shown(value), allowed, refusal.hint))

    def _yes_no(self, value: object) -> Possible | None:
        if isinstance(value, bool):
            return frozenset({YES if value else NO})
        if isinstance(value, str) and (read := _YES_NO_TEXTS.get(value.strip().lower())):
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
        read = read_number(value, _whole_numbers(domain))
        if isinstance(read, Refusal):
            self._refuse_number(read, value, domain.values)
            return None
        low, high = read.possible
        return frozenset(text for text in domain.values if low <= 2 * int(text) <= high)

    def _refuse(self, code: str, value: object, allowed: tuple[str, ...] = (), hint: str = "") -> Possible | None:
        self.problems.append(Problem(code, self._name, self._place, _shown(value), allowed, hint))
        return None


def _is_range(value: object, domain: ChoiceDomain) -> bool:
    return isinstance(value, str) and is_range_or_limit(value, _whole_numbers(domain))


def _whole_numbers(domain: ChoiceDomain) -> NumberDomain:
    """Return ordered values, which are small whole numbers, as numbers."""
    numbers = sorted(map(int, domain.values))
    return NumberDomain(Decimal(1), 2 * numbers[0], 2 * numbers[-1])


def _shown(value: object) -> str:
    text = written_text(value)
    return text if len(text) <= MAXIMUM_TEXT else f"{text[:MAXIMUM_TEXT]}..."


def patient_schema(knowledge: Knowledge) -> dict[str, object]:
    """Return the JSON Schema of the answers that `Patient.read` takes."""
    properties: dict[str, object] = {}
    for name in knowledge.domains:
        shapes = [*_shapes(knowledge, name), *_UNKNOWN_SHAPES]
        properties[name] = {"description": knowledge.label(name).clinician, "anyOf": shapes}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Patient",
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
    }


_UNKNOWN_SHAPES: tuple[dict[str, object], ...] = (
    {"enum": [UNKNOWN, None]},
    {"type": "string", "pattern": rf"^\s*{any_case(UNKNOWN)}\s*$"},
)


def _shapes(knowledge: Knowledge, name: str) -> list[dict[str, object]]:
    domain = knowledge.domains[name]
    if isinstance(domain, NumberDomain):
        return _number_shapes(domain)
    if domain.is_yes_no:
        texts = "|".join(any_case(text) for text in sorted(_YES_NO_TEXTS))
        return [{"type": "boolean"}, {"enum": sorted(_YES_NO_TEXTS)}, _text_shape(rf"^\s*(?:{texts})\s*$")]
    fact = knowledge.fact_by_id.get(name)
    values: list[object] = [*domain.values, *(sorted(fact.unknown_values) if fact else ())]
    texts = "|".join((*map(str, values), UNKNOWN))
    values += [int(str(value)) for value in values if str(value).isdigit()]
    item: dict[str, object] = {"anyOf": [{"enum": values}, _text_shape(rf"^\s*(?:{texts})\s*$")]}
    shapes: list[dict[str, object]] = [item, {"type": "array", "items": item, "minItems": 1}]
    if domain.ordered:
        shapes.append(_text_shape(range_pattern(_whole_numbers(domain))))
        shapes.append(_range_shape(_whole_numbers(domain)))
    return shapes


def _number_shapes(domain: NumberDomain) -> list[dict[str, object]]:
    return [_plain_number_shape(domain), _text_shape(text_pattern(domain)), _range_shape(domain)]


def _plain_number_shape(domain: NumberDomain) -> dict[str, object]:
    return {"type": "number", "minimum": float(domain.text(domain.low)), "maximum": float(domain.text(domain.high))}


def _range_shape(domain: NumberDomain) -> dict[str, object]:
    end = {"anyOf": [_plain_number_shape(domain), _text_shape(end_pattern(domain))]}
    return {
        "type": "object",
        "properties": {"min": end, "max": end},
        "required": ["min", "max"],
        "additionalProperties": False,
    }


def _text_shape(pattern: str) -> dict[str, object]:
    return {"type": "string", "maxLength": MAXIMUM_TEXT, "pattern": pattern}
