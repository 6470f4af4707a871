"""The patterns by which numbers are written: one, a range, a limit, each with or without a unit.

One set of patterns reads texts and stands in the JSON Schema, so that both accept the same texts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from screener.knowledge.domains import NumberDomain

_ONE = r"([0-9]{1,15}(?:\.[0-9]{1,15})?)"
BARE = r"[-+]?[0-9]{1,19}(?:\.[0-9]{1,19})?(?:[eE][-+]?[0-9]{1,2})?"
_TO = r"\s*(?:-|\u2013|to)\s*"
_WORDS = {
    "<": ("under", "below", "less than"),
    "<=": ("at most", "up to", "no more than"),
    ">": ("over", "above", "more than", "greater than"),
    ">=": ("at least", "no less than"),
}
_SIGNS = {"<": "<", "<=": "<=", ">": ">", ">=": ">=", "\u2264": "<=", "\u2265": ">="}
LIMITS = {word: sign for sign, words in _WORDS.items() for word in words} | _SIGNS
_SYNTAX = frozenset(r"\^$.*+?()[]{}|")
_ABOUT_WORDS = ("about", "around", "approx", "approximately", "ca", "circa")
_ABOUT_SIGNS = ("approx.", "ca.", "~", "\u2248")


@dataclass(frozen=True, slots=True)
class Patterns:
    """How numbers of one fact are written: one or a range, a limit, and for counts "10+"."""

    single: re.Pattern[str]
    span: re.Pattern[str]
    limit: re.Pattern[str]
    plus: re.Pattern[str] | None


def is_range_or_limit(text: str, domain: NumberDomain) -> bool:
    """Return whether a text is written as a number that leaves several values possible."""
    patterns = patterns_of(domain)
    return any(each is not None and each.fullmatch(text) for each in (patterns.span, patterns.limit, patterns.plus))


def text_pattern(domain: NumberDomain) -> str:
    """Return the pattern of every text that can be read as a number, for a JSON Schema."""
    patterns = patterns_of(domain)
    about = _about() if domain.approximate else ""
    forms = [rf"\s*{BARE}\s*", _single(domain, about), _span(domain, about), patterns.limit.pattern]
    return _whole((*forms, patterns.plus.pattern) if patterns.plus else forms)


def range_pattern(domain: NumberDomain) -> str:
    """Return the pattern of ranges and limits alone, for a JSON Schema."""
    patterns = patterns_of(domain)
    return _whole((_span(domain, ""), *(each.pattern for each in (patterns.limit, patterns.plus) if each)))


def end_pattern(domain: NumberDomain) -> str:
    """Return the pattern of a text that may stand at one end of a range, for a JSON Schema."""
    return _whole((rf"\s*{BARE}\s*", _single(domain, "")))


def _whole(forms: Iterable[str]) -> str:
    return f"^(?:{'|'.join(forms)})$"


@lru_cache(maxsize=1_000)
def patterns_of(domain: NumberDomain) -> Patterns:
    """Return how numbers of a fact may be written; "about" is read everywhere, so that it can be refused by name."""
    limits = "|".join((*map(_sign, _SIGNS), *(rf"{any_case(word)}\s" for words in _WORDS.values() for word in words)))
    unit = _unit(domain)
    return Patterns(
        re.compile(_single(domain, _about())),
        re.compile(_span(domain, _about())),
        re.compile(rf"\s*({limits})\s*{_ONE}{unit}\s*"),
        re.compile(rf"\s*{_ONE}\s*\+\s*") if domain.is_count else None,
    )


def _single(domain: NumberDomain, about: str) -> str:
    return rf"\s*({about}){_ONE}{_unit(domain)}\s*"


def _span(domain: NumberDomain, about: str) -> str:
    return rf"\s*({about}){_ONE}{_unit(domain)}{_TO}{_ONE}{_unit(domain)}\s*"


def _about() -> str:
    words = "|".join(rf"{any_case(word)}\s+" for word in _ABOUT_WORDS)
    signs = "|".join(rf"{any_case(sign)}\s*" for sign in _ABOUT_SIGNS)
    return f"(?:{words}|{signs})?"


def _unit(domain: NumberDomain) -> str:
    """Return the pattern of a unit, which may be left out; blanks in it do not matter."""
    spellings = (domain.unit, *domain.also_written, *(each for o in domain.units for each in (o.unit, *o.also_written)))
    # A unit that begins with a digit must stand apart from its number.
    forms = [rf"\s{'+' if each[0].isdigit() else '*'}{_spelled(each)}" for each in spellings if each]
    return f"({'|'.join(forms)})?" if forms else "()"


def _spelled(unit: str) -> str:
    parts = re.split(r"\s*(/)\s*|\s+", unit)
    return r"\s*".join(any_case(part) for part in parts if part)


def _sign(sign: str) -> str:
    # A sign of one character must not be the beginning of one of two.
    return rf"{sign}(?!=)" if sign in ("<", ">") else sign


def any_case(text: str) -> str:
    """Return the pattern of a text in small or large letters, with any number of blanks where it has some."""
    return r"\s+".join("".join(map(_any_case_of, part)) for part in text.split())


def _any_case_of(character: str) -> str:
    if character in _SYNTAX:
        return rf"\{character}"
    return f"[{character.lower()}{character.upper()}]" if character.isascii() and character.isalpha() else character
