"""What one rule says about a patient, as an item of a list: its sentence with its sources, and what belongs to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from screener.analysis.deciding import closest_indications
from screener.knowledge.possible import Outcome
from screener.knowledge.rules import Effect
from screener.report.blocks import Cited, Item, Line
from screener.result.option import OptionResult
from screener.result.reason import Finding, Reason
from screener.wording.wording import Wording

MOST_DIFFERENCES = 2


def rule_sentence(reason: Reason, option: OptionResult, wording: Wording) -> str:
    """Return what a rule says, with the option's products it is about if it is not about all of them."""
    says = wording.to(reason.says)
    own = [product for product in option.products.values() if product.id in reason.only]
    if len(own) in (0, len(option.products)):
        return says
    products = wording.listed([wording.to(product.name) for product in own], "both")
    return wording.say("report.only_for", {"says": says, "products": products})


def rule_line(reason: Reason, option: OptionResult, wording: Wording) -> Line:
    """Return what a rule says, the forms it is about if it is not about all, and its sources."""
    says = rule_sentence(reason, option, wording)
    if reason.effect == "supports_with_caution":
        says = wording.say("report.weaker", {"effect": wording.effect(reason.effect), "says": says})
    return (says, Cited(reason.sources))


def rule_item(reason: Reason, option: OptionResult, wording: Wording) -> Item:
    """Return what a rule says; below it the comparisons that hold, what may lift it, and who disagrees."""
    return Item(rule_line(reason, option, wording), tuple(Item(text) for text in _conditions(reason, wording)))


def _conditions(reason: Reason, wording: Wording) -> Iterator[str]:
    met = [each for each in reason.comparisons if each.outcome is Outcome.MET]
    if met:
        yield wording.say("report.because", {"comparisons": wording.comparisons(met)})
    if reason.until is not None:
        yield wording.say("may_change", {"until": wording.to(reason.until)})
    if reason.between:
        yield wording.say("report.between", {"sources": wording.sides(reason)})


def case_item(
    reason: Reason, option: OptionResult, wording: Wording, compared: Iterable[tuple[str, Iterable[Finding]]]
) -> Item:
    """Return the case of an indication that is not met, so that nobody takes what it describes for this patient.

    Args:
        reason: the indication.
        option: the option it is about.
        wording: the words.
        compared: the catalogue's sentences to stand below, each with the comparisons it is about.
    """
    says = wording.say("report.asks", {"says": rule_sentence(reason, option, wording)})
    texts = ((key, wording.comparisons(comparisons)) for key, comparisons in compared)
    below = tuple(Item(wording.say(key, {"comparisons": text})) for key, text in texts if text)
    return Item((says, Cited(reason.sources)), below)


def rules_with(option: OptionResult, effects: Iterable[Effect], outcome: Outcome = Outcome.MET) -> list[Reason]:
    """Return what an option's rules of some effects say, where they have one outcome."""
    wanted = frozenset(effects)
    return [reason for reason in option.reasons if reason.effect in wanted and reason.outcome is outcome]


def closest_cases(option: OptionResult) -> list[tuple[Reason, list[Finding]]]:
    """Return the indications that are not met and ask for the fewest things that differ, with those comparisons."""
    return closest_indications(option.reasons)[:MOST_DIFFERENCES]


def label_notes(option: OptionResult) -> list[Reason]:
    """Return the notes on what the labels of an option's devices and drugs cover for this tumor."""
    return [reason for reason in rules_with(option, {"note"}) if reason.is_label_status]


def other_notes(option: OptionResult) -> list[Reason]:
    """Return the notes that are about something else."""
    return [reason for reason in rules_with(option, {"note"}) if not reason.is_label_status]
