"""From rule outcomes to the answer for each option: the most open status of its products, the union of their lists."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Literal, TypeVar

from screener.analysis.analysis import Analysis
from screener.analysis.fits import best_fit
from screener.analysis.reasons import finding_of
from screener.analysis.statuses import status_from_outcomes, status_over_completions, why_not_flagged
from screener.knowledge.about import EVERY_GROUP
from screener.knowledge.knowledge import Knowledge
from screener.knowledge.options import Option, Product
from screener.knowledge.possible import Outcome, Possible
from screener.knowledge.rules import Rule
from screener.result.option import (
    FLAGGED,
    STATUSES,
    WHY_NOT,
    FitsSoFar,
    OpenFact,
    OptionResult,
    ProductResult,
    SharedChecks,
    Status,
)
from screener.result.reason import Reason

_Entries = tuple[OpenFact, ...] | None
_Item = TypeVar("_Item")
_Lists = tuple[_Entries, _Entries, _Entries]


def option_results(
    knowledge: Knowledge,
    known: Mapping[str, Possible],
    outcomes: Mapping[str, Outcome],
    reasons: Mapping[str, Reason],
    analysis: Analysis | None,
) -> dict[str, OptionResult]:
    """Return the answer for every option, in the rule base's order.

    Args:
        knowledge: the rule base.
        known: what is known of every fact.
        outcomes: every rule's outcome.
        reasons: what every rule says, by rule id.
        analysis: the patient's analysis, or None to leave it out.
    """
    results = {}
    for option in knowledge.options:
        products = {
            product.id: _product_result(knowledge, product, known, outcomes, analysis) for product in option.products
        }
        own_reasons = tuple(reasons[rule.id] for rule in knowledge.rules_by_option[option.id])
        settled = None if analysis is None else analysis.settled_facts(option)
        results[option.id] = _option_result(option, products, own_reasons, settled)
    return results


def _product_result(
    knowledge: Knowledge,
    product: Product,
    known: Mapping[str, Possible],
    outcomes: Mapping[str, Outcome],
    analysis: Analysis | None,
) -> ProductResult:
    rules = knowledge.rules_by_product[product.id]
    status = status_from_outcomes(rules, outcomes) if analysis is None else _product_status(analysis, product)
    missing, still_to_check, could_strengthen = _open_lists(analysis, product, status)
    why_not, may_change = why_not_flagged(rules, outcomes) if status == "not_flagged" else (None, False)
    return ProductResult(
        id=product.id,
        name=product.name,
        status=status,
        why_not=why_not,
        may_change=may_change,
        fits_so_far=_fit_so_far(knowledge, rules, outcomes, known) if status == "cannot_tell" else None,
        missing=missing,
        still_to_check=still_to_check,
        could_strengthen=could_strengthen,
    )


def option_status(analysis: Analysis, option: Option) -> Status:
    """Return an option's status: the most open one of its products."""
    return min((_product_status(analysis, product) for product in option.products), key=STATUSES.index)


def _product_status(analysis: Analysis, product: Product) -> Status:
    if not analysis.hangs_on_unknown_rules(product.id):
        return status_from_outcomes(analysis.knowledge.rules_by_product[product.id], analysis.outcomes)
    return status_over_completions(analysis.completions, analysis.product(product.id))


def _open_lists(analysis: Analysis | None, product: Product, status: Status) -> _Lists:
    """Return what is missing, what is still to check and what could strengthen; None where the analysis is left out."""
    if analysis is None:
        return None, None, None
    if status == "not_flagged" or not analysis.hangs_on_unknown_rules(product.id):
        return (), (), ()
    open_facts = analysis.open_facts(product.id)
    missing, still_to_check = open_facts.missing(), open_facts.still_to_check()
    if status != "discuss_with_caution":
        return missing, still_to_check, ()
    return missing, still_to_check, open_facts.could_strengthen([entry.fact for entry in (*missing, *still_to_check)])


def _fit_so_far(
    knowledge: Knowledge, rules: Sequence[Rule], outcomes: Mapping[str, Outcome], known: Mapping[str, Possible]
) -> FitsSoFar | None:
    found = best_fit(rules, outcomes, known)
    if found is None:
        return None
    rule, fit = found
    return FitsSoFar(
        rule.id,
        rule.says,
        tuple(finding_of(knowledge, test, known) for test in fit.met),
        tuple(finding_of(knowledge, test, known) for test in fit.unknown),
    )


def _option_result(
    option: Option,
    products: dict[str, ProductResult],
    reasons: tuple[Reason, ...],
    settled: tuple[str, ...] | None,
) -> OptionResult:
    results = list(products.values())
    shown = min(results, key=lambda result: STATUSES.index(result.status))
    is_closed = shown.status == "not_flagged"
    why_not = min((each.why_not for each in results if each.why_not), key=WHY_NOT.index) if is_closed else None
    missing = _united([each.missing for each in results])
    still_to_check = _united([each.still_to_check for each in results])
    listed = {entry.fact for entry in (*(missing or ()), *(still_to_check or ()))}
    return OptionResult(
        id=option.id,
        group=option.group,
        name=option.name,
        what=option.what,
        status=shown.status,
        why_not=why_not,
        may_change=is_closed and any(each.may_change for each in results),
        products=products,
        fits_so_far=shown.fits_so_far,
        reasons=reasons,
        missing=missing,
        still_to_check=still_to_check,
        could_strengthen=_united([each.could_strengthen for each in results], listed),
        no_longer_matters=settled,
    )


def _united(lists: Sequence[_Entries], listed: Collection[str] = ()) -> _Entries:
    """Return the union of the products' lists; what is said of a fact by several is put together.

    Args:
        lists: the products' lists; None if the analysis was left out.
        listed: facts that stand elsewhere already.
    """
    by_fact: dict[str, list[OpenFact]] = {}
    for entries in lists:
        if entries is None:
            return None
        for entry in entries:
            by_fact.setdefault(entry.fact, []).append(entry)
    return tuple(_one(entries) for fact, entries in by_fact.items() if fact not in listed)


def _one(entries: Sequence[OpenFact]) -> OpenFact:
    first, *rest = entries
    if not rest:
        return first
    could: Literal["close", "caution"] | None = (
        "close" if any(each.could == "close" for each in entries) else first.could
    )
    return OpenFact(
        fact=first.fact,
        rules=_in_order(each.rules for each in entries),
        values=_in_order(each.values for each in entries),
        or_state=tuple(score for score in first.or_state if all(score in each.or_state for each in rest)),
        could=could,
        known_at=first.known_at,
    )


def _in_order(lists: Iterable[tuple[_Item, ...]]) -> tuple[_Item, ...]:
    return tuple(dict.fromkeys(item for items in lists for item in items))


def shared_checks(options: Mapping[str, OptionResult]) -> tuple[SharedChecks, ...]:
    """Return the checks that every flagged option shares, then those that every flagged one of a group shares."""
    flagged = [option for option in options.values() if option.status in FLAGGED and option.still_to_check is not None]
    everywhere = _shared_by(flagged)
    shared = [SharedChecks(EVERY_GROUP, everywhere)]
    for group in dict.fromkeys(option.group for option in flagged):
        own = _shared_by([option for option in flagged if option.group == group])
        shared.append(SharedChecks(group, tuple(fact for fact in own if fact not in everywhere)))
    return tuple(each for each in shared if each.facts)


def _shared_by(options: Sequence[OptionResult]) -> tuple[str, ...]:
    if len(options) < 2:
        return ()
    lists = [[entry.fact for entry in option.still_to_check or ()] for option in options]
    return tuple(fact for fact in lists[0] if all(fact in others for others in lists[1:]))
