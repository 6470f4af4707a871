"""The tokens of a condition's text, those included that only other languages or everyday writing have."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from keyword import iskeyword
from typing import Literal

from screener.knowledge.domains import ChoiceDomain, Domain, NumberDomain

Kind = Literal["number", "word", "quoted", "sign", "other"]

# Every sign that compares or joins, and how conditions write it.
SIGNS = {
    "==": "==", "=": "==", "===": "==", "!=": "!=", "<>": "!=", "!==": "!=", "≠": "!=",
    "<=": "<=", "=<": "<=", "≤": "<=", "⩽": "<=", ">=": ">=", "=>": ">=", "≥": ">=", "⩾": ">=",
    "&&": "and", "&": "and", "∧": "and", "||": "or", "|": "or", "\u2228": "or", "!": "not", "~": "not", "¬": "not",
    "∈": "in", "∉": "not in", "\u2212": "-", "\u2013": "-",
}  # fmt: skip
_SIGN = "|".join(map(re.escape, sorted(SIGNS, key=len, reverse=True)))
_TOKEN = re.compile(
    r"(?P<number>[0-9][0-9_]*(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?)"
    r"|(?P<word>[^\W\d]\w*)"
    r"""|(?P<quoted>"[^"]*"|'[^']*'|\u201c[^\u201d]*\u201d|\u2018[^\u2019]*\u2019)"""
    rf"|(?P<sign>[<>=!]\s+=|{_SIGN})"
    r"|(?P<other>\S)"
)
_DECIMALS = re.compile(r",[0-9]+")
# A word, or two with a slash, or a percent sign; between two numbers that is an operator of Python.
_UNIT = re.compile(r"\s*([^\W\d_]+(?:/[^\W\d_]+)*(?!\w)|%(?!\s*[0-9(]))")


@dataclass(frozen=True, slots=True)
class Token:
    """A number, word, sign or quoted text.

    Attributes:
        text: as written; a number has its decimals, be it after a comma, and not its unit.
        start: where it begins, in characters from 0.
        end: where it ends; its unit belongs to it.
        unit: what stands behind a number as its unit, such as `cm` or `%`.
    """

    kind: Kind
    text: str
    start: int
    end: int
    unit: str = ""


class Names:
    """What a condition may name: facts, values of choices, and in passing the units of numbers."""

    def __init__(self, domains: Mapping[str, Domain]) -> None:
        """Take the values of every fact."""
        choices = [domain for domain in domains.values() if isinstance(domain, ChoiceDomain)]
        units = {unit for domain in domains.values() if isinstance(domain, NumberDomain) for unit in _units(domain)}
        longest_first = sorted(map(re.escape, units), key=len, reverse=True)
        self._words = frozenset(domains).union(*(domain.values for domain in choices))
        self._unit = re.compile(rf"\s*({'|'.join(longest_first) or '(?!)'})(?!\w)", re.IGNORECASE)

    def __contains__(self, word: str) -> bool:
        return word in self._words

    def unit_at(self, text: str, place: int) -> re.Match[str] | None:
        """Return what stands at a place as the unit of the number before it, known or not; None if nothing does."""
        known = self._unit.match(text, place)
        if known:
            return known
        found = _UNIT.match(text, place)
        return found if found and found[1] not in self and not iskeyword(found[1].lower()) else None


def tokens_of(text: str, names: Names) -> Iterator[Token]:
    """Yield the tokens of a text from left to right."""
    place, before = 0, ""
    # Which of the brackets around a place make a list: there a comma parts two numbers.
    lists: list[bool] = []
    while found := _TOKEN.search(text, place):
        kind, end = _kind_of(found), found.end()
        unit = None
        if kind == "number":
            decimals = None if any(lists) else _DECIMALS.match(text, end)
            end = decimals.end() if decimals else end
            unit = names.unit_at(text, end)
        token = Token(
            kind, text[found.start() : end], found.start(), unit.end() if unit else end, unit[1] if unit else ""
        )
        yield token
        if token.text in ("(", "[", "{"):
            lists.append(token.text != "(" or before == "in")
        elif token.text in (")", "]", "}"):
            lists = lists[:-1]
        place, before = token.end, token.text.lower()


def _kind_of(found: re.Match[str]) -> Kind:
    kinds: tuple[Kind, ...] = ("number", "word", "quoted", "sign")
    return next((kind for kind in kinds if found[kind] is not None), "other")


def _units(domain: NumberDomain) -> Iterator[str]:
    own, others = (domain.unit, *domain.also_written), domain.units
    spellings = (*own, *(each for other in others for each in (other.unit, *other.also_written)))
    yield from (spelling for spelling in spellings if spelling not in ("", "%"))
