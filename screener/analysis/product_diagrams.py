"""What the rules of one product say over the completions, in groups of facts that nothing couples.

A rule that is known reads nothing any more: it is met everywhere or nowhere. Two open facts are in one group if an
unknown rule reads both, or if a stated fact ties them. The group that the indications read is the core. In the example
`supports` reads spread and size, `caution` reads the size, and `stop` reads the infection, so there are two groups.
Each lets the product come so far:

                    size 1 to 2     size 3          size 4
    spread none     plain           flagged         unindicated
    spread some     unindicated     unindicated     unindicated

    infection yes   indicated
    infection no    plain

A completion takes one box of each group. The product is flagged in it if both boxes let it be, and a plain `discuss` if
both let it be that: what "flagged" and "plain" ask for (`diagrams.regions`) are claims that must all hold, and each
claim reads facts of one group only. An infection leaves the product indicated and no more, which closes it. So six
boxes and two are looked at instead of twelve; of ten groups with ten boxes each, a hundred instead of ten billion.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from screener.diagrams.completions import Completions
from screener.diagrams.coupling import by_group, coupled
from screener.diagrams.diagrams import FALSE, TRUE, Diagrams
from screener.diagrams.regions import Claims, Regions, regions_of
from screener.knowledge.possible import Outcome
from screener.knowledge.rules import CAUTIONING, CLOSING, INDICATIONS, Rule


@dataclass(frozen=True, slots=True)
class UnknownRule:
    """A rule whose outcome is unknown.

    Attributes:
        node: where it is met.
        levels: the facts on which that hangs.
    """

    rule: Rule
    node: int
    levels: frozenset[int]


@dataclass(frozen=True, slots=True)
class Group:
    """Facts that are coupled, and how far they let the product come.

    Attributes:
        levels: the facts.
        allowed: where what is stated about them holds.
        indicated: where, besides, an indication is met, as far as these facts tell.
        flagged: where, besides, the product is flagged, as far as these facts tell.
        plain: where, besides, it is a plain `discuss`, as far as these facts tell.
        rules: the unknown rules about them that are no indications.
    """

    levels: frozenset[int]
    allowed: int
    indicated: int
    flagged: int
    plain: int
    rules: tuple[UnknownRule, ...]


@dataclass(frozen=True, slots=True)
class ProductDiagrams:
    """One product over all completions.

    Attributes:
        groups: the core, then every other group that some rule is about.
        supported: where a `supports` is met.
        unindicated: where no indication is met, inside what is stated about the core.
        indications: the unknown indications.
    """

    groups: tuple[Group, ...]
    supported: int
    unindicated: int
    indications: tuple[UnknownRule, ...]

    @property
    def core(self) -> Group:
        """The group of all facts that the indications rest on."""
        return self.groups[0]

    @property
    def is_closed(self) -> bool:
        """True if no completion flags the product."""
        return any(group.flagged == FALSE for group in self.groups)

    @property
    def may_be_plain(self) -> bool:
        """True if some completion makes the product a plain `discuss`."""
        return all(group.plain != FALSE for group in self.groups)


def product_diagrams(
    completions: Completions, rules: Sequence[Rule], outcomes: Mapping[str, Outcome]
) -> ProductDiagrams:
    """Return what the rules of one product say over the completions.

    Args:
        completions: the patient's completions.
        rules: the product's rules.
        outcomes: every rule's outcome, firmed up.
    """
    diagrams = completions.diagrams
    unknown = [_unknown_rule(completions, rule) for rule in rules if outcomes[rule.id] is Outcome.UNKNOWN]
    met = [(rule.effect, TRUE) for rule in rules if outcomes[rule.id] is Outcome.MET]
    regions = regions_of(diagrams, [*met, *((each.rule.effect, each.node) for each in unknown)])
    weighed = [each for each in unknown if each.rule.effect in CLOSING | CAUTIONING]
    groups = tuple(_groups(diagrams, regions, weighed, tuple(completions.stated_by_fact.values())))
    return ProductDiagrams(
        groups=groups,
        supported=regions.supported,
        unindicated=diagrams.both(groups[0].allowed, diagrams.opposite(regions.indicated)),
        indications=tuple(each for each in unknown if each.rule.effect in INDICATIONS),
    )


def _unknown_rule(completions: Completions, rule: Rule) -> UnknownRule:
    node = completions.rule(rule.id)
    return UnknownRule(rule, node, completions.diagrams.support(node))


def _groups(diagrams: Diagrams, regions: Regions, weighed: Sequence[UnknownRule], stated: Claims) -> Iterator[Group]:
    """Yield the core, even if no indication is unknown, and then the other groups that a rule is about."""
    # "Not indicated" asks for all indications at once, so they stay together even where nothing couples their facts.
    core = diagrams.support(regions.indicated) | diagrams.support(regions.supported)
    sets = coupled([core, *(each.levels for each in weighed), *map(diagrams.support, stated)])
    parts = sets if core else [core, *sets]
    shares = zip(
        parts,
        by_group(parts, stated, diagrams.support),
        by_group(parts, regions.unclosed, diagrams.support),
        by_group(parts, regions.uncautioned, diagrams.support),
        by_group(parts, weighed, lambda each: each.levels),
        strict=True,
    )
    for number, (levels, allowed, unclosed, uncautioned, rules) in enumerate(shares):
        is_core = number == 0
        # The facts of another group say nothing of the indications: as far as they tell, these are met.
        indicated, supported = (regions.indicated, regions.supported) if is_core else (TRUE, TRUE)
        if is_core or rules:
            share = Regions(indicated, supported, tuple(unclosed), tuple(uncautioned))
            yield _group(diagrams, levels, diagrams.all_of(allowed), share, tuple(rules))


def _group(
    diagrams: Diagrams, levels: frozenset[int], allowed: int, share: Regions, rules: tuple[UnknownRule, ...]
) -> Group:
    return Group(
        levels=levels,
        allowed=allowed,
        indicated=diagrams.both(allowed, share.indicated),
        flagged=diagrams.all_of((allowed, *share.flagged)),
        plain=diagrams.all_of((allowed, *share.plain)),
        rules=rules,
    )
