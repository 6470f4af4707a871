"""A rule base ready to screen: the rules, the engine that runs them, the referee that confirms, their diagrams."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from screener.analysis.reasons import Reasons
from screener.diagrams.compiled import CompiledRules
from screener.diagrams.completions import compiled_for, stated_numbers
from screener.diagrams.premises import unsound_premises
from screener.diagrams.soundness import unsound
from screener.diagrams.whole import WholeProducts
from screener.engine.durable import Engine
from screener.engine.referee import evaluate
from screener.knowledge.knowledge import Knowledge
from screener.knowledge.possible import Outcome, Possible
from screener.loading.load import read_knowledge
from screener.places import default_rules
from screener.problems import DisagreementError, KnowledgeError, Problem
from screener.screening.proved import is_marked


@dataclass(frozen=True, eq=False)
class KnowledgeBase:
    """A rule base ready to screen; each part is made when it is first needed.

    Attributes:
        knowledge: the frozen model of the rules.
    """

    knowledge: Knowledge
    _focused: dict[str, KnowledgeBase] = field(default_factory=dict, init=False, repr=False)
    _whole: dict[tuple[tuple[str, ...], frozenset[str]], WholeProducts] = field(
        default_factory=dict, init=False, repr=False
    )

    @cached_property
    def engine(self) -> Engine:
        """What decides which rules are met.

        Raises:
            KnowledgeError: with every rule that the engine cannot be trusted with.
        """
        return Engine(self.knowledge.condition_by_rule, self.knowledge.domains)

    @cached_property
    def compiled(self) -> CompiledRules:
        """The diagrams of the rules."""
        return CompiledRules(self.knowledge)

    @cached_property
    def reasons(self) -> Reasons:
        """What turns outcomes into reasons."""
        return Reasons(self.knowledge)

    def whole(self, stated: Mapping[str, Possible]) -> WholeProducts:
        """Return the program of whole products for what a chart, or a premise, states of derived facts.

        It is made once for each set of stated scores. Where a derived number is stated it is made anew, since its
        limits cut the facts behind it.
        """
        derived = self.knowledge.derived_by_id
        judgements = frozenset(name for name in stated if derived[name].is_judgement)
        numbers = stated_numbers(self.knowledge, stated)
        apart = judgements.union(test.fact for test in numbers)
        scores = tuple(fact.id for fact in self.knowledge.derived if fact.id in stated and fact.id not in apart)
        found = None if numbers else self._whole.get((scores, judgements))
        if found is None:
            compiled = compiled_for(self.knowledge, self.compiled, stated)
            found = WholeProducts(self.knowledge, compiled, scores, judgements, numbers)
            if not numbers:
                self._whole[scores, judgements] = found
        return found

    def focused(self, diagnosis: Possible | None) -> KnowledgeBase:
        """Return the rule base without the rules that cannot speak about a known tumor.

        They are certainly not met, whatever else is or becomes known. Made once for each tumor.

        Args:
            diagnosis: what is known of the diagnosis; the whole rule base is returned unless that is one value.
        """
        if not isinstance(diagnosis, frozenset) or len(diagnosis) != 1:
            return self
        (name,) = diagnosis
        found = self._focused.get(name)
        if found is None:
            rules = tuple(rule for rule in self.knowledge.rules if name in rule.diagnoses)
            found = self._focused[name] = KnowledgeBase(replace(self.knowledge, rules=rules))
        return found


def load_knowledge(path: Path | str | None = None) -> KnowledgeBase:
    """Return a rule base ready to screen.

    Args:
        path: the folder with the rules; the built-in ones if it is left out.

    Raises:
        KnowledgeError: everything that is wrong with the rules.
    """
    folder = folder_of(path)
    kb = load_unproved(folder)
    if not is_marked(folder, kb.knowledge):
        prove(kb)
    return kb


def load_unproved(folder: Path) -> KnowledgeBase:
    """Return a rule base that can be read, whatever may be wrong with it over all patients.

    Raises:
        KnowledgeError: everything that is wrong with its files.
    """
    knowledge, problems = read_knowledge(folder)
    if knowledge is None or problems:
        raise KnowledgeError(problems)
    return KnowledgeBase(knowledge)


def folder_of(path: Path | str | None) -> Path:
    """Return the folder of a rule base; that of the built-in one if no path is given."""
    return Path(path) if path is not None else default_rules()


def prove(kb: KnowledgeBase) -> None:
    """Find out what is wrong with rules and shows only over all patients, or in the engine.

    Raises:
        KnowledgeError: everything that is wrong.
    """
    unproved = (*unsound(kb.knowledge, kb.compiled), *unsound_premises(kb.knowledge))
    problems = unproved or untrusted(kb)
    if problems:
        raise KnowledgeError(problems)


def untrusted(kb: KnowledgeBase) -> tuple[Problem, ...]:
    """Return what is wrong with the rules that the engine cannot be trusted with."""
    try:
        _ = kb.engine
    except KnowledgeError as error:
        rules = kb.knowledge.rule_by_id
        places = ((problem, rules.get(problem.subject)) for problem in error.problems)
        return tuple(replace(problem, place=rule.place) if rule else problem for problem, rule in places)
    return ()


def decide(kb: KnowledgeBase, known: Mapping[str, Possible]) -> dict[str, Outcome]:
    """Return the outcome of every rule, decided by the engine and confirmed by the referee.

    Raises:
        DisagreementError: they differ; every rule on which they do is named.
    """
    decided = kb.engine.decide(known)
    problems = []
    for rule, condition in kb.knowledge.condition_by_rule.items():
        confirmed = evaluate(condition, known)
        if decided[rule] is not confirmed:
            problems.append(Problem("disagreement", rule, found=str(decided[rule]), allowed=(str(confirmed),)))
    if problems:
        raise DisagreementError(problems)
    return decided
