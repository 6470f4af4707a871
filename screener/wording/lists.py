"""What stands in lists of reports and screens alike: bodies, partings and combinations in words, with their sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from screener.analysis.deciding import closest_indications
from screener.knowledge.possible import Outcome
from screener.result.by_source import BodySays, Parting
from screener.result.option import OptionResult
from screener.result.reason import Finding, Reason, SourceCited
from screener.result.screening import Screening
from screener.wording.wording import Wording

MOST_DIFFERENCES = 2

_QUIET = ("not_settled", "silent")


@dataclass(frozen=True, slots=True)
class ListItem:
    """One item of a list: what it says, its sources, and what stands below it."""

    text: str
    sources: tuple[SourceCited, ...] = ()
    below: tuple[str, ...] = ()


def closest_cases(option: OptionResult) -> list[tuple[Reason, list[Finding]]]:
    """Return the indications that are not met and ask for the fewest things that differ, with those comparisons."""
    return closest_indications(option.reasons)[:MOST_DIFFERENCES]


def label_notes(option: OptionResult) -> list[Reason]:
    """Return the notes on what the labels of an option's devices and drugs cover for this tumor."""
    return [reason for reason in _notes(option) if reason.is_label_status]


def other_notes(option: OptionResult) -> list[Reason]:
    """Return the notes that are about something else."""
    return [reason for reason in _notes(option) if not reason.is_label_status]


def _notes(option: OptionResult) -> list[Reason]:
    return [reason for reason in option.reasons if reason.effect == "note" and reason.outcome is Outcome.MET]


def rule_sentence(reason: Reason, option: OptionResult, wording: Wording) -> str:
    """Return what a rule says, with the option's products it is about if it is not about all of them."""
    says = wording.to(reason.says)
    own = [product for product in option.products.values() if product.id in reason.only]
    if len(own) in (0, len(option.products)):
        return says
    products = wording.listed([wording.to(product.name) for product in own], "both")
    return wording.say("report.only_for", {"says": says, "products": products})


def body_items(option: OptionResult, wording: Wording) -> tuple[ListItem, ...]:
    """Return what each body says about an option: first those that say something, then the others in two lines."""
    reasons = {reason.rule: reason for reason in option.reasons}
    bodies = option.by_source
    speaking = (body for body in bodies if body.claims[0].says not in _QUIET)
    return (*(_body(body, reasons, wording) for body in speaking), *_quiet(bodies, wording))


def _body(body: BodySays, reasons: dict[str, Reason], wording: Wording) -> ListItem:
    claims = (
        wording.say("report.by_source.claim", {"says": wording.says(claim.says), "rules": ", ".join(claim.rules)})
        for claim in body.claims
    )
    name = wording.bodies((body.body,))
    values = {"body": f"{name[:1].upper()}{name[1:]}", "claims": "; ".join(claims)}
    rules = (reasons[rule] for claim in body.claims for rule in claim.rules)
    sources = dict.fromkeys(source for reason in rules for source in reason.sources if source.body == body.body)
    return ListItem(wording.say("report.by_source.body", values), tuple(sources))


def _quiet(bodies: Sequence[BodySays], wording: Wording) -> Iterator[ListItem]:
    for says in _QUIET:
        names = [body.body for body in bodies if body.claims[0].says == says]
        if names:
            yield ListItem(wording.say(f"report.by_source.{says}", {"bodies": wording.bodies(names)}))


def parting_items(option: OptionResult, wording: Wording) -> tuple[ListItem, ...]:
    """Return the rules over which bodies part about an option: who stands where, and what decides."""
    reasons = {reason.rule: reason for reason in option.reasons}
    return tuple(_parting(parting, reasons[parting.rule], option, wording) for parting in option.partings)


def _parting(parting: Parting, reason: Reason, option: OptionResult, wording: Wording) -> ListItem:
    bodies = wording.sides(reason) if reason.between else wording.bodies(parting.bodies)
    says = {
        "effect": wording.effect(parting.effect),
        "bodies": bodies,
        "says": rule_sentence(reason, option, wording),
        "rule": parting.rule,
    }
    below = []
    if parting.supporting_rules:
        supporting = {
            "bodies": wording.bodies(parting.supporting_bodies),
            "rules": ", ".join(parting.supporting_rules),
        }
        below.append(wording.say("report.by_source.speaking", supporting))
    if parting.decided_by:
        decided = {"comparisons": wording.comparisons(parting.decided_by)}
        below.append(wording.say("report.by_source.decided", decided))
    return ListItem(wording.say("report.by_source.sides", says), reason.sources, tuple(below))


def combination_items(screening: Screening, wording: Wording) -> tuple[ListItem, ...]:
    """Return the notes that combine flagged options, each pair under the first note that names it."""
    names = {option.id: wording.to(option.name) for option in wording.knowledge.options}
    pairs: dict[str, list[str]] = {}
    notes = {}
    for combination in screening.combinations:
        note = combination.notes[0]
        notes[note.rule] = note
        first, second = (names[option] for option in combination.options)
        pairs.setdefault(note.rule, []).append(wording.say("report.together.pair", {"first": first, "second": second}))
    return tuple(ListItem(wording.to(note.says), note.sources, tuple(pairs[rule])) for rule, note in notes.items())
