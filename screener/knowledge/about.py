"""What a rule base is about: the words that name it, how its options are grouped, and what else may help."""

from __future__ import annotations

from dataclasses import dataclass

from screener.knowledge.texts import Text

# What rules name to speak to every option; no group of a rule base has this name.
EVERY_GROUP = "all"


@dataclass(frozen=True, slots=True)
class Group:
    """Options that are told together; the name is said behind "every option": `through a catheter`."""

    id: str
    name: Text


@dataclass(frozen=True, slots=True)
class About:
    """What a rule base is about.

    Attributes:
        id: its name, such as `liver`.
        title: the title of every report.
        when_to_call: what cannot wait, whatever a report says.
        outside: one sentence on the care that these rules say nothing about.
        groups: each option is in one of them, in the order in which they are told.
        subgroups: further names by which rules speak to several options; no reader sees them.
        also_on_the_table: what else to ask about where no option came up.
    """

    id: str
    title: Text
    when_to_call: Text
    outside: Text
    groups: tuple[Group, ...]
    subgroups: tuple[str, ...]
    also_on_the_table: tuple[Text, ...]
