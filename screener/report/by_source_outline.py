"""What each body says about an option, as blocks, and the rules over which bodies part."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from screener.report.blocks import Cited, Item, Part, bullets, part
from screener.report.rule_items import rule_sentence
from screener.result.by_source import BodySays, Parting
from screener.result.option import OptionResult
from screener.result.reason import Reason
from screener.wording.wording import Wording

_QUIET = ("not_settled", "silent")


def by_source_part(option: OptionResult, wording: Wording) -> Iterator[Part]:
    """Yield what each body says: first those that say something, then the others in two lines, then who parts."""
    reasons = {reason.rule: reason for reason in option.reasons}
    speaking = (body for body in option.by_source if body.claims[0].says not in _QUIET)
    bodies = bullets((*(_body(body, reasons, wording) for body in speaking), *_quiet(option, wording)))
    partings = bullets(_parting(parting, reasons[parting.rule], option, wording) for parting in option.partings)
    apart = part("partings", wording.say("report.by_source.parting"), 4, partings)
    return part("by_source", wording.say("report.by_source.title"), 4, (*bodies, *apart))


def _body(body: BodySays, reasons: Mapping[str, Reason], wording: Wording) -> Item:
    claims = (
        wording.say("report.by_source.claim", {"says": wording.says(claim.says), "rules": ", ".join(claim.rules)})
        for claim in body.claims
    )
    name = wording.bodies((body.body,))
    values = {"body": f"{name[:1].upper()}{name[1:]}", "claims": "; ".join(claims)}
    rules = (reasons[rule] for claim in body.claims for rule in claim.rules)
    sources = dict.fromkeys(source for reason in rules for source in reason.sources if source.body == body.body)
    return Item((wording.say("report.by_source.body", values), Cited(tuple(sources))))


def _quiet(option: OptionResult, wording: Wording) -> Iterator[str]:
    for says in _QUIET:
        names = [body.body for body in option.by_source if body.claims[0].says == says]
        if names:
            yield wording.say(f"report.by_source.{says}", {"bodies": wording.bodies(names)})


def _parting(parting: Parting, reason: Reason, option: OptionResult, wording: Wording) -> Item:
    """Return who stands where, and below it who speaks for the option and what decides."""
    values = {
        "effect": wording.effect(parting.effect),
        "bodies": wording.sides(reason) if reason.between else wording.bodies(parting.bodies),
        "says": rule_sentence(reason, option, wording),
        "rule": parting.rule,
    }
    says = wording.say("report.by_source.sides", values)
    return Item((says, Cited(reason.sources)), tuple(map(Item, _below(parting, wording))))


def _below(parting: Parting, wording: Wording) -> Iterator[str]:
    if parting.supporting_rules:
        bodies = wording.bodies(parting.supporting_bodies)
        values = {"bodies": bodies, "rules": ", ".join(parting.supporting_rules)}
        yield wording.say("report.by_source.speaking", values)
    if parting.decided_by:
        yield wording.say("report.by_source.decided", {"comparisons": wording.comparisons(parting.decided_by)})
