"""The neighbors of a patient: all patients who differ in known facts only, and the status each option has for them.

Take the example of `screener.diagrams` with more known: `spread` is none, `size` is 2, `frail` is no, `infection` is
unknown. The known facts are set free in the diagrams, the infection stays as open as it is. Then the option's status is
a matter of the known facts alone. With `frail` at no:

                    size 1 to 2     size 3                  size 4
    spread none     discuss         discuss_with_caution    not_flagged
    spread some     not_flagged     not_flagged             not_flagged

The patient stands in the first box, and every box with another status is a change that would alter it. The diagrams
hold such tables without writing them out. An open fact is projected away: what remains says for which known facts some
value of the open one makes a claim true (it is possible), or every value does (it is certain). With these two words in
place of "in some completion" and "in every completion", the status of a box is found as `statuses` finds that of one
patient.
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
        completions: the completions of all of them.
        diagrams: makes and combines their diagrams.
        known: what is known of the facts that may change.
        current: the cell of each such fact, by level.
    """

    def __init__(self, knowledge: Knowledge, compiled: CompiledRules, asked: Facts, stated: Facts) -> None:
        """Set free what is known as one value.

        Raises:
            PatientError: what is stated contradicts itself.
        """
        self._knowledge = knowledge
        exact = _single_values(knowledge, asked, stated)
        self.completions = Completions(knowledge, compiled, *_freed(knowledge, asked, stated, exact))
        cells = self._cells(exact)
        if len(cells) < len(exact):
            # A half step between two grades is both grid values beside it: it has no cell to leave and stays as it is.
            exact = {name: exact[name] for name in cells}
            self.completions = Completions(knowledge, compiled, *_freed(knowledge, asked, stated, exact))
            cells = self._cells(exact)
        self.diagrams: Diagrams = self.completions.diagrams
        self.known = exact
        self.current = {self.completions.level[name]: cell for name, cell in cells.items()}
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
        number = STATUSES.index(status)
        before, until = (FALSE, *self._up_to(option))[number : number + 2]
        return self.diagrams.both(self._valid, self.diagrams.either(before, self.diagrams.opposite(until)))

    def status(self, option: Option, cells: Mapping[int, int]) -> Status:
        """Return an option's status for one value of every fact that may change."""
        nested = zip(STATUSES, self._up_to(option), strict=True)
        return next(status for status, node in nested if holds(self.diagrams, node, cells))

    def _up_to(self, option: Option) -> tuple[int, ...]:
        """Return for each status where an option has it or one before it: the first that any of its products has."""
        products = [self._product(product) for product in option.products]
        return *(self.diagrams.any_of(nodes) for nodes in zip(*products, strict=True)), TRUE

    def _product(self, product: Product) -> tuple[int, int, int]:
        """Return where a product is a `discuss`, where it is flagged, and where it is not `not_flagged`."""
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


def _single_values(knowledge: Knowledge, asked: Facts, stated: Facts) -> dict[str, Possible]:
    """Return the facts known as one value that may change: asked ones and judgements, but not the diagnosis."""
    judged = {name: value for name, value in stated.items() if knowledge.derived_by_id[name].is_judgement}
    return {name: value for name, value in {**asked, **judged}.items() if name != DIAGNOSIS and not is_open(value)}


def _freed(knowledge: Knowledge, asked: Facts, stated: Facts, exact: Facts) -> tuple[Facts, Facts]:
    """Return what is asked and stated of all neighbors; a judgement stays stated, with any value."""
    others = {name: value for name, value in asked.items() if name not in exact}
    return others, {
        name: everything(knowledge.domains[name]) if name in exact else value for name, value in stated.items()
    }
