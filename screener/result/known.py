"""What is known of a fact: the values it may still have, which become texts when somebody reads or writes them.

A result holds 3 to 5 cm as the half steps (60, 100) of a grid of 0.1 cm, as the engine and the analysis do. Only a file
has texts: what is read back from one stands on the grid of its own texts, and `on` puts it on that of the rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Annotated

from pydantic import GetCoreSchemaHandler, PlainSerializer, PlainValidator
from pydantic_core import CoreSchema, core_schema

from screener.knowledge.domains import ChoiceDomain, Domain, NumberDomain
from screener.knowledge.knowledge import Knowledge
from screener.knowledge.possible import Interval, Possible, is_open, texts_of

_RANGE = " to "
_NUMBER = r"-?\d+(?:\.\d+)?"
_RUN = re.compile(rf"({_NUMBER})(?:{_RANGE}({_NUMBER}))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class KnownTexts:
    """What is known of a fact, as texts.

    Attributes:
        values: the still possible values of a choice; empty for a number and for an unknown fact.
        low: lowest possible value of a number, None if it is unknown or a choice.
        high: highest possible value of a number; equal to `low` if the number is known exactly.
    """

    values: tuple[str, ...] = ()
    low: str | None = None
    high: str | None = None


@dataclass(frozen=True, eq=False)
class Known:
    """What is known of a fact. Two are equal if they are written alike: `3 to 5`.

    Attributes:
        possible: the still possible values, a number's in half steps; None if nothing is known.
        domain: the values the fact can have.
    """

    possible: Possible | None
    domain: Domain = field(repr=False)

    @cached_property
    def texts(self) -> KnownTexts:
        """The same as texts."""
        if self.possible is None:
            return KnownTexts()
        texts = texts_of(self.possible, self.domain)
        if isinstance(self.possible, tuple):
            return KnownTexts(low=texts[0], high=texts[-1])
        return KnownTexts(texts)

    @property
    def values(self) -> tuple[str, ...]:
        """The still possible values of a choice, in the order of the rules; none for a number."""
        return self.texts.values

    @property
    def low(self) -> str | None:
        """The lowest possible value of a number, without its unit: `3`; None for a choice."""
        return self.texts.low

    @property
    def high(self) -> str | None:
        """The highest possible value of a number; None for a choice."""
        return self.texts.high

    @property
    def is_known(self) -> bool:
        """True if anything is known of the fact."""
        return self.possible is not None

    @property
    def is_certain(self) -> bool:
        """True if the fact has one value only."""
        return self.possible is not None and not is_open(self.possible)

    def on(self, domain: Domain) -> Possible | None:
        """Return the still possible values on the grid of a domain; they already stand on that of their own rules."""
        possible, own = self.possible, self.domain
        if not isinstance(possible, tuple) or not isinstance(own, NumberDomain) or not isinstance(domain, NumberDomain):
            return possible
        steps = Fraction(own.step) / Fraction(domain.step)
        return int(possible[0] * steps), int(possible[1] * steps)

    def __str__(self) -> str:
        """Return the values in one text: `3 to 5`, `A, B`; blank if nothing is known."""
        texts = self.texts
        if texts.low is None or texts.high is None:
            return ", ".join(texts.values)
        return _RANGE.join(dict.fromkeys((texts.low, texts.high)))

    def __eq__(self, other: object) -> bool:
        """Return whether both are written alike."""
        return isinstance(other, Known) and str(self) == str(other)

    def __hash__(self) -> int:
        """Return the hash of what is written."""
        return hash(str(self))

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Tell pydantic that files have the texts."""
        texts = handler.generate_schema(KnownTexts)
        as_texts = core_schema.plain_serializer_function_ser_schema(_texts_of_known, return_schema=texts)
        return core_schema.no_info_after_validator_function(read_known, texts, serialization=as_texts)


NOTHING_KNOWN = Known(None, ChoiceDomain(()))


def known_of(knowledge: Knowledge, fact: str, possible: Possible | None) -> Known:
    """Return what is known of a fact."""
    return NOTHING_KNOWN if possible is None else Known(possible, knowledge.domains[fact])


def spans_of(knowledge: Knowledge, fact: str, runs: Iterable[Possible]) -> tuple[Known, ...]:
    """Return runs of a number's values, or values of a choice one by one, each with its text."""
    return tuple(known_of(knowledge, fact, run) for run in runs)


def read_known(texts: KnownTexts) -> Known:
    """Return what is known of a fact from its texts."""
    if texts.low is not None and texts.high is not None:
        return _number(texts.low, texts.high)
    return _choice(texts.values) if texts.values else NOTHING_KNOWN


def read_span(text: str) -> Known:
    """Return a run of a number's values, or one value of a choice, from its text: `0.3 to 2.9`, `A`."""
    run = _RUN.fullmatch(text)
    return _number(run[1], run[2] or run[1]) if run else _choice((text,))


def _number(low: str, high: str) -> Known:
    ends = Decimal(low), Decimal(high)
    step = Decimal(1).scaleb(min(int(end.as_tuple().exponent) for end in ends))
    possible: Interval = int(2 * ends[0] / step), int(2 * ends[1] / step)
    return Known(possible, NumberDomain(step, *possible))


def _choice(values: tuple[str, ...]) -> Known:
    return Known(frozenset(values), ChoiceDomain(values))


def _texts_of_known(known: Known) -> KnownTexts:
    return known.texts


def _read_any_span(span: object) -> Known:
    return span if isinstance(span, Known) else read_span(str(span))


# A run of a number's values or one value of a choice, written as one text.
Span = Annotated[Known, PlainSerializer(str, return_type=str), PlainValidator(_read_any_span)]
