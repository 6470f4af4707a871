"""A rule base with one rule that may read a grade made by a formula from two labs."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from screener.knowledge.derived import DerivedFact, FormulaBand, FormulaDefinition, FormulaTerm
from screener.knowledge.domains import ChoiceDomain
from screener.knowledge.knowledge import Knowledge
from screener.loading.condition_text import parse_condition
from tests.bases.description import Description, NumberLine, OptionLine, RuleLine, knowledge_of, text

FACTS = (
    NumberLine("bilirubin", Decimal("0.1"), Decimal("4"), Decimal("0.1")),
    NumberLine("albumin", Decimal("1"), Decimal("6"), Decimal("0.1")),
)
DEFINITION = FormulaDefinition(
    terms=(FormulaTerm("bilirubin", "log10", 17.1, 0.66), FormulaTerm("albumin", "linear", 10.0, -0.085)),
    bands=(FormulaBand("g1", -2.60, True), FormulaBand("g2", -1.39, False), FormulaBand("g3", None, False)),
)
GRADE = DerivedFact(
    "grade", ChoiceDomain(("g1", "g2", "g3")), text("grade"), text("grade"), DEFINITION, ("bilirubin", "albumin"), False
)


def labs(when: str) -> Knowledge:
    """Return a rule base whose only rule supports its only option on a condition."""
    placeholder = (RuleLine("rule", "supports", "bilirubin < 2", ("option",)),)
    knowledge = knowledge_of(Description(FACTS, (), placeholder, (OptionLine("option", ("option",)),)))
    knowledge = replace(knowledge, derived=(GRADE,))
    condition, problems = parse_condition(when, knowledge.domains)
    assert condition is not None, problems
    return replace(knowledge, rules=(replace(knowledge.rules_with_outcome[0], condition=condition),))
