"""The chapters of the manual: YAML files that say in small examples what the rules of the house mean.

A chapter has sections; a section has a small rule base and cases. In the rule base

    facts:    `count: 0 to 5`, `size: 1 to 6 step 0.5`, `size: 1 to 6 step 0.1 cm or 10 mm` (another unit, and how many
              of it make one), `spread: [none, limited, "not_assessed?"]` (`?` for an answer that leaves it open),
              `pacemaker: yes or no`
    derived:  one of `when`, `first`, `points`, `sum`; `judgement: true` where a stated value replaces the definition
    options:  product names by option; left out: one option called `option` that is its own product
    rules:    `- {supports: "count <= 3"}`, with `name` (else the effect), `products` and `until` where they matter,
              `cites: [BCLC, trial one]` (the first word is the body), `between` and `with` (other options)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import get_args

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

from screener.knowledge.domains import OtherUnit
from screener.knowledge.rules import Effect
from tests.bases.description import (
    YES_NO_VALUES,
    AskedLine,
    CaseLine,
    ChoiceLine,
    DerivedLine,
    Description,
    FirstLine,
    NumberLine,
    OptionLine,
    PointsLine,
    RuleLine,
    SumLine,
    WhenLine,
)

Scalar = bool | int | float | str
Written = Scalar | list[Scalar] | dict[str, Scalar] | None
EFFECTS: tuple[Effect, ...] = get_args(Effect)
OTHERWISE = "otherwise"
_NUMBER = re.compile(r"(\S+) to (\S+)(?: step (\S+))?(?: ([a-z]+))?(?: or (\d+) ([a-z]+))?")


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class DerivedExample(_Strict):
    """A derived fact, written shortly."""

    when: str | None = None
    first: dict[Scalar, str] = Field(default_factory=dict)
    points: list[dict[Scalar, str]] = Field(default_factory=list)
    sum: tuple[str, str] | None = None
    judgement: bool = False

    def line(self, name: str) -> DerivedLine:
        """Return the derived fact under a name."""
        if self.when is not None:
            return WhenLine(name, self.when, self.judgement)
        if self.sum is not None:
            return SumLine(name, *self.sum, self.judgement)
        if self.points:
            return PointsLine(name, tuple(_cases(item) for item in self.points), self.judgement)
        return FirstLine(name, _cases(self.first), self.judgement)


def _cases(written: dict[Scalar, str]) -> tuple[CaseLine, ...]:
    return tuple(CaseLine(str(value), "" if when == OTHERWISE else when) for value, when in written.items())


class RuleExample(_Strict):
    """A rule: its effect is the key under which its condition stands."""

    effect: Effect
    when: str
    name: str = ""
    products: tuple[str, ...] = ()
    until: bool = False
    cites: tuple[str, ...] = ()
    between: tuple[str, ...] = ()
    partners: tuple[str, ...] = Field(default=(), alias="with")

    @model_validator(mode="before")
    @classmethod
    def _read_effect(cls, written: dict[str, object]) -> dict[str, object]:
        (effect,) = (key for key in written if key in EFFECTS)
        rest = {key: value for key, value in written.items() if key != effect}
        return {"effect": effect, "when": written[effect], **rest}


class OpenExample(_Strict):
    """What is expected of an open fact, as far as the case says."""

    could: str | None = None
    values: list[Scalar] | None = None
    or_state: list[str] | None = None
    rules: list[str] | None = None


class FitExample(_Strict):
    """The indication that fits best so far."""

    rule: str
    fits: list[str]
    needs: list[str]


class FlipExample(_Strict):
    """A smallest change of known facts: the status it leads to, and the values by fact that do."""

    to: str
    changes: dict[str, list[Scalar]] = Field(alias="if")
    nearest: dict[str, Scalar] | None = None


class ProductExample(_Strict):
    """What is expected of an option or product, as far as the case says."""

    status: str | None = None
    why_not: str | None = None
    may_change: bool | None = None
    missing: dict[str, OpenExample | None] | list[str] | None = None
    still_to_check: dict[str, OpenExample | str | None] | list[str] | None = None
    could_strengthen: dict[str, OpenExample | None] | list[str] | None = None
    fits_so_far: FitExample | str | None = None


class OptionExample(ProductExample):
    """What is expected of an option, as far as the case says.

    Attributes:
        no_longer_matters: open facts that its rules read and that can change nothing any more.
        flips: the smallest changes of known facts that would alter its status, in their order.
    """

    no_longer_matters: list[str] | None = None
    flips: list[FlipExample] | None = None


class PartingExample(_Strict):
    """Who stands where over a rule, and what decides."""

    bodies: list[str]
    supporting: list[str] = Field(default_factory=list)
    rules: list[str] = Field(default_factory=list)
    decided_by: list[str]


class CaseExample(OptionExample):
    """One patient and what is expected; statuses and lists are those of the first option unless others are named.

    Attributes:
        error: facts that are named together in the refusal of a contradiction or an impossible combination.
        rough: the status without looking at completions.
        inside: False where the scope ends the screening and no option is shown.
        by_source: by body what it says of the first option, and the rules in which it does.
        partings: by rule.
        combinations: by pair of options the notes that combine them.
        need_not_ask: open facts that can change no option any more.
        ask_next: the questions that can still change something, the most useful first.
    """

    title: str
    patient: dict[str, Written] = Field(default_factory=dict)
    rules: dict[str, str] = Field(default_factory=dict)
    derived: dict[str, Written] = Field(default_factory=dict)
    options: dict[str, OptionExample] = Field(default_factory=dict)
    products: dict[str, ProductExample] = Field(default_factory=dict)
    error: dict[str, list[str]] | None = None
    rough: str | None = None
    inside: bool = True
    by_source: dict[str, dict[str, list[str]]] | None = None
    partings: dict[str, PartingExample] | None = None
    combinations: dict[str, list[str]] | None = None
    need_not_ask: list[str] | None = None
    ask_next: list[str] | None = None


class Section(_Strict):
    """A small rule base and cases about it; one without cases only tells something."""

    title: str
    says: str = ""
    facts: dict[str, str | list[Scalar]] = Field(default_factory=dict)
    derived: dict[str, DerivedExample] = Field(default_factory=dict)
    options: dict[str, list[str]] = Field(default_factory=lambda: {"option": ["option"]})
    rules: list[RuleExample] = Field(default_factory=list)
    impossible: list[str] = Field(default_factory=list)
    scope: list[str] = Field(default_factory=list)
    cases: list[CaseExample] = Field(default_factory=list)

    def description(self) -> Description:
        """Return the section's rule base."""
        options = tuple(OptionLine(name, tuple(products or (name,))) for name, products in self.options.items())
        products = tuple(product for option in options for product in option.products)
        return Description(
            facts=tuple(_fact(name, written) for name, written in self.facts.items()),
            derived=tuple(example.line(name) for name, example in self.derived.items()),
            rules=tuple(
                RuleLine(
                    rule.name or rule.effect,
                    rule.effect,
                    rule.when,
                    rule.products or products,
                    rule.until,
                    rule.cites,
                    rule.between,
                    rule.partners,
                )
                for rule in self.rules
            ),
            options=options,
            impossible=tuple(self.impossible),
            scope=tuple(self.scope),
        )


class Chapter(_Strict):
    """One file of the manual; `about` stands in its index."""

    chapter: str
    about: str
    says: str
    sections: list[Section]


def _fact(name: str, written: str | list[Scalar]) -> AskedLine:
    if isinstance(written, list):
        texts = tuple(map(str, written))
        unknown = tuple(text.removesuffix("?") for text in texts if text.endswith("?"))
        return ChoiceLine(name, tuple(text for text in texts if not text.endswith("?")), unknown)
    if written == "yes or no":
        return ChoiceLine(name, YES_NO_VALUES)
    number = _NUMBER.fullmatch(written)
    assert number is not None, written
    low, high, step, unit, per_unit, other = number.groups()
    others = (OtherUnit(other, Decimal(per_unit)),) if other else ()
    return NumberLine(name, Decimal(low), Decimal(high), Decimal(step or 1), unit or "", others)


def chapters() -> Iterator[tuple[str, Chapter]]:
    """Yield every chapter with its file's name, in order."""
    for path in sorted(Path(__file__).parent.glob("[0-9]*.yaml")):
        yield path.stem, Chapter.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
