"""The frozen model of a rule base: facts, derived facts, sources, options, rules and scope.

Everything here was checked by `screener.loading.load`; nothing in it changes afterwards.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, get_args

from screener.knowledge.conditions import Condition, facts_of
from screener.knowledge.domains import DIAGNOSIS, Domain, NumberDomain
from screener.problems import Place

Voice = Literal["clinician", "patient"]
Effect = Literal["supports", "supports_with_caution", "caution", "fix_first", "disputed", "against", "stop", "note"]
EFFECTS: tuple[Effect, ...] = get_args(Effect)
INDICATIONS: frozenset[Effect] = frozenset({"supports", "supports_with_caution"})
CLOSING: frozenset[Effect] = frozenset({"stop", "against"})
CAUTIONING: frozenset[Effect] = frozenset({"caution", "fix_first", "disputed"})
# Who knows a fact, and when it is known, as far as the program treats them apart.
PATIENT = "patient"
WORK_UP = "work_up"


@dataclass(frozen=True, slots=True)
class Text:
    """One thing said twice: to a clinician and to a patient."""

    clinician: str
    patient: str

    def to(self, voice: Voice) -> str:
        """Return the wording for one of the two voices."""
        return self.patient if voice == "patient" else self.clinician


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a choice fact; `means_unknown` values are answers that leave the fact open."""

    value: str
    label: Text
    means_unknown: bool = False
    raises: Text | None = None


@dataclass(frozen=True, slots=True)
class Code:
    """A standard code of a fact: system, code and its name there."""

    system: str
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Citation:
    """Where in a source something stands, when it was checked and how far it was read."""

    key: str
    at: str
    checked: str
    read: Literal["primary", "secondary", "unverified"]


@dataclass(frozen=True, slots=True)
class Freshness:
    """For how many days an answer stays fresh, and who says so."""

    days: int
    sources: tuple[Citation, ...]


@dataclass(frozen=True)
class Fact:
    """A fact that is asked for.

    Attributes:
        domain: the values rules may see; answers that mean unknown are in `choices` only.
        who: who usually knows it: patient, chart, team.
        known_at: when it is usually known: intake, report, work_up.
        effort: what finding it costs: patient, chart, lab, imaging, work_up.
        acute: a sudden event that needs a look the same day.
        planned: no rule reads it yet.
        fresh_for: how long an answer stays fresh; None if nobody says so.
    """

    id: str
    section: str
    domain: Domain
    label: Text
    question: Text
    why: Text
    where: Text
    who: tuple[str, ...]
    known_at: str
    effort: str
    choices: tuple[Choice, ...] = ()
    codes: tuple[Code, ...] = ()
    acute: bool = False
    planned: bool = False
    fresh_for: Freshness | None = None

    @cached_property
    def unknown_values(self) -> frozenset[str]:
        """Answers such as "not assessed" that leave every value possible."""
        return frozenset(choice.value for choice in self.choices if choice.means_unknown)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the chart, in the order in which it is asked."""

    id: str
    title: Text
    folded: bool


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
class FormulaDefinition:
    """A grade read from a named formula over two numbers."""

    name: str
    first: str
    second: str
    coefficients: tuple[tuple[str, float], ...]
    bands: tuple[FormulaBand, ...]


Definition = WhenDefinition | FirstDefinition | PointsDefinition | SumDefinition | FormulaDefinition


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


@dataclass(frozen=True, slots=True)
class Source:
    """A publication, label or other text that a rule rests on."""

    key: str
    body: str
    citation: str
    year: int
    locator: str


@dataclass(frozen=True, slots=True)
class Product:
    """A form in which an option comes; an option without products is its own only product."""

    id: str
    option: str
    name: Text


@dataclass(frozen=True, slots=True)
class Option:
    """A procedure that may be worth discussing."""

    id: str
    group: str
    groups: frozenset[str]
    name: Text
    what: Text
    products: tuple[Product, ...]
    no_discuss: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """A claim of one or more sources about one or more options.

    Attributes:
        condition: what must hold, the rule's diagnoses included; None for a note that always holds.
        diagnoses: those with which the condition can hold, covered or not; empty if the rule base has no diagnoses.
        products: the ids of the products it is about.
        until: what may lift a stop or an against.
        is_label_status: a note on what the label of a device or drug covers.
        place: where it stands in its file.
        order: position in the rule base, from 0.
    """

    id: str
    effect: Effect
    condition: Condition | None
    options: tuple[str, ...]
    products: frozenset[str]
    says: Text
    citations: tuple[Citation, ...]
    rows: tuple[str, ...]
    review_by: str
    written: str
    place: Place
    order: int
    diagnoses: frozenset[str]
    until: Text | None = None
    between: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    is_label_status: bool = False
    reads_work_up: str = ""
    reviewed_by: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """A condition with what to say when it holds: scope, urgent help, impossible combinations."""

    id: str
    condition: Condition
    says: Text
    turn_to: Text | None = None


@dataclass(frozen=True, slots=True)
class AcceptedTension:
    """Why a stop, against or disputed rule may meet a patient whom an indication fits.

    Attributes:
        rule: the id of the stop, against or disputed rule.
        indication: the id of the only indication it is said of; empty for all others.
    """

    rule: str
    indication: str
    why: str


@dataclass(frozen=True)
class Knowledge:
    """A whole rule base.

    Attributes:
        covered: the diagnoses the rules speak about.
        version: the rule base's own version.
        hash: the first twelve hexadecimal digits of the SHA-256 of its files.
        checked: the latest day on which a source was checked.
        tensions: why indications and the rules opposing them may meet.
        review_grace_days: for how long a rule may stay unreviewed after its day; None for as long as it takes.
    """

    sections: tuple[Section, ...]
    facts: tuple[Fact, ...]
    derived: tuple[DerivedFact, ...]
    sources: tuple[Source, ...]
    options: tuple[Option, ...]
    rules: tuple[Rule, ...]
    scope: tuple[Notice, ...]
    urgent: tuple[Notice, ...]
    impossible: tuple[Notice, ...]
    covered: frozenset[str]
    version: str
    hash: str
    checked: str
    tensions: tuple[AcceptedTension, ...] = ()
    review_grace_days: int | None = None

    @cached_property
    def fact_by_id(self) -> dict[str, Fact]:
        """Asked facts by name."""
        return {fact.id: fact for fact in self.facts}

    @cached_property
    def derived_by_id(self) -> dict[str, DerivedFact]:
        """Derived facts by name."""
        return {fact.id: fact for fact in self.derived}

    @cached_property
    def domains(self) -> dict[str, Domain]:
        """The values of every fact, asked or derived, by name."""
        return {fact.id: fact.domain for fact in self.facts} | {fact.id: fact.domain for fact in self.derived}

    def number(self, name: str) -> NumberDomain:
        """Return the values of a fact that is a number."""
        domain = self.domains[name]
        assert isinstance(domain, NumberDomain)
        return domain

    @cached_property
    def charted_scores(self) -> tuple[DerivedFact, ...]:
        """The scores that charts state: classes read from points, then the points."""
        points = {fact.id: fact for fact in self.derived if isinstance(fact.definition, PointsDefinition)}
        classes = (
            fact
            for fact in self.derived
            if isinstance(fact.definition, FirstDefinition) and set(fact.inputs) <= set(points)
        )
        return (*classes, *points.values())

    @cached_property
    def source_by_key(self) -> dict[str, Source]:
        """Sources by key."""
        return {source.key: source for source in self.sources}

    @cached_property
    def rule_by_id(self) -> dict[str, Rule]:
        """Rules by id."""
        return {rule.id: rule for rule in self.rules}

    @cached_property
    def products(self) -> tuple[Product, ...]:
        """Every product of every option, in order."""
        return tuple(product for option in self.options for product in option.products)

    @cached_property
    def rules_by_product(self) -> dict[str, tuple[Rule, ...]]:
        """The rules about each product that have an outcome, in file order."""
        return {
            product.id: tuple(rule for rule in self.rules_with_outcome if product.id in rule.products)
            for product in self.products
        }

    @cached_property
    def rules_by_option(self) -> dict[str, tuple[Rule, ...]]:
        """The rules about each option, notes included, in file order."""
        return {option.id: tuple(rule for rule in self.rules if option.id in rule.options) for option in self.options}

    @cached_property
    def facts_read_by_option(self) -> dict[str, frozenset[str]]:
        """The asked facts that the rules about each option rest on, those of notes left out."""
        read: dict[str, frozenset[str]] = {}
        for option in self.options:
            conditions = (rule.condition for rule in self.rules_by_option[option.id] if rule.effect != "note")
            names = frozenset(name for condition in conditions if condition for name in facts_of(condition))
            read[option.id] = frozenset(asked for name in names for asked in self.asked_inputs(name))
        return read

    @cached_property
    def rules_with_outcome(self) -> tuple[Rule, ...]:
        """The rules that have a condition and so an outcome, in file order."""
        return tuple(rule for rule in self.rules if rule.condition is not None)

    @cached_property
    def covered_diagnoses(self) -> tuple[str, ...]:
        """The diagnoses the rules speak about, in the order in which they are asked."""
        fact = self.fact_by_id.get(DIAGNOSIS)
        return tuple(choice.value for choice in fact.choices if choice.value in self.covered) if fact else ()

    def diagnoses_of(self, rule: Rule) -> tuple[str, ...]:
        """Return the covered diagnoses for which a rule can speak, in the order in which they are asked."""
        return tuple(each for each in self.covered_diagnoses if each in rule.diagnoses)

    @cached_property
    def combining_rules(self) -> tuple[Rule, ...]:
        """The notes that name other options, in file order."""
        return tuple(rule for rule in self.rules if rule.partners)

    @cached_property
    def _asked_inputs(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {fact.id: (fact.id,) for fact in self.facts}
        for derived in self.derived:
            found[derived.id] = tuple(dict.fromkeys(name for source in derived.inputs for name in found[source]))
        return found

    def asked_inputs(self, name: str) -> tuple[str, ...]:
        """Return the asked facts that a fact rests on: itself, or those behind a derived fact."""
        return self._asked_inputs[name]

    def label(self, name: str) -> Text:
        """Return what a fact, asked or derived, is called."""
        fact = self.fact_by_id.get(name) or self.derived_by_id[name]
        return fact.label

    def value_label(self, name: str, value: str) -> Text:
        """Return what a value of a choice is called."""
        fact = self.fact_by_id.get(name)
        labels = (
            {choice.value: choice.label for choice in fact.choices} if fact else dict(self.derived_by_id[name].labels)
        )
        return labels.get(value) or Text(value, value)
