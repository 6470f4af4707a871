"""The JSON Schema of a kind of rule file, for editors that complete and check YAML while it is written.

It is made from the shapes along which the files are read (`loading.file_shapes`). What only a whole rule base shows is
left to loading: whether a name is known, whether a condition can be read, whether the last of several cases is the one
without a condition. Draft 7 is what editors know best.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from screener.loading.file_shapes import FILE_SHAPES
from screener.loading.shape import (
    Day,
    Facts,
    Flag,
    Key,
    ListOf,
    Number,
    Pairs,
    Shape,
    Takes,
    When,
    Whole,
    Word,
)
from screener.wording.catalogue import Catalogue

Schema = dict[str, object]
_DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_NOT_BLANK = r"\S"
# YAML takes a bare 2 for a number, and loading for the word that is written.
_BARE = ["string", "number"]
_DIGITS = "12"


def file_schema(kind: str, words: Catalogue) -> Schema:
    """Return the JSON Schema of a kind of rule file.

    Args:
        kind: facts, impossible, derived, sources, scope, tensions, option, rules, cases or evidence.
        words: what explains every key.

    Raises:
        KeyError: there is no such kind.
    """
    shape = FILE_SHAPES[kind]
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": kind,
        **_mapping(shape, words),
        "definitions": {each.name: _mapping(each, words) for each in inner_shapes(shape)},
    }


def inner_shapes(shape: Shape) -> tuple[Shape, ...]:
    """Return the shapes of the mappings that may stand inside one, each once, from the outside to the inside."""
    found = list(_children(shape))
    for each in found:
        found += [child for child in _children(each) if child not in found]
    return tuple(dict.fromkeys(found))


def _children(shape: Shape) -> Iterator[Shape]:
    for key in shape.keys:
        takes = key.takes.item if isinstance(key.takes, ListOf) else key.takes
        if isinstance(takes, Shape):
            yield takes


def _mapping(shape: Shape, words: Catalogue) -> Schema:
    conditions = [*_limits(shape), *_count(shape)]
    return {
        "description": words.text(f"{shape.name}.means"),
        "type": "object",
        "properties": {
            key.name: {"description": words.text(f"{shape.name}.keys.{key.name}"), **_value(key.takes)}
            for key in shape.keys
        },
        "required": [key.name for key in shape.keys if key.must is True and key.only is None],
        "additionalProperties": False,
        **({"allOf": conditions} if conditions else {}),
    }


def _value(takes: Takes) -> Schema:
    match takes:
        case Word():
            return _word(takes)
        case Number(above):
            return {"type": "number"} if above is None else {"type": "number", "exclusiveMinimum": above}
        case Whole(low, high):
            return {"type": "integer", "minimum": low, "maximum": high}
        case Flag():
            return {"type": "boolean"}
        case Day():
            return {"type": "string", "pattern": _DAY}
        case Facts():
            return {"type": "object"}
        case ListOf(item, at_least):
            return {"type": "array", "items": _value(item), "minItems": at_least}
        case Pairs(value):
            return {"type": "object", "additionalProperties": _value(value)}
    return {"$ref": f"#/definitions/{takes.name}"}


def _word(word: Word) -> Schema:
    if word.values:
        return {"enum": list(word.values)}
    if word.may_be_empty:
        return {"type": ["string", "number", "null"]}
    if word.pattern is None:
        return {"type": _BARE, "pattern": _NOT_BLANK}
    may_be_digits = re.fullmatch(word.pattern.text, _DIGITS)
    return {"type": _BARE if may_be_digits else "string", "pattern": f"^(?:{word.pattern.text})$"}


def _limits(shape: Shape) -> Iterator[Schema]:
    """Yield for each condition which keys it asks for, and which may not be there without it."""
    limits: dict[When, tuple[list[Key], list[Key]]] = {}
    for key in shape.keys:
        when = key.only or key.must
        if isinstance(when, When):
            asked, allowed = limits.setdefault(when, ([], []))
            asked += [key] if key.must is not False else []
            allowed += [key] if key.only is not None else []
    for when, (asked, allowed) in limits.items():
        yield {
            "if": _holds(shape, when),
            **({"then": {"required": [key.name for key in asked]}} if asked else {}),
            **({"else": {"properties": {key.name: False for key in allowed}}} if allowed else {}),
        }


def _holds(shape: Shape, when: When) -> Schema:
    is_there: Schema = {"required": [when.key]}
    if not when.values:
        return is_there if when.is_there else {"not": is_there}
    is_flag = isinstance(shape[when.key].takes, Flag)
    values = [value == "true" for value in when.values] if is_flag else list(when.values)
    return {"properties": {when.key: {"enum": values}}, **is_there}


def _count(shape: Shape) -> Iterator[Schema]:
    one_of = shape.one_of
    if one_of is not None:
        rule: Schema = {"anyOf" if one_of.or_more else "oneOf": [{"required": [key]} for key in one_of.keys]}
        yield rule if one_of.unless is None else {"if": _holds(shape, one_of.unless), "else": rule}
