"""Random rule bases and patients, small enough to look at every completion."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from math import prod

from hypothesis import assume
from hypothesis import strategies as st

from screener.knowledge.domains import ChoiceDomain, Domain, NumberDomain
from screener.knowledge.rules import Effect
from screener.problems import KnowledgeError
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
    knowledge_of,
    rule_base,
)
from tests.generative.oracle import Answers

MOST_COMPLETIONS = 400
INDICATING: tuple[Effect, ...] = ("supports", "supports", "supports_with_caution")
WEIGHING: tuple[Effect, ...] = ("stop", "against", "against", "caution", "caution", "fix_first", "disputed")
OPTIONS = (
    OptionLine("beads", ("small_beads", "large_beads"), "catheter"),
    OptionLine("needle", ("needle",), "needle"),
)
PRODUCTS = tuple(product for option in OPTIONS for product in option.products)


@dataclass(frozen=True)
class Case:
    """A rule base and some patients: for each, the values that facts may still have."""

    description: Description
    patients: tuple[Answers, ...]


@st.composite
def cases(draw: st.DrawFn, patients: int = 4) -> Case:
    """Return a random rule base with random patients."""
    description = draw(descriptions())
    return Case(description, tuple(draw(answers(description)) for _ in range(patients)))


@st.composite
def coupled_cases(draw: st.DrawFn) -> Case:
    """Return a case in which facts change only together: what is stated ties them, and few rules read them."""
    names = ("claim0", "claim1", "claim2", "claim3")
    facts = tuple(ChoiceLine(name, YES_NO_VALUES) for name in names)
    one, other, third = draw(st.permutations(names))[:3]
    ties = [f"{one} and {other} or not {one} and not {other}", f"{other} and {third} or not {other} and not {third}"]
    derived = tuple(WhenLine(f"tied{number}", tie) for number, tie in enumerate(ties[: draw(st.integers(1, 2))]))
    domains = domains_of(Description(facts, (), (), OPTIONS))
    rules: list[RuleLine] = []
    for effects in (INDICATING, WEIGHING, WEIGHING)[: draw(st.integers(2, 3))]:
        effect = draw(st.sampled_from(effects))
        rules.append(
            RuleLine(f"r{len(rules)}.{effect}", effect, draw(conditions(domains, 1)), PRODUCTS, has_until=False)
        )
    description = Description(facts, derived, tuple(rules), OPTIONS)
    tied = {line.name: ("yes",) for line in derived}
    known = draw(st.dictionaries(st.sampled_from(names), st.sampled_from([("yes",), ("no",)]), max_size=1))
    return Case(description, ({**known, **tied},))


def domains_of(description: Description) -> dict[str, Domain]:
    """Return the values of every fact."""
    return knowledge_of(description).domains


@st.composite
def descriptions(draw: st.DrawFn) -> Description:
    """Return a random rule base: every kind of fact, derived fact and effect."""
    facts = draw(_asked_facts())
    derived = draw(_derived_facts(facts))
    domains = domains_of(Description(facts, derived, (), OPTIONS))
    rules: list[RuleLine] = []
    for effects, most in ((INDICATING, 4), (WEIGHING, 6), (("note",), 1)):
        for _ in range(draw(st.integers(0 if effects != INDICATING else 1, most))):
            products = tuple(draw(st.lists(st.sampled_from(PRODUCTS), min_size=1, unique=True)))
            effect: Effect = draw(st.sampled_from(effects))
            when = draw(conditions(domains))
            rules.append(RuleLine(f"r{len(rules)}.{effect}", effect, when, products, draw(st.booleans())))
    description = Description(facts, derived, tuple(rules), OPTIONS)
    # Rules with more alternatives than the engine takes do not load.
    assume(_is_narrow_enough(description))
    return description


def _is_narrow_enough(description: Description) -> bool:
    try:
        rule_base(description)
    except KnowledgeError:
        return False
    return True


@st.composite
def answers(draw: st.DrawFn, description: Description) -> Answers:
    """Return what is known of a random patient, stated derived facts included."""
    found: dict[str, tuple[str, ...]] = {}
    domains = domains_of(description)
    for line in description.facts:
        if draw(st.integers(0, 9)) < 5:
            found[line.name] = draw(some_values(domains[line.name]))
    for derived in description.derived:
        if draw(st.integers(0, 9)) < 3:
            found[derived.name] = draw(some_values(domains[derived.name]))
    return {name: values for name, values in found.items() if values != all_values(domains[name])}


def all_values(domain: Domain) -> tuple[str, ...]:
    """Return every value of a fact as text; of a number those of its grid."""
    if isinstance(domain, ChoiceDomain):
        return domain.values
    return tuple(domain.text(halves) for halves in range(domain.low, domain.high + 1, 2))


def as_written(values: tuple[str, ...], domain: Domain) -> object:
    """Return values as a patient's file would give them."""
    if isinstance(domain, ChoiceDomain):
        return values == ("yes",) if domain.is_yes_no else list(values)
    return values[0] if len(values) == 1 else f"{values[0]}-{values[-1]}"


@st.composite
def some_values(draw: st.DrawFn, domain: Domain) -> tuple[str, ...]:
    """Return some values of a fact: of a choice never all of them, of a number a run of its grid."""
    values = all_values(domain)
    if isinstance(domain, NumberDomain):
        first = draw(st.integers(0, len(values) - 1))
        return values[first : draw(st.integers(first, len(values) - 1)) + 1]
    chosen = draw(st.sets(st.sampled_from(values), min_size=1, max_size=max(1, len(values) - 1)))
    return tuple(value for value in values if value in chosen)


@st.composite
def _asked_facts(draw: st.DrawFn) -> tuple[AskedLine, ...]:
    lines: list[AskedLine] = []
    for number in range(draw(st.integers(2, 7))):
        line = draw(_asked_fact(number))
        if prod(len(each.values) for each in (*lines, line)) <= MOST_COMPLETIONS:
            lines.append(line)
    return tuple(lines)


@st.composite
def _asked_fact(draw: st.DrawFn, number: int) -> AskedLine:
    match draw(st.sampled_from(("yes_no", "yes_no", "choice", "number", "number"))):
        case "yes_no":
            return ChoiceLine(f"claim{number}", YES_NO_VALUES)
        case "choice":
            values = draw(st.sampled_from((("A", "B", "C"), ("none", "mild", "severe", "bad"))))
            return ChoiceLine(f"choice{number}", values)
    step = draw(st.sampled_from((Decimal(1), Decimal("0.5"))))
    low = draw(st.integers(0, 2)) * step
    return NumberLine(f"number{number}", low, low + step * draw(st.integers(1, 4)), step)


@st.composite
def _derived_facts(draw: st.DrawFn, facts: tuple[AskedLine, ...]) -> tuple[DerivedLine, ...]:
    lines: list[DerivedLine] = []
    for number in range(draw(st.integers(0, 4))):
        domains = domains_of(Description(facts, tuple(lines), (), OPTIONS))
        line = draw(_derived_fact(f"derived{number}", domains, facts))
        lines.append(line)
    return tuple(lines)


@st.composite
def _derived_fact(draw: st.DrawFn, name: str, domains: dict[str, Domain], facts: tuple[AskedLine, ...]) -> DerivedLine:
    numbers = [line.name for line in facts if isinstance(line, NumberLine)]
    kinds = ["when", "first", "first", "judgement", "points", *(["sum"] if len(numbers) > 1 else [])]
    match draw(st.sampled_from(kinds)):
        case "when":
            return WhenLine(name, draw(conditions(domains)))
        case "points":
            names = draw(st.lists(st.sampled_from(sorted(domains)), min_size=1, max_size=3, unique=True))
            return PointsLine(name, tuple(draw(_item(each, domains)) for each in names))
        case "sum":
            first, second = draw(st.permutations(numbers))[:2]
            return SumLine(name, first, second)
        case kind:
            values = draw(st.sampled_from((("p", "q"), ("p", "q", "s"), ("0", "p", "q"), ("p", "q", "p"))))
            whens = [draw(conditions(domains)) for _ in values[:-1]]
            cases = tuple(CaseLine(value, when) for value, when in zip(values, (*whens, ""), strict=True))
            return FirstLine(name, cases, is_judgement=kind == "judgement")


@st.composite
def _item(draw: st.DrawFn, name: str, domains: dict[str, Domain]) -> tuple[CaseLine, ...]:
    first = draw(st.integers(0, 2))
    others = [value for value in range(4) if value != first]
    when = draw(_test(name, domains[name]))
    return CaseLine(str(first), when), CaseLine(str(draw(st.sampled_from(others))))


@st.composite
def conditions(draw: st.DrawFn, domains: dict[str, Domain], depth: int = 2) -> str:
    """Return the text of a random condition."""
    parts = draw(st.integers(1, 3)) if depth else 1
    if parts == 1:
        name = draw(st.sampled_from(sorted(domains)))
        test: str = draw(_test(name, domains[name]))
        return f"not {test}" if draw(st.integers(0, 5)) == 0 and " " not in test else test
    word = draw(st.sampled_from((" and ", " or ")))
    texts = [draw(conditions(domains, depth - 1)) for _ in range(parts)]
    return f"({word.join(texts)})" if draw(st.booleans()) or depth == 1 else f"not ({word.join(texts)})"


@st.composite
def _test(draw: st.DrawFn, name: str, domain: Domain) -> str:
    values = all_values(domain)
    if isinstance(domain, ChoiceDomain) and not domain.ordered:
        if domain.is_yes_no:
            return name
        chosen = sorted(draw(st.sets(st.sampled_from(values), min_size=1, max_size=len(values) - 1)))
        if len(chosen) == 1:
            return f"{name} {draw(st.sampled_from(('==', '!=')))} {chosen[0]}"
        return f"{name} {draw(st.sampled_from(('in', 'not in')))} [{', '.join(chosen)}]"
    place = draw(st.integers(0, len(values) - 1))
    signs = ["==", "!="]
    signs += ["<", ">="] if place > 0 else []
    signs += ["<=", ">"] if place < len(values) - 1 else []
    return f"{name} {draw(st.sampled_from(signs))} {values[place]}"
