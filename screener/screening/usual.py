"""The usual reading of a patient: what is stated together with what silence means, decided like every other answer.

durable-rules decides which rules are met, the referee confirms it, and the diagrams must agree with the program that
finds which premises an option leans on.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from screener.analysis.statuses import why_not_flagged
from screener.analysis.usual import Conclusion, UsualReading
from screener.engine.derive import derive
from screener.engine.referee import evaluate
from screener.engine.silence import premises_in_force
from screener.knowledge.facts import WORK_UP
from screener.knowledge.knowledge import Knowledge
from screener.knowledge.options import Option
from screener.knowledge.possible import Outcome, Possible
from screener.knowledge.premises import Premise, Tier
from screener.patient.patient import Patient
from screener.result.known import known_of
from screener.result.option import FLAGGED, WHY_NOT, OptionResult, OptionUsual, ToConfirm, WhyNot
from screener.result.usual import PremiseResult, UsualResult
from screener.screening.knowledge_base import KnowledgeBase, decide

Facts = Mapping[str, Possible]
# What silence says least surely is taken back first.
TAKEN_BACK: tuple[Tier, ...] = ("known", "history", "referral", "report", "headline", "exception")


@dataclass(frozen=True, slots=True)
class Usual:
    """The usual reading: its premises, and what follows for each option, by id."""

    result: UsualResult
    options: Mapping[str, OptionUsual]

    def beside(self, option: OptionResult) -> OptionResult:
        """Return an option's answer with what the usual reading says beside it."""
        return replace(option, usual=self.options[option.id], confirm=self._to_confirm(option))

    def _to_confirm(self, option: OptionResult) -> ToConfirm:
        is_flagged = bool({option.status, self.options[option.id].status} & FLAGGED)
        closing = [each for each in option.still_to_check or () if each.could == "close"] if is_flagged else []
        confirmations = {each.fact: each.confirm for each in self.result.premises}
        heaps: dict[str, list[str]] = {"before_talk": [], "by_work_up": [], "never_assumed": []}
        for entry in closing:
            names = (entry.fact, *entry.or_state)
            found = next((confirmations[name] for name in names if name in confirmations), None)
            is_late = found is not None and found != "before_talk"
            heap = "by_work_up" if is_late or entry.known_at == WORK_UP else "before_talk" if found else "never_assumed"
            heaps[heap].append(entry.fact)
        return ToConfirm(*(tuple(heap) for heap in heaps.values()))


def usual_reading(kb: KnowledgeBase, patient: Patient) -> Usual:
    """Return the usual reading of a patient inside the scope.

    Args:
        kb: the rules that can speak about the patient.
        patient: what was said. An answer such as "not assessed" says something, so no premise speaks of its fact.

    Raises:
        DisagreementError: engine, referee and program do not agree.
    """
    asked, stated = patient.asked, patient.stated
    knowledge = kb.knowledge
    known = derive(knowledge, asked, stated)
    premises = premises_in_force(knowledge, patient.answers.keys(), known)
    presumed = {each.fact: each.possible for each in premises if each.fact in knowledge.derived_by_id}
    reading = UsualReading(kb.whole({**stated, **presumed}), {**asked, **stated}, _in_order_of_taking_back(premises))
    kept = _agreeing(knowledge, asked, stated, reading)
    in_force = [each for each in premises if each.id in kept]
    filled = _Filled.of(knowledge, asked, stated, in_force)
    taken_back = tuple(_premise_result(knowledge, each) for each in premises if each.id not in kept)
    result = UsualResult(tuple(_premise_result(knowledge, each) for each in in_force), taken_back)
    known = derive(knowledge, filled.asked, filled.stated)
    return Usual(result, _options(kb, known, reading, [each.id for each in in_force]))


@dataclass(frozen=True, slots=True)
class _Filled:
    """What is stated and what silence means, as if all of it were stated."""

    asked: Facts
    stated: Facts

    @classmethod
    def of(cls, knowledge: Knowledge, asked: Facts, stated: Facts, premises: Sequence[Premise]) -> _Filled:
        presumed = {each.fact: each.possible for each in premises}
        return cls(
            {**asked, **{name: value for name, value in presumed.items() if name in knowledge.fact_by_id}},
            {**stated, **{name: value for name, value in presumed.items() if name in knowledge.derived_by_id}},
        )


def _options(kb: KnowledgeBase, known: Facts, reading: UsualReading, kept: Sequence[str]) -> dict[str, OptionUsual]:
    conclusion = Conclusion(reading, frozenset(kept))
    outcomes = conclusion.firm_up(decide(kb, known))
    leaned_on = conclusion.leaned_on(kb.knowledge.options)
    found = {}
    for option in kb.knowledge.options:
        status = conclusion.status(option)
        why_not = _why_not(kb.knowledge, option, outcomes) if status == "not_flagged" else None
        found[option.id] = OptionUsual(status, why_not, tuple(each for each in kept if each in leaned_on[option.id]))
    return found


def _why_not(knowledge: Knowledge, option: Option, outcomes: Mapping[str, Outcome]) -> WhyNot:
    by_product = (knowledge.rules_by_product[product.id] for product in option.products)
    return min((why_not_flagged(rules, outcomes)[0] for rules in by_product), key=WHY_NOT.index)


def _agreeing(knowledge: Knowledge, asked: Facts, stated: Facts, reading: UsualReading) -> frozenset[str]:
    """Return the premises left once those are taken back with which no patient could agree.

    The surest are kept first, and each further one if it agrees with what is stated and with those kept before. So
    nothing is taken back but what contradicts something surer, and whatever could be kept beside the others is kept.
    """

    def is_contradiction(premises: Sequence[Premise]) -> bool:
        if reading.is_contradiction(frozenset(each.id for each in premises)):
            return True
        filled = _Filled.of(knowledge, asked, stated, premises)
        known = derive(knowledge, filled.asked, filled.stated)
        return any(evaluate(notice.condition, known) is Outcome.MET for notice in knowledge.impossible)

    kept: list[Premise] = []
    waiting = list(reversed(reading.premises))
    while waiting and is_contradiction([*kept, *waiting]):
        # What contradicts goes on to do so with more premises, so the first that brings it in is found by halving.
        counts = range(1, len(waiting) + 1)
        agreeing = bisect_left(counts, True, key=lambda count: is_contradiction([*kept, *waiting[:count]]))
        kept += waiting[:agreeing]
        waiting = waiting[agreeing + 1 :]
    return frozenset(each.id for each in (*kept, *waiting))


def _in_order_of_taking_back(premises: Sequence[Premise]) -> list[Premise]:
    places = {each.id: place for place, each in enumerate(premises)}
    return sorted(premises, key=lambda each: (TAKEN_BACK.index(each.tier), -places[each.id]))


def _premise_result(knowledge: Knowledge, premise: Premise) -> PremiseResult:
    taken_as = known_of(knowledge, premise.fact, premise.possible)
    return PremiseResult(premise.id, premise.fact, taken_as, premise.tier, premise.confirm, premise.why, premise.risk)
