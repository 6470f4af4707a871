"""What the open rules of one product say over the completions, in groups of facts that nothing couples.

All facts that an indication rests on, and whatever is coupled to them by a rule or a statement, form the core; every
other group can only close the product or add a caution. Keeping the groups apart is exact and several times faster.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from screener.diagrams.completions import Completions
from screener.diagrams.diagrams import FALSE, TRUE
from screener.knowledge.possible import Outcome
from screener.knowledge.rules import CAUTIONING, CLOSING, INDICATIONS, Rule


@dataclass(frozen=True, slots=True)
class UnknownRule:
    """A rule whose outcome is unknown, with the diagram of where it is met."""

    rule: Rule
    node: int
    levels: frozenset[int]


@dataclass(frozen=True, slots=True)
class Group:
    """Facts that are coupled, and what the open rules say about them.

    Attributes:
        levels: the facts.
        allowed: where the statements about them hold.
        unclosed: where, besides, no stop or against is met.
        plain: where, besides, no caution is met either.
        rules: the open rules about them that are no indications.
    """

    levels: frozenset[int]
    allowed: int
    unclosed: int
    plain: int
    rules: tuple[UnknownRule, ...]


@dataclass(frozen=True, slots=True)
class ProductDiagrams:
    """One product over all completions.

    Attributes:
        core: the group of the indications.
        others: the remaining groups.
        supported: where a `supports` is met.
        indicated: where any indication is met, inside the core's statements.
        unindicated: where none is, inside the core's statements.
        flagged: where an indication is met and nothing in the core closes the product.
        indications: the open indications.
        is_closed: no completion flags the product.
        has_caution: a caution is met whatever the open facts are.
    """

    core: Group
    others: tuple[Group, ...]
    supported: int
    indicated: int
    unindicated: int
    flagged: int
    indications: tuple[UnknownRule, ...]
    is_closed: bool
    has_caution: bool


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
    met = {rule.id for rule in rules if outcomes.get(rule.id) is Outcome.MET}
    opened = [_open_rule(completions, rule) for rule in rules if outcomes.get(rule.id) is Outcome.UNKNOWN]
    indications = tuple(each for each in opened if each.rule.effect in INDICATIONS)
    is_indicated = any(rule.effect in INDICATIONS and rule.id in met for rule in rules)
    supports = [each.node for each in indications if each.rule.effect == "supports"]
    is_supported = any(rule.effect == "supports" and rule.id in met for rule in rules)
    supported = TRUE if is_supported else diagrams.any_of(supports)
    indication = TRUE if is_indicated else diagrams.any_of(each.node for each in indications)
    core_levels = diagrams.support(indication) | diagrams.support(supported)
    weighed = [each for each in opened if each.rule.effect in CLOSING | CAUTIONING]
    statements = list(completions.statements.values())
    parts = _coupled([core_levels, *(each.levels for each in weighed), *map(diagrams.support, statements)])
    core, *others = [_group(completions, levels, weighed, statements) for levels in parts]
    flagged = diagrams.both(core.unclosed, indication)
    is_closed = flagged == FALSE or any(group.unclosed == FALSE for group in others)
    return ProductDiagrams(
        core=core,
        others=tuple(others),
        supported=supported,
        indicated=diagrams.both(core.allowed, indication),
        unindicated=diagrams.both(core.allowed, diagrams.opposite(indication)),
        flagged=flagged,
        indications=indications,
        is_closed=is_closed or any(rule.effect in CLOSING and rule.id in met for rule in rules),
        has_caution=any(rule.effect in CAUTIONING and rule.id in met for rule in rules),
    )


def _open_rule(completions: Completions, rule: Rule) -> UnknownRule:
    node = completions.rule(rule.id)
    return UnknownRule(rule, node, completions.diagrams.support(node))


def _group(
    completions: Completions, levels: frozenset[int], weighed: Iterable[UnknownRule], statements: Iterable[int]
) -> Group:
    diagrams = completions.diagrams
    own = tuple(each for each in weighed if each.levels & levels)
    allowed = diagrams.all_of(node for node in statements if diagrams.support(node) & levels)
    closing = (diagrams.opposite(each.node) for each in own if each.rule.effect in CLOSING)
    unclosed = diagrams.both(allowed, diagrams.all_of(closing))
    cautions = (diagrams.opposite(each.node) for each in own if each.rule.effect in CAUTIONING)
    return Group(levels, allowed, unclosed, diagrams.both(unclosed, diagrams.all_of(cautions)), own)


def _coupled(sets: Sequence[frozenset[int]]) -> list[frozenset[int]]:
    """Return the sets united where they overlap; the first result holds the first set, even an empty one."""
    first, *rest = sets
    united = [set(first)]
    for levels in rest:
        if not levels:
            continue
        touching = [index for index, group in enumerate(united) if group & levels]
        if not touching:
            united.append(set(levels))
            continue
        home = united[touching[0]]
        home |= levels
        for index in reversed(touching[1:]):
            home |= united.pop(index)
    return [frozenset(group) for group in united]
