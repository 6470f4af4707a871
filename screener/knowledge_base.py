"""A rule base ready to screen: the rules, the engine that runs them, the referee that confirms, their diagrams."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from screener.knowledge.load import read_knowledge
from screener.knowledge.model import Knowledge
from screener.knowledge.problems import DisagreementError, KnowledgeError, Problem
from screener.places import find_rules
from screener.reasoning.answers import Outcome, Possible
from screener.reasoning.compiled import CompiledRules
from screener.reasoning.engine import Engine
from screener.reasoning.reasons import Reasons
from screener.reasoning.referee import evaluate
from screener.reasoning.soundness import unsound


@dataclass(frozen=True)
class KnowledgeBase:
    """A rule base ready to screen.

    Attributes:
        knowledge: the frozen model of the rules.
        engine: decides which rules are met.
        compiled: their diagrams.
        reasons: turns outcomes into reasons.
    """

    knowledge: Knowledge
    engine: Engine
    compiled: CompiledRules
    reasons: Reasons


def load_knowledge(path: Path | str | None = None) -> KnowledgeBase:
    """Return a rule base ready to screen.

    Args:
        path: the folder with the rules; the built-in ones if it is left out.

    Raises:
        KnowledgeError: everything that is wrong with the rules.
    """
    knowledge, problems = read_knowledge(Path(path) if path is not None else find_rules() / "liver")
    if knowledge is None or problems:
        raise KnowledgeError(problems)
    compiled = CompiledRules(knowledge)
    problems = unsound(knowledge, compiled)
    if problems:
        raise KnowledgeError(problems)
    conditions = {rule.id: rule.condition for rule in knowledge.deciding_rules if rule.condition is not None}
    return KnowledgeBase(knowledge, Engine(conditions, knowledge.domains), compiled, Reasons(knowledge))


def decide(kb: KnowledgeBase, known: Mapping[str, Possible]) -> dict[str, Outcome]:
    """Return the outcome of every rule, decided by the engine and confirmed by the referee.

    Raises:
        DisagreementError: they differ; every rule on which they do is named.
    """
    decided = kb.engine.decide(known)
    problems = []
    for rule in kb.knowledge.deciding_rules:
        assert rule.condition is not None
        confirmed = evaluate(rule.condition, known)
        if decided[rule.id] is not confirmed:
            problems.append(Problem("disagreement", rule.id, found=str(decided[rule.id]), allowed=(str(confirmed),)))
    if problems:
        raise DisagreementError(problems)
    return decided
