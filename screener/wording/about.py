"""What a rule base is about in words: its title, its limits, what its groups are called, and what else may help."""

from __future__ import annotations

from dataclasses import dataclass

from screener.knowledge.about import EVERY_GROUP
from screener.result.option import SharedChecks
from screener.wording.wording import Wording


@dataclass(frozen=True, slots=True)
class Limits:
    """What stands with every result: what it is for, what cannot wait, and what it does not say."""

    above: str
    when_to_call: str
    below: str


def title_text(wording: Wording) -> str:
    """Return the title of a report."""
    return wording.to(wording.knowledge.about.title)


def limits_of(wording: Wording) -> Limits:
    """Return what stands with every result."""
    about = wording.knowledge.about
    return Limits(
        wording.say("disclaimers.above"),
        wording.to(about.when_to_call),
        wording.say("disclaimers.below", {"outside": wording.to(about.outside)}),
    )


def shared_title(shared: SharedChecks, wording: Wording) -> str:
    """Return the heading over the checks that several flagged options share."""
    if shared.group == EVERY_GROUP:
        return wording.say("report.shared.all")
    name = next(group.name for group in wording.knowledge.about.groups if group.id == shared.group)
    return wording.say("report.shared.group", {"group": wording.to(name)})


def also_on_the_table_texts(wording: Wording) -> tuple[str, ...]:
    """Return what else to ask about where no option came up."""
    return tuple(map(wording.to, wording.knowledge.about.also_on_the_table))
