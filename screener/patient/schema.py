"""The JSON Schema of a patient's answers: it accepts the texts that `Patient.read` can read, and no others.

What only a number's value shows (outside its range, off its grid, ends reversed) is left to `Patient.read`.
"""

from __future__ import annotations

from screener.knowledge.domains import NumberDomain, whole_numbers
from screener.knowledge.knowledge import Knowledge
from screener.patient.ages import AGE_PATTERN, DAY_PATTERN
from screener.patient.answer import UNKNOWN, YES_NO_TEXTS
from screener.patient.number_patterns import any_case, end_pattern, range_pattern, text_pattern
from screener.patient.numbers import MAXIMUM_TEXT


def patient_schema(knowledge: Knowledge) -> dict[str, object]:
    """Return the JSON Schema of the answers that `Patient.read` takes."""
    properties: dict[str, object] = {}
    answers: dict[str, object] = {}
    for name in knowledge.domains:
        plain = {"anyOf": [*_shapes(knowledge, name), *_UNKNOWN_SHAPES]}
        answers[name] = plain
        shapes = [{"$ref": f"#/$defs/{name}"}, _aged_shape(name)]
        properties[name] = {"description": knowledge.label(name).clinician, "anyOf": shapes}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Patient",
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
        "$defs": answers,
    }


_UNKNOWN_SHAPES: tuple[dict[str, object], ...] = (
    {"enum": [UNKNOWN, None]},
    {"type": "string", "pattern": rf"^\s*{any_case(UNKNOWN)}\s*$"},
)


def _aged_shape(name: str) -> dict[str, object]:
    ages = {"taken": _text_shape(DAY_PATTERN), "age": _text_shape(AGE_PATTERN)}
    return {
        "type": "object",
        "properties": {"value": {"$ref": f"#/$defs/{name}"}, **ages},
        "required": ["value"],
        "oneOf": [{"required": [each]} for each in ages],
        "additionalProperties": False,
    }


def _shapes(knowledge: Knowledge, name: str) -> list[dict[str, object]]:
    domain = knowledge.domains[name]
    if isinstance(domain, NumberDomain):
        return _number_shapes(domain)
    if domain.is_yes_no:
        texts = "|".join(any_case(text) for text in sorted(YES_NO_TEXTS))
        return [{"type": "boolean"}, {"enum": sorted(YES_NO_TEXTS)}, _text_shape(rf"^\s*(?:{texts})\s*$")]
    fact = knowledge.fact_by_id.get(name)
    values: list[object] = [*domain.values, *(sorted(fact.unknown_values) if fact else ())]
    texts = "|".join((*map(str, values), UNKNOWN))
    values += [int(str(value)) for value in values if str(value).isdigit()]
    item: dict[str, object] = {"anyOf": [{"enum": values}, _text_shape(rf"^\s*(?:{texts})\s*$")]}
    shapes: list[dict[str, object]] = [item, {"type": "array", "items": item, "minItems": 1}]
    if domain.ordered:
        shapes.append(_text_shape(range_pattern(whole_numbers(domain))))
        shapes.append(_range_shape(whole_numbers(domain)))
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
