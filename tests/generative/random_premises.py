"""Random premises for random rule bases, and patients some of whom contradict them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from hypothesis import assume
from hypothesis import strategies as st

from screener.knowledge.domains import DIAGNOSIS, Domain
from screener.knowledge.premises import CONFIRMATIONS, TIERS
from tests.bases.description import YES_NO_VALUES, AskedLine, ChoiceLine, Description, PremiseLine, SumLine
from tests.generative.oracle import Answers
from tests.generative.random_rules import all_values, answers, conditions, descriptions, domains_of, some_values

DIAGNOSES = ("hcc", "icca")
MOST_PREMISES = 7
NOT_ASKED = "not_asked"


@dataclass(frozen=True)
class SilentCase:
    """A rule base with premises and some patients.

    Attributes:
        patients: for each, the values that facts may still have.
        not_asked: the facts of which every patient says, unless something else is said, that nobody has asked.
    """

    description: Description
    patients: tuple[Answers, ...]
    not_asked: tuple[str, ...]


@st.composite
def silent_cases(draw: st.DrawFn, patients: int = 3) -> SilentCase:
    """Return a random rule base with premises, and random patients."""
    description = draw(descriptions_with_premises())
    choices = [line.name for line in description.facts if isinstance(line, ChoiceLine) and line.unknown_values]
    not_asked = tuple(name for name in choices if draw(st.booleans()))
    return SilentCase(description, tuple(draw(answers(description)) for _ in range(patients)), not_asked)


@st.composite
def descriptions_with_premises(draw: st.DrawFn) -> Description:
    """Return a random rule base with premises of facts and of scores, and now and then with what cannot be."""
    description = draw(descriptions())
    if draw(st.booleans()):
        description = replace(description, facts=(ChoiceLine(DIAGNOSIS, DIAGNOSES), *description.facts))
    description = replace(description, facts=tuple(map(_with_not_asked, description.facts)))
    domains = domains_of(description)
    presumable = [line.name for line in description.facts if line.name != DIAGNOSIS]
    presumable += [line.name for line in description.derived if not line.is_judgement and not isinstance(line, SumLine)]
    presumable = [name for name in presumable if len(all_values(domains[name])) > 1]
    assume(presumable)
    names = sorted(
        draw(st.lists(st.sampled_from(presumable), min_size=1, max_size=MOST_PREMISES)), key=presumable.index
    )
    premises = tuple(draw(_premise(name, domains)) for name in names)
    impossible = tuple(draw(conditions(domains, 1)) for _ in range(draw(st.sampled_from((0, 0, 1, 2)))))
    described_by = tuple(draw(st.lists(st.sampled_from(sorted(domains)), max_size=3, unique=True)))
    return replace(description, premises=premises, impossible=impossible, described_by=described_by)


def _with_not_asked(line: AskedLine) -> AskedLine:
    if isinstance(line, ChoiceLine) and line.values not in (YES_NO_VALUES, DIAGNOSES):
        return replace(line, unknown_values=(NOT_ASKED,))
    return line


@st.composite
def _premise(draw: st.DrawFn, fact: str, domains: dict[str, Domain]) -> PremiseLine:
    names = sorted(domains)
    values = draw(some_values(domains[fact]))
    assume(values != all_values(domains[fact]))

    def seldom(texts: st.SearchStrategy[str]) -> str:
        return draw(texts) if draw(st.integers(0, 3)) == 0 else ""

    def few_names() -> tuple[str, ...]:
        is_there = draw(st.integers(0, 5)) == 0
        return tuple(draw(st.lists(st.sampled_from(names), min_size=1, max_size=2, unique=True))) if is_there else ()

    is_for_some = DIAGNOSIS in domains and draw(st.booleans())
    return PremiseLine(
        fact,
        values,
        tuple(draw(st.lists(st.sampled_from(DIAGNOSES), min_size=1, unique=True))) if is_for_some else (),
        is_for_undescribed=draw(st.integers(0, 2)) > 0,
        stated=few_names(),
        unless_stated=few_names(),
        when=seldom(conditions(domains, 1)),
        unless=seldom(conditions(domains, 1)),
        tier=draw(st.sampled_from(TIERS)),
        confirm=draw(st.sampled_from(CONFIRMATIONS)),
    )
