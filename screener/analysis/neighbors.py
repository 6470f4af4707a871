"""The neighbors of a patient: all patients who differ in known facts only, and the status each option has for them.

The known facts are set free in the diagrams, and what is unknown is projected away.
"""

from __future__ import annotations

from collections.abc import Mapping

from screener.diagrams.compiled import CompiledRules
from screener.diagrams.completions import Completions
from screener.diagrams.coupling import by_group, coupled
from screener.diagrams.diagrams import FALSE, TRUE, Diagrams
from screener.diagrams.paths import holds
from screener.diagrams.regions import Claims, regions_of
from screener.knowledge.domains import DIAGNOSIS
from screener.knowledge.knowledge import Knowledge
from screener.knowledge.options import Option, Product
from screener.knowledge.possible import Possible, everything, is_open
from screener.result.option import STATUSES, Status

Facts = Mapping[str, Possible]


class Neighbors:
    """All patients who differ from this one in known facts only, and the status each product has for them.

    Attributes:
        known: what is known of the facts that may change.
        current: the cell of each such fact, by level.
    """

    def __init__(self, knowledge: Knowledge, compiled: CompiledRules, asked: Facts, stated: Facts) -> None:
        """Set free what is known as one value.

        Raises:
            PatientError: what is stated contradicts itself.
        """
        derived = knowledge.derived_by_id
        judged = {name: value for name, value in stated.items() if derived[name].is_judgement}
        exact = {
            name: value
            for name, value in {**asked, **judged}.items()
            if name != DIAGNOSIS and not is_open(value) and name in compiled.level
        }
        others = {name: value for name, value in asked.items() if name not in exact}
        freed = {name: everything(derived[name].domain) if name in exact else value for name, value in stated.items()}
        self.completions = Completions(knowledge, compiled, others, freed)
        cells = self._cells(exact)
        between = {name: value for name, value in exact.items() if name not in cells}
        if between:
            # A half step between two grades is both grid values beside it: it has no cell to leave and stays as it is.
            self.completions = Completions(knowledge, compiled, {**others, **between}, freed)
            cells = self._cells({name: exact[name] for name in cells})
        self.diagrams: Diagrams = self.completions.diagrams
        self.known = {name: exact[name] for name in cells}
        self.current = {self.completions.level[name]: cell for name, cell in cells.items()}
        self._knowledge = knowledge
        self._kept = frozenset(self.current)
        self._stated = tuple(self.completions.stated_by_fact.values())
        self._products: dict[str, tuple[int, int, int]] = {}
        self._valid = self._validity()

    def _cells(self, exact: Facts) -> dict[str, int]:
        """Return the cell of each fact known as one value, if it has one among those that may be chosen."""
        cells = {name: self.completions.index_of(name, value) for name, value in exact.items()}
        return {name: cell for name, cell in cells.items() if cell is not None}

    def differing(self, option: Option, status: Status) -> int:
        """Return where an option's status is another than the given one, for facts that can go together."""
        discuss, flagged, unclosed = self._at_least(option)
        levels = {"discuss": discuss, "discuss_with_caution": flagged, "cannot_tell": unclosed, "not_flagged": TRUE}
        more = STATUSES[STATUSES.index(status) - 1] if status != STATUSES[0] else None
        better = levels[more] if more else FALSE
        return self.diagrams.both(self._valid, self.diagrams.either(better, self.diagrams.opposite(levels[status])))

    def status(self, option: Option, cells: Mapping[int, int]) -> Status:
        """Return an option's status for one value of every fact that may change."""
        for status, node in zip(STATUSES, self._at_least(option), strict=False):
            if holds(self.diagrams, node, cells):
                return status
        return "not_flagged"

    def _at_least(self, option: Option) -> tuple[int, int, int]:
        """Return where an option is discuss, at least flagged, at least unclosed: the best of its products."""
        products = [self._product(product) for product in option.products]
        discuss, flagged, unclosed = (self.diagrams.any_of(nodes) for nodes in zip(*products, strict=True))
        return discuss, flagged, unclosed

    def _product(self, product: Product) -> tuple[int, int, int]:
        found = self._products.get(product.id)
        if found is None:
            diagrams = self.diagrams
            rules = self._knowledge.rules_by_product[product.id]
            regions = regions_of(diagrams, ((rule.effect, self.completions.rule(rule.id)) for rule in rules))
            unclosed = self._possible(regions.flagged)
            flagged = diagrams.both(unclosed, self._certain(regions.indicated))
            plain = FALSE if flagged == FALSE else self._possible(regions.plain)
            discuss = diagrams.all_of((flagged, self._certain(regions.supported), plain))
            found = self._products[product.id] = discuss, flagged, unclosed
        return found

    def _validity(self) -> int:
        """Return for which known facts a patient may lie inside the scope, with facts that may go together."""
        diagrams, completions = self.diagrams, self.completions
        notices = (*self._knowledge.scope, *self._knowledge.impossible)
        avoidable = (diagrams.opposite(completions.notice(each.id)) for each in notices)
        return diagrams.all_of((self._possible(()), *(self._possible((node,)) for node in avoidable)))

    def _certain(self, claim: int) -> int:
        """Return for which known facts every completion makes a claim true."""
        opposite = self.diagrams.opposite
        return opposite(self._possible((opposite(claim),)))

    def _possible(self, claims: Claims) -> int:
        """Return for which known facts some completion makes all claims true."""
        diagrams = self.diagrams
        left_open = {claim: diagrams.support(claim) - self._kept for claim in (*claims, *self._stated)}
        groups = [frozenset[int](), *coupled(left_open.values())]
        # Claims that share no fact that is left open can be projected apart.
        together = map(diagrams.all_of, by_group(groups, left_open, left_open.__getitem__))
        return diagrams.all_of(diagrams.projected(node, self._kept) for node in together)
