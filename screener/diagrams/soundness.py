"""What only diagrams can find wrong with a rule base: each finding names the rule, and what to do about it.

Every option needs, for each covered diagnosis, a patient for whom the answer is `discuss` (or a reason why there is
none), every covered diagnosis needs an indication, and a caution must not hold for everybody whom the option's
indications fit. No rule may hold for everybody or for nobody, and no two may say the same of the same patients.
"""

from __future__ import annotations

from collections.abc import Iterator

from screener.diagrams.compiled import AS_DEFINED, CompiledRules
from screener.diagrams.diagrams import FALSE
from screener.diagrams.regions import Regions, regions_of
from screener.knowledge.domains import DIAGNOSIS
from screener.knowledge.knowledge import Knowledge
from screener.knowledge.options import Product
from screener.knowledge.rules import CAUTIONING, Effect, Rule
from screener.problems import Problem


def unsound(knowledge: Knowledge, compiled: CompiledRules) -> tuple[Problem, ...]:
    """Return everything that is wrong with a rule base and that shows only over all patients."""
    checker = _Checker(knowledge, compiled)
    return (
        *checker.without_indication(),
        *checker.without_discuss(),
        *checker.constant_cautions(),
        *checker.constant_rules(),
        *checker.repeated_rules(),
    )


class _Checker:
    def __init__(self, knowledge: Knowledge, compiled: CompiledRules) -> None:
        self._knowledge = knowledge
        self._compiled = compiled
        self._diagrams = compiled.diagrams
        self._regions = {product.id: self._regions_of(product) for product in knowledge.products}

    def without_indication(self) -> Iterator[Problem]:
        indicated = self._diagrams.any_of(regions.indicated for regions in self._regions.values())
        for diagnosis in sorted(self._knowledge.covered):
            if not self._diagrams.meet(indicated, self._with(diagnosis)):
                yield Problem("diagnosis_without_indication", diagnosis, self._knowledge.covered_place)

    def without_discuss(self) -> Iterator[Problem]:
        for option in self._knowledge.options:
            excused = {diagnosis for diagnosis, _ in option.no_discuss}
            plain = self._diagrams.any_of(
                self._diagrams.all_of(self._regions[product.id].plain) for product in option.products
            )
            for diagnosis in sorted(self._knowledge.covered):
                is_reachable = self._diagrams.meet(plain, self._with(diagnosis))
                if not is_reachable and diagnosis not in excused:
                    yield Problem("option_without_discuss", option.id, option.place, diagnosis)
                if is_reachable and diagnosis in excused:
                    yield Problem("excuse_not_needed", option.id, option.place, diagnosis)

    def constant_cautions(self) -> Iterator[Problem]:
        for option in self._knowledge.options:
            for product in option.products:
                indicated = self._regions[product.id].indicated
                rules = self._knowledge.rules_by_product[product.id]
                for rule in (rule for rule in rules if rule.effect in CAUTIONING):
                    if indicated != FALSE and self._diagrams.implies(indicated, self._node(rule)):
                        yield Problem("caution_for_everybody", rule.id, rule.place, found=option.id)

    def constant_rules(self) -> Iterator[Problem]:
        """Yield rules that no covered patient meets, or all do; a note may hold for all."""
        covered = self._diagrams.any_of(map(self._with, sorted(self._knowledge.covered)))
        for rule in self._knowledge.rules_with_outcome:
            node = self._node(rule)
            if not self._diagrams.meet(covered, node):
                yield Problem("rule_never_met", rule.id, rule.place)
            elif rule.effect != "note" and self._diagrams.implies(covered, node):
                yield Problem("rule_always_met", rule.id, rule.place)

    def repeated_rules(self) -> Iterator[Problem]:
        """Yield rules that do what an earlier one does, for the same patients, stated stages included."""
        judgements = frozenset(fact.id for fact in self._knowledge.derived if fact.is_judgement)
        first: dict[tuple[frozenset[str], Effect, int, int], Rule] = {}
        for rule in self._knowledge.rules_with_outcome:
            key = rule.products, rule.effect, self._node(rule), self._compiled.rule(rule.id, judgements)
            if rule.effect != "note" and first.setdefault(key, rule) is not rule:
                yield Problem("rule_repeated", rule.id, rule.place, related=(first[key].id,))

    def _regions_of(self, product: Product) -> Regions:
        rules = self._knowledge.rules_by_product[product.id]
        return regions_of(self._diagrams, ((rule.effect, self._node(rule)) for rule in rules))

    def _node(self, rule: Rule) -> int:
        return self._compiled.rule(rule.id, AS_DEFINED)

    def _with(self, diagnosis: str) -> int:
        return self._compiled.choice(DIAGNOSIS, frozenset({diagnosis}))
