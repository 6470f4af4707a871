"""Slips in the text of a condition: what other languages or everyday writing would take, and this one does not.

    size_cm = 3 cm && vein is "main"    an equals sign, a unit, two ampersands, `is` and quotes: five slips
    size_cm == 3 and vein == main       what was meant

Each is found where it stands, with what to write instead. A text without slips may still be wrong in other ways.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from screener.knowledge.domains import NO, YES, ChoiceDomain, Domain, NumberDomain, plain_unit, spellings_of
from screener.loading.condition_tokens import SIGNS, Names, Token, tokens_of
from screener.problems import ConditionCode

_JOINING = ("and", "or")
_WORDS = (*_JOINING, "not", "in")
_IS = {("is",): "==", ("is", "not"): "!=", ("is", "in"): "in", ("is", "not", "in"): "not in"}
_TRUTHS = {"yes": YES, "true": YES, "no": NO, "false": NO}
_UNQUOTED = re.compile(r"\w+|[0-9]+\.[0-9]+")


@dataclass(frozen=True, slots=True)
class Slip:
    """One slip.

    Attributes:
        start: where it begins, in characters from 0.
        end: where it ends.
        hint: what to write instead; blank if nobody can tell.
        subject: the fact it is about, if it is about one.
        allowed: what would be right, in words.
    """

    code: ConditionCode
    start: int
    end: int
    hint: str
    subject: str = ""
    allowed: tuple[str, ...] = ()


def slips_in(text: str, domains: Mapping[str, Domain]) -> tuple[Slip, ...]:
    """Return the slips in a condition's text from left to right.

    Args:
        text: the condition as written.
        domains: the values of every fact the text may name.
    """
    return tuple(_Finder(text, domains).slips())


class _Finder:
    """Looks at each token of a text beside its neighbors."""

    def __init__(self, text: str, domains: Mapping[str, Domain]) -> None:
        self._text = text
        self._domains = domains
        self._names = Names(domains)
        self._tokens = tuple(tokens_of(text, self._names))

    def slips(self) -> Iterator[Slip]:
        end = 0
        for place, token in enumerate(self._tokens):
            # A slip may be several tokens long, such as `is not in`.
            slip = self._slip(place) if token.start >= end else None
            if slip is not None:
                yield slip
                end = slip.end

    def _slip(self, place: int) -> Slip | None:
        token = self._tokens[place]
        if token.kind == "number":
            return self._number(place)
        if token.kind == "quoted":
            inside = token.text[1:-1].strip()
            return Slip("constant_quoted", token.start, token.end, inside if _UNQUOTED.fullmatch(inside) else "")
        return self._claim(place) or self._operator(place)

    def _operator(self, place: int) -> Slip | None:
        """Return the slip of an operator that is written as other languages write it."""
        start, (meant, end) = self._tokens[place].start, self._meant(place)
        return Slip("operator_foreign", start, end, meant) if meant != self._text[start:end] else None

    def _meant(self, place: int) -> tuple[str, int]:
        """Return what a sign or word stands for here, and where that ends: `==` for `is`, a name for itself."""
        token = self._tokens[place]
        word = token.text.lower()
        if token.kind == "sign":
            return SIGNS["".join(token.text.split())], token.end
        if token.text in self._names:
            return token.text, token.end
        if word == "is":
            words = tuple(each.text.lower() for each in self._tokens[place : place + 3])
            longest = next(words[:count] for count in (3, 2, 1) if words[:count] in _IS)
            return _IS[longest], self._tokens[place + len(longest) - 1].end
        return (word if word in _WORDS else token.text), token.end

    def _claim(self, place: int) -> Slip | None:
        """Return the slip of a yes/no fact that is compared with yes, no, true or false: `pacemaker == true`."""
        fact, domain = self._tokens[place], self._domains.get(self._tokens[place].text)
        after = self._tokens[place + 1 :]
        if not isinstance(domain, ChoiceDomain) or not domain.is_yes_no or not after:
            return None
        sign, end = self._meant(place + 1)
        constant = next((token for token in after if token.start >= end), fact)
        truth = _TRUTHS.get(constant.text.strip("\"'\u201c\u201d\u2018\u2019").lower())
        if truth is None or sign not in ("==", "!="):
            return None
        is_met = (truth == YES) == (sign == "==")
        return Slip("claim_compared", fact.start, constant.end, fact.text if is_met else f"not {fact.text}", fact.text)

    def _number(self, place: int) -> Slip | None:
        token = self._tokens[place]
        if token.unit:
            return self._number_with_unit(place)
        whole, comma, decimals = token.text.partition(",")
        if not comma:
            return None
        # Three digits after a comma may be decimals or thousands.
        hint = f"{whole}.{decimals} / {whole}{decimals}" if len(decimals) == 3 else f"{whole}.{decimals}"
        return Slip("decimal_comma", token.start, token.end, hint)

    def _number_with_unit(self, place: int) -> Slip:
        token = self._tokens[place]
        before, after = reversed(self._tokens[:place]), self._tokens[place + 1 :]
        fact = self._first_number_fact(before) or self._first_number_fact(after)
        domain = self._domains.get(fact)
        if not isinstance(domain, NumberDomain):
            return Slip("number_with_unit", token.start, token.end, "", allowed=("a number without a unit",))
        hint = _in_own_unit(token, domain)
        return Slip("number_with_unit", token.start, token.end, hint, fact, domain.allowed())

    def _first_number_fact(self, tokens: Iterable[Token]) -> str:
        """Return the first number fact among the tokens of a comparison, or nothing."""
        for token in tokens:
            if token.text.lower() in _JOINING or SIGNS.get(token.text) in _JOINING:
                break
            if isinstance(self._domains.get(token.text), NumberDomain):
                return token.text
        return ""


def _in_own_unit(token: Token, domain: NumberDomain) -> str:
    """Return a number in its fact's own unit; blank if nobody can tell, or if it lies between two grid values."""
    per_unit = {domain.unit: Fraction(1), **{other.unit: Fraction(other.per_unit) for other in domain.units}}
    unit, spellings = plain_unit(token.unit), spellings_of(domain)
    factor = next((per_unit[name] for name, spelled in spellings.items() if unit in spelled or not name), None)
    if factor is None:
        return ""
    value = Fraction(token.text.replace(",", ".").replace("_", "")) / factor
    is_on_grid = (value / Fraction(domain.step)).denominator == 1
    return domain.text(domain.nearest(value)) if is_on_grid else ""
