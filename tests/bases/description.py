"""A small rule base described in a few lines, and the rule base made from it.

Conditions are texts, as in the files of a real rule base. What is described can be read by anybody, so a test may also
answer from the description with an evaluator of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from screener.knowledge.about import About, Group
from screener.knowledge.conditions import Condition, facts_of, values_allowed
from screener.knowledge.derived import (
    Case,
    Definition,
    DerivedFact,
    FirstDefinition,
    PointsDefinition,
    SumDefinition,
    WhenDefinition,
)
from screener.knowledge.domains import DIAGNOSIS, NO, YES, YES_NO, ChoiceDomain, Domain, NumberDomain, OtherUnit
from screener.knowledge.facts import Choice, Effort, Fact, KnownAt, Who
from screener.knowledge.knowledge import Knowledge
from screener.knowledge.options import Option, Product
from screener.knowledge.possible import Possible
from screener.knowledge.premises import Confirmation, Premise, Tier
from screener.knowledge.rules import AnyRule, Effect, Notice, PlainNote, Rule
from screener.knowledge.sources import Citation, Source
from screener.knowledge.texts import Text
from screener.loading.condition_text import parse_condition
from screener.problems import Place
from screener.screening.knowledge_base import KnowledgeBase

YES_NO_VALUES = (YES, NO)
PLACE = Place("rules.yaml", 1, 1)


@dataclass(frozen=True, slots=True)
class NumberLine:
    """A number that is asked for, and the units it may be written in."""

    name: str
    low: Decimal
    high: Decimal
    step: Decimal
    unit: str = ""
    units: tuple[OtherUnit, ...] = ()

    @property
    def values(self) -> tuple[str, ...]:
        """The values of its grid, lowest first."""
        count = int((self.high - self.low) / self.step)
        return tuple(str(self.low + self.step * number) for number in range(count + 1))


@dataclass(frozen=True, slots=True)
class ChoiceLine:
    """A choice or a yes/no question that is asked for; `unknown_values` are answers that leave it open."""

    name: str
    values: tuple[str, ...]
    unknown_values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A value and the condition under which it holds; blank for the last one."""

    value: str
    when: str = ""


@dataclass(frozen=True, slots=True)
class WhenLine:
    """A yes/no fact worked out from others."""

    name: str
    when: str
    is_judgement: bool = False


@dataclass(frozen=True, slots=True)
class FirstLine:
    """A choice worked out from others: the first case that holds."""

    name: str
    cases: tuple[CaseLine, ...]
    is_judgement: bool = False


@dataclass(frozen=True, slots=True)
class PointsLine:
    """Points added up over items."""

    name: str
    items: tuple[tuple[CaseLine, ...], ...]
    is_judgement: bool = False


@dataclass(frozen=True, slots=True)
class SumLine:
    """Two numbers added up."""

    name: str
    first: str
    second: str
    is_judgement: bool = False


AskedLine = NumberLine | ChoiceLine
DerivedLine = WhenLine | FirstLine | PointsLine | SumLine


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule about some products; blank `when` for a note that always holds.

    Attributes:
        cites: its sources; the first word of each is its body: `BCLC`, `trial one`.
        between: those of them that disagree.
        partners: the options a note combines it with.
    """

    name: str
    effect: Effect
    when: str
    products: tuple[str, ...]
    has_until: bool = False
    cites: tuple[str, ...] = ()
    between: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OptionLine:
    """An option and its products."""

    name: str
    products: tuple[str, ...]
    group: str = "needle"


@dataclass(frozen=True, slots=True)
class PremiseLine:
    """What silence about a fact is taken to mean: some of its values, of a number those of a run of its grid."""

    fact: str
    values: tuple[str, ...]
    diagnoses: tuple[str, ...] = ()
    is_for_undescribed: bool = False
    stated: tuple[str, ...] = ()
    unless_stated: tuple[str, ...] = ()
    when: str = ""
    unless: str = ""
    tier: Tier = "report"
    confirm: Confirmation = "before_talk"


@dataclass(frozen=True, slots=True)
class Asking:
    """How a fact is found out: when it is usually known, who knows it, and what finding it costs."""

    known_at: KnownAt = "report"
    who: tuple[Who, ...] = ("chart",)
    effort: Effort = "chart"


@dataclass(frozen=True, slots=True)
class Description:
    """A whole rule base; every derived fact stands after those it reads, `asking` says how facts are found out."""

    facts: tuple[AskedLine, ...]
    derived: tuple[DerivedLine, ...]
    rules: tuple[RuleLine, ...]
    options: tuple[OptionLine, ...]
    impossible: tuple[str, ...] = field(default=())
    scope: tuple[str, ...] = field(default=())
    urgent: tuple[str, ...] = field(default=())
    asking: Mapping[str, Asking] = field(default_factory=dict)
    premises: tuple[PremiseLine, ...] = field(default=())
    described_by: tuple[str, ...] = field(default=())


def text(words: str) -> Text:
    """Return the same words for both voices."""
    return Text(words, words)


def knowledge_of(description: Description) -> Knowledge:
    """Return the rule base that is described."""
    domains: dict[str, Domain] = {line.name: domain_of_line(line) for line in description.facts}
    derived = []
    for line in description.derived:
        fact = _derived_fact(line, domains)
        domains[fact.id] = fact.domain
        derived.append(fact)
    return Knowledge(
        about=_about(description),
        sections=(),
        facts=tuple(
            _fact(line, domains[line.name], description.asking.get(line.name, Asking())) for line in description.facts
        ),
        derived=tuple(derived),
        sources=tuple(_source(key) for key in dict.fromkeys(key for rule in description.rules for key in rule.cites)),
        options=tuple(_option(line) for line in description.options),
        rules=tuple(_rule(line, order, description.options, domains) for order, line in enumerate(description.rules)),
        scope=_notices("scope", description.scope, domains),
        urgent=_notices("urgent", description.urgent, domains),
        impossible=_notices("impossible", description.impossible, domains),
        premises=tuple(premise_of(line, number, domains) for number, line in enumerate(description.premises, 1)),
        described_by=description.described_by,
        covered=frozenset(),
        covered_place=PLACE,
        version="1",
        hash="0",
        checked="",
    )


def ready(knowledge: Knowledge) -> KnowledgeBase:
    """Return a rule base that can screen, without the checks of loading."""
    kb = KnowledgeBase(knowledge)
    # Made now, so that rules the engine cannot be trusted with are found here.
    _ = kb.engine
    return kb


def rule_base(description: Description) -> KnowledgeBase:
    """Return the described rule base, ready to screen."""
    return ready(knowledge_of(description))


def domain_of_line(line: AskedLine) -> Domain:
    """Return the values of an asked fact."""
    if isinstance(line, ChoiceLine):
        return YES_NO if line.values == YES_NO_VALUES else ChoiceDomain(line.values)
    low, high = int(line.low / line.step) * 2, int(line.high / line.step) * 2
    return NumberDomain(line.step, low, high, line.unit, units=line.units)


def condition_of(when: str, domains: Mapping[str, Domain]) -> Condition:
    """Return the condition a text stands for."""
    condition, problems = parse_condition(when, domains)
    assert condition is not None, (when, problems)
    return condition


def premise_of(line: PremiseLine, number: int, domains: Mapping[str, Domain]) -> Premise:
    """Return a premise; its id is its fact and its number, counted over all premises."""
    return Premise(
        id=f"{line.fact}.{number}",
        fact=line.fact,
        possible=_possible(line.values, domains[line.fact]),
        diagnoses=frozenset(line.diagnoses),
        is_for_undescribed=line.is_for_undescribed,
        stated=line.stated,
        unless_stated=line.unless_stated,
        when=condition_of(line.when, domains) if line.when else None,
        unless=condition_of(line.unless, domains) if line.unless else None,
        tier=line.tier,
        confirm=line.confirm,
        why=text(f"why {line.fact}"),
        risk=text(f"risk {line.fact}"),
        place=PLACE,
    )


def _possible(values: tuple[str, ...], domain: Domain) -> Possible:
    if isinstance(domain, ChoiceDomain):
        return frozenset(values)
    low, high = domain.halves(Decimal(values[0])), domain.halves(Decimal(values[-1]))
    assert low is not None
    assert high is not None
    return low, high


def _about(description: Description) -> About:
    groups = dict.fromkeys(line.group for line in description.options)
    words = text("made up")
    return About("made_up", words, words, words, tuple(Group(name, text(name)) for name in groups), (), (words,))


def _fact(line: AskedLine, domain: Domain, asking: Asking) -> Fact:
    words = text(line.name)
    choices: tuple[Choice, ...] = ()
    if isinstance(line, ChoiceLine):
        choices = tuple(Choice(value, text(value)) for value in line.values)
        choices += tuple(Choice(value, text(value), means_unknown=True) for value in line.unknown_values)
    return Fact(
        line.name, "chart", domain, words, words, words, words, asking.who, asking.known_at, asking.effort, choices
    )


def _derived_fact(line: DerivedLine, domains: Mapping[str, Domain]) -> DerivedFact:
    definition, domain = _definition(line, domains)
    inputs = tuple(dict.fromkeys(_inputs(definition)))
    return DerivedFact(line.name, domain, text(line.name), text(line.name), definition, inputs, line.is_judgement)


def _definition(line: DerivedLine, domains: Mapping[str, Domain]) -> tuple[Definition, Domain]:
    match line:
        case WhenLine(when=when):
            return WhenDefinition(condition_of(when, domains)), YES_NO
        case FirstLine(cases=cases):
            return _first(cases, domains), ChoiceDomain(tuple(dict.fromkeys(case.value for case in cases)))
        case PointsLine(items=items):
            points = [[int(case.value) for case in item] for item in items]
            totals = range(sum(map(min, points)), sum(map(max, points)) + 1)
            definition = PointsDefinition(tuple(_first(item, domains) for item in items))
            return definition, ChoiceDomain(tuple(map(str, totals)), ordered=True)
        case SumLine(first=first, second=second):
            one, other = domains[first], domains[second]
            assert isinstance(one, NumberDomain)
            assert isinstance(other, NumberDomain)
            step = min(one.step, other.step)
            factors = int(one.step / step), int(other.step / step)
            low = one.low * factors[0] + other.low * factors[1]
            high = one.high * factors[0] + other.high * factors[1]
            return SumDefinition(first, second), NumberDomain(step, low, high)


def _first(cases: Iterable[CaseLine], domains: Mapping[str, Domain]) -> FirstDefinition:
    return FirstDefinition(
        tuple(Case(case.value, condition_of(case.when, domains) if case.when else None) for case in cases)
    )


def _inputs(definition: Definition) -> Iterable[str]:
    match definition:
        case WhenDefinition(condition):
            return sorted(facts_of(condition))
        case FirstDefinition(cases):
            return [name for case in cases if case.condition for name in sorted(facts_of(case.condition))]
        case PointsDefinition(items):
            return [name for item in items for name in _inputs(item)]
    return (definition.first, definition.second)


def _option(line: OptionLine) -> Option:
    products = tuple(Product(product, line.name, text(product)) for product in line.products)
    words = text(line.name)
    return Option(line.name, line.group, frozenset({line.group}), words, words, products, (), PLACE)


def _rule(line: RuleLine, order: int, options: tuple[OptionLine, ...], domains: Mapping[str, Domain]) -> AnyRule:
    products = frozenset(line.products)
    about = tuple(option.name for option in options if products & set(option.products))
    cited = tuple(Citation(key, "page 1", "2026-11-23", "primary") for key in line.cites)
    domain = domains.get(DIAGNOSIS)
    every = frozenset(domain.values) if isinstance(domain, ChoiceDomain) else frozenset[str]()
    if not line.when:
        assert line.effect == "note"
        return PlainNote(
            id=line.name,
            options=about,
            products=products,
            says=text(line.name),
            citations=cited,
            rows=(),
            review_by="",
            place=PLACE,
            order=order,
            diagnoses=every,
            partners=line.partners,
        )
    condition = condition_of(line.when, domains)
    return Rule(
        id=line.name,
        effect=line.effect,
        condition=condition,
        options=about,
        products=products,
        says=text(line.name),
        citations=cited,
        rows=(),
        review_by="",
        as_written=line.when,
        place=PLACE,
        order=order,
        diagnoses=values_allowed(condition, DIAGNOSIS, every),
        until=text("later") if line.has_until else None,
        between=line.between,
        partners=line.partners,
    )


def _source(key: str) -> Source:
    return Source(key, key.split()[0], f"{key}, a publication", 2020, "https://example.org", PLACE)


def _notices(kind: str, whens: tuple[str, ...], domains: Mapping[str, Domain]) -> tuple[Notice, ...]:
    return tuple(
        Notice(f"{kind}.{number}", condition_of(when, domains), text(when)) for number, when in enumerate(whens, 1)
    )
