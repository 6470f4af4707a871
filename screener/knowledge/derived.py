"""Facts worked out from others, and the ways in which they are defined."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from screener.knowledge.conditions import Condition
from screener.knowledge.domains import Domain
from screener.knowledge.sources import Citation
from screener.knowledge.texts import Text

Shape = Literal["log10", "linear"]
SHAPES: tuple[Shape, ...] = get_args(Shape)


@dataclass(frozen=True, slots=True)
class Case:
    """A value and the condition under which it holds; the last case of a list has none."""

    value: str
    condition: Condition | None


@dataclass(frozen=True, slots=True)
class WhenDefinition:
    """A yes/no fact that is a condition."""

    condition: Condition


@dataclass(frozen=True, slots=True)
class FirstDefinition:
    """The value of the first case whose condition holds."""

    cases: tuple[Case, ...]


@dataclass(frozen=True, slots=True)
class PointsDefinition:
    """Points added up over items; each item is a list of cases whose values are whole numbers."""

    items: tuple[FirstDefinition, ...]


@dataclass(frozen=True, slots=True)
class SumDefinition:
    """Two numbers added up."""

    first: str
    second: str


@dataclass(frozen=True, slots=True)
class FormulaBand:
    """A value of a formula's grade: up to a limit, which belongs to it or not; the last has none."""

    value: str
    limit: float | None
    is_inclusive: bool


@dataclass(frozen=True, slots=True)
class FormulaTerm:
    """What one number adds to a formula: `times * log10(scale * x)`, or `times * scale * x` if it is linear.

    Attributes:
        fact: the asked number, x.
        scale: turns its unit into the one that the formula is written in; more than zero.
    """

    fact: str
    shape: Shape
    scale: float
    times: float


@dataclass(frozen=True, slots=True)
class FormulaDefinition:
    """A grade read from the sum of two terms."""

    terms: tuple[FormulaTerm, FormulaTerm]
    bands: tuple[FormulaBand, ...]

    @property
    def first(self) -> str:
        """The number of the first term."""
        return self.terms[0].fact

    @property
    def second(self) -> str:
        """The number of the second term."""
        return self.terms[1].fact


ChoiceDefinition = WhenDefinition | FirstDefinition | PointsDefinition | FormulaDefinition
Definition = ChoiceDefinition | SumDefinition


def conditions_in(definition: Definition) -> Iterator[Condition]:
    """Yield the conditions a derived fact's definition consists of; a sum and a formula have none."""
    if isinstance(definition, WhenDefinition):
        yield definition.condition
    elif isinstance(definition, FirstDefinition):
        yield from (case.condition for case in definition.cases if case.condition is not None)
    elif isinstance(definition, PointsDefinition):
        for item in definition.items:
            yield from conditions_in(item)


@dataclass(frozen=True, slots=True)
class DerivedFact:
    """A fact worked out from others, which a chart may also state.

    Attributes:
        inputs: the facts its definition reads, in the order written.
        is_judgement: a stated value takes the definition's place instead of limiting its inputs.
        diagnoses: those it means something for, such as a stage of one cancer; empty for every one.
    """

    id: str
    domain: Domain
    label: Text
    explains: Text
    definition: Definition
    inputs: tuple[str, ...]
    is_judgement: bool
    labels: tuple[tuple[str, Text], ...] = ()
    sources: tuple[Citation, ...] = ()
    diagnoses: frozenset[str] = frozenset()
