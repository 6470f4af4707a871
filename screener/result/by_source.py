"""By source: what each body behind an option's rules says for this patient, and where bodies part.

A body has no status of its own, and nothing here decides one. Notes argue neither way, so they are left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from screener.knowledge.possible import Outcome
from screener.knowledge.rules import CLOSING, INDICATIONS, Effect
from screener.result.reason import Finding, Reason

Says = Literal["supports", "against", "stop", "caution", "not_settled", "silent"]
_SAYS: Mapping[Effect, Says] = MappingProxyType(
    {
        "supports": "supports",
        "supports_with_caution": "supports",
        "against": "against",
        "stop": "stop",
        "caution": "caution",
        "fix_first": "caution",
        "disputed": "caution",
    }
)
_IN_ORDER = tuple(dict.fromkeys(_SAYS.values()))


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing a body says about an option for this patient, and the rules it stands in."""

    says: Says
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BodySays:
    """What one body says about an option for this patient. A body has no status of its own.

    Attributes:
        body: who speaks, or the kind of source: FDA, trial, review.
        claims: what its met rules say, support first; `not_settled` alone where none is met and one is unknown;
            `silent` alone where none is met or unknown.
    """

    body: str
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Parting:
    """A met rule over which bodies part.

    Attributes:
        rule: the rule that argues against, says not to, or tells of a disagreement.
        effect: against, stop or disputed.
        bodies: who stands behind it; of a disagreement, its sides.
        supporting_bodies: who speaks for the same product and does not stand behind the rule.
        supporting_rules: the met indications in which they do.
        decided_by: the rule's comparisons that hold, without those that these indications make too.
    """

    rule: str
    effect: Effect
    bodies: tuple[str, ...]
    supporting_bodies: tuple[str, ...]
    supporting_rules: tuple[str, ...]
    decided_by: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class _Speaker:
    """Who stands behind a rule: a body by its name, or, if small letters name only a kind, one source of that kind."""

    body: str
    key: str


def bodies_of(reasons: Sequence[Reason]) -> tuple[BodySays, ...]:
    """Return what each body says, in the order in which reasons cite it.

    Args:
        reasons: what every rule about an option says.
    """
    by_body: dict[str, list[Reason]] = {}
    for reason in reasons:
        if reason.effect in _SAYS:
            for body in dict.fromkeys(source.body for source in reason.sources):
                by_body.setdefault(body, []).append(reason)
    return tuple(BodySays(body, tuple(_claims(own))) for body, own in by_body.items())


def _claims(reasons: Sequence[Reason]) -> Iterator[Claim]:
    met = [reason for reason in reasons if reason.outcome is Outcome.MET]
    unknown = [reason for reason in reasons if reason.outcome is Outcome.UNKNOWN]
    if not met:
        yield Claim("not_settled", _rules(unknown)) if unknown else Claim("silent", _rules(reasons))
    for says in _IN_ORDER:
        own = [reason for reason in met if _SAYS[reason.effect] == says]
        if own:
            yield Claim(says, _rules(own))


def partings_of(reasons: Sequence[Reason], products: Sequence[str]) -> tuple[Parting, ...]:
    """Return the met rules over which bodies part.

    Args:
        reasons: what every rule about an option says.
        products: the option's products; nobody parts over what another product gets.
    """
    met = [reason for reason in reasons if reason.outcome is Outcome.MET]
    indications = [reason for reason in met if reason.effect in INDICATIONS]
    partings = []
    for reason in met:
        if reason.effect in CLOSING or reason.effect == "disputed":
            about, behind = _about(reason, products), _speakers(reason)
            supporting = [
                each
                for each in indications
                if about & _about(each, products) and not behind.keys() >= _speakers(each).keys()
            ]
            # A disagreement tells of two sides itself; any other rule needs somebody who says otherwise.
            if supporting or reason.effect == "disputed":
                partings.append(_parting(reason, supporting))
    return tuple(partings)


def _parting(reason: Reason, supporting: Sequence[Reason]) -> Parting:
    behind = _speakers(reason)
    others = (speaker for each in supporting for speaker in _speakers(each) if speaker not in behind)
    return Parting(
        rule=reason.rule,
        effect=reason.effect,
        bodies=tuple(dict.fromkeys(speaker.body for speaker in behind)),
        supporting_bodies=tuple(dict.fromkeys(speaker.body for speaker in others)),
        supporting_rules=_rules(supporting),
        decided_by=_decided_by(reason, supporting),
    )


def _decided_by(reason: Reason, supporting: Sequence[Reason]) -> tuple[Finding, ...]:
    """Return the comparisons that set a rule apart from the indications it stands against, or else all that hold."""
    held = tuple(dict.fromkeys(each for each in reason.comparisons if each.outcome is Outcome.MET))
    own = [each for each in held if not any(each in indication.comparisons for indication in supporting)]
    return tuple(own) or held


def _speakers(reason: Reason) -> dict[_Speaker, None]:
    """Return who stands behind a rule, in its order; of a disagreement, its sides."""
    sources = (source for source in reason.sources if not reason.between or source.key in reason.between)
    # Two trials are two speakers, two editions of one guideline are not.
    return dict.fromkeys(_Speaker(source.body, source.key if source.body.islower() else "") for source in sources)


def _about(reason: Reason, products: Sequence[str]) -> set[str]:
    return {product for product in products if not reason.only or product in reason.only}


def _rules(reasons: Sequence[Reason]) -> tuple[str, ...]:
    return tuple(reason.rule for reason in reasons)
