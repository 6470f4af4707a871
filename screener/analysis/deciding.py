"""What decides an option's status for a patient: one or two rules, and the comparisons on which their outcome hangs.

Every comparison named is critical: if the facts behind those named of a rule cross their boundaries, the rule's outcome
changes. Nothing is said about what the option's status would be then.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from screener.analysis.critical import Critical
from screener.knowledge.conditions import Test
from screener.knowledge.domains import DIAGNOSIS, ChoiceDomain, NumberDomain
from screener.knowledge.knowledge import Knowledge
from screener.knowledge.possible import Outcome
from screener.knowledge.rules import CAUTIONING, CLOSING, INDICATIONS, Effect
from screener.result.decision import Concern, ConcernKind, Decision, DecisiveRule, Ground
from screener.result.option import OptionResult, ProductResult
from screener.result.reason import Finding, Reason

MOST_FITTING = 3
# Where the sentence says more than what fits, it names less of that.
MOST_BESIDES = 2

_MEASURED, _TELLING, _CLAIM, _DIAGNOSIS = range(4)


def closest_indications(reasons: Iterable[Reason]) -> list[tuple[Reason, list[Finding]]]:
    """Return the indications that are not met, fewest differing comparisons first, with those comparisons."""
    failed = [
        (reason, [each for each in reason.comparisons if each.outcome is Outcome.NOT_MET])
        for reason in reasons
        if reason.effect in INDICATIONS and reason.outcome is Outcome.NOT_MET
    ]
    return sorted((pair for pair in failed if pair[1]), key=lambda pair: len(pair[1]))


def decision_of(option: OptionResult, knowledge: Knowledge) -> Decision:
    """Return what decides an option's status.

    Args:
        option: the option's answer.
        knowledge: the rule base that gave it.
    """
    products = option.products.values()
    shown = next(each for each in products if (each.status, each.why_not) == (option.status, option.why_not))
    return _ProductDecision(option, shown, knowledge).find()


class _ProductDecision:
    """Finds what decides the product whose status an option shows."""

    def __init__(self, option: OptionResult, product: ProductResult, knowledge: Knowledge) -> None:
        self._option = option
        self._product = product
        self._knowledge = knowledge
        self._reasons = [each for each in option.reasons if not each.only or product.id in each.only]

    def find(self) -> Decision:
        match self._product.status:
            case "not_flagged" if self._product.why_not == "not_covered":
                return self._uncovered()
            case "not_flagged":
                return self._closed()
            case "cannot_tell":
                return self._so_far()
            case "discuss":
                return self._indicated(("supports",), MOST_FITTING, None)
        return self._weighed()

    def _closed(self) -> Decision:
        met = self._with(("stop",), Outcome.MET) or self._with(("against",), Outcome.MET)
        closing = [self._decided(reason) for reason in met]
        # A rule for which one comparison suffices says most in a sentence.
        named = sorted((each for each in closing if each.comparisons), key=lambda each: len(each.comparisons))
        if named:
            return self._decision("met", named[:1])
        return self._certain_or_together(closing, CLOSING, None)

    def _uncovered(self) -> Decision:
        for reason, _ in closest_indications(self._reasons):
            if not reason.is_firmed:
                named = self._critical(reason).smallest(Outcome.NOT_MET, self._rank_of_limits)
                return self._decision("closest", [self._deciding(reason, named)])
        return self._decision("nothing", [])

    def _so_far(self) -> Decision:
        fit = self._product.fits_so_far
        if fit is None:
            return self._decision("nothing", [])
        reason = next(each for each in self._reasons if each.rule == fit.rule)
        return self._decision("so_far", [self._deciding(reason, self._fitting(reason, MOST_BESIDES))])

    def _weighed(self) -> Decision:
        met = [self._decided(reason) for reason in self._with(CAUTIONING, Outcome.MET)]
        named = next((each for each in met if each.comparisons), None)
        if named is not None:
            concern = Concern(_concern_kind(named.effect), named)
        elif met:
            concern = Concern("stays", met[0])
        else:
            concern = Concern("stays" if self._with(("supports",), Outcome.MET) else "weaker", None)
        return self._indicated(("supports", "supports_with_caution"), MOST_BESIDES, concern)

    def _indicated(self, effects: Sequence[Effect], most: int, concern: Concern | None) -> Decision:
        for effect in effects:
            for reason in self._with((effect,), Outcome.MET):
                named = () if reason.is_firmed else self._fitting(reason, most)
                if named:
                    return self._decision("met", [self._deciding(reason, named)], concern)
        met = [reason for effect in effects for reason in self._with((effect,), Outcome.MET)]
        return self._certain_or_together([self._deciding(reason, ()) for reason in met], effects, concern)

    def _certain_or_together(
        self, certain: Sequence[DecisiveRule], effects: Iterable[Effect], concern: Concern | None
    ) -> Decision:
        rules = certain[:1] or [self._deciding(reason, ()) for reason in self._with(effects, Outcome.UNKNOWN)]
        reads = [self._met_comparisons(each.rule) for each in rules]
        shared = tuple(each for each in reads[0] if all(each in others for others in reads[1:]))
        ground: Ground = "certain" if certain else "together"
        return self._decision(ground, rules, concern, self._most_telling(shared)[:MOST_BESIDES])

    def _decision(
        self,
        ground: Ground,
        rules: Sequence[DecisiveRule],
        concern: Concern | None = None,
        shared: tuple[Finding, ...] = (),
    ) -> Decision:
        named = {each.rule for each in rules}
        about = (each.only for each in self._reasons if each.rule in named)
        is_for_all = all(not only or len(only) == len(self._option.products) for only in about)
        return Decision(self._product.id, ground, tuple(rules), shared, is_for_all, concern)

    def _decided(self, reason: Reason) -> DecisiveRule:
        if reason.is_firmed:
            return self._deciding(reason, ())
        return self._deciding(reason, self._critical(reason).smallest(Outcome.MET, self._rank_of_limits))

    def _deciding(self, reason: Reason, comparisons: tuple[Finding, ...]) -> DecisiveRule:
        return DecisiveRule(reason.rule, reason.effect, comparisons, reason.sources)

    def _fitting(self, reason: Reason, most: int) -> tuple[Finding, ...]:
        """Return what a reader would name first of an indication: numbers and classes, else what there is."""
        critical = self._critical(reason)
        single = critical.single(Outcome.MET, self._rank_of_fits, most)
        return self._most_telling(single) or critical.smallest(Outcome.MET, self._rank_of_fits, most)

    def _most_telling(self, comparisons: Sequence[Finding]) -> tuple[Finding, ...]:
        """Return the numbers and classes among comparisons, or else the claims."""
        telling = tuple(each for each in comparisons if self._kind(each.fact) <= _TELLING)
        return telling or tuple(each for each in comparisons if each.fact != DIAGNOSIS)

    def _critical(self, reason: Reason) -> Critical:
        condition = self._knowledge.condition_by_rule[reason.rule]
        return Critical(condition, reason.comparisons, self._knowledge.domains, DIAGNOSIS)

    def _with(self, effects: Iterable[Effect], outcome: Outcome) -> list[Reason]:
        wanted = frozenset(effects)
        return [each for each in self._reasons if each.effect in wanted and each.outcome is outcome]

    def _met_comparisons(self, rule: str) -> list[Finding]:
        reason = next(each for each in self._reasons if each.rule == rule)
        return [each for each in dict.fromkeys(reason.comparisons) if each.outcome is Outcome.MET]

    def _rank_of_limits(self, test: Test) -> tuple[int, ...]:
        """Numbers first, the diagnosis last, all else in the rule's order."""
        kind = self._kind(test.fact)
        return (kind if kind in (_MEASURED, _DIAGNOSIS) else _TELLING,)

    def _rank_of_fits(self, test: Test) -> tuple[int, ...]:
        """Numbers and classes first, in the rule's order, then claims, the diagnosis last."""
        return (max(self._kind(test.fact), _TELLING),)

    def _kind(self, fact: str) -> int:
        if fact == DIAGNOSIS:
            return _DIAGNOSIS
        if self._is_measured(fact):
            return _MEASURED
        domain = self._knowledge.domains[fact]
        derived = self._knowledge.derived_by_id.get(fact)
        # A claim worked out from numbers says as much as a number does.
        rests_on_numbers = derived is not None and any(map(self._is_measured, derived.inputs))
        is_claim = isinstance(domain, ChoiceDomain) and domain.is_yes_no
        return _CLAIM if is_claim and not rests_on_numbers else _TELLING

    def _is_measured(self, fact: str) -> bool:
        domain = self._knowledge.domains[fact]
        return isinstance(domain, NumberDomain) or domain.ordered


def _concern_kind(effect: Effect) -> ConcernKind:
    assert effect in ("caution", "fix_first", "disputed")
    return effect
