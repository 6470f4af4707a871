"""The logic of a condition as items of a list: what must hold together stands below what joins it."""

from __future__ import annotations

from screener.knowledge.conditions import AllOf, AnyOf, Condition
from screener.report.blocks import Item, Piece
from screener.wording.wording import Wording


def logic(condition: Condition, wording: Wording, lead: tuple[Piece, ...] = ()) -> Item:
    """Return a condition in words.

    Args:
        condition: `no_surgery_planned and (tumor_count <= 2 or ecog == 0)`, for example: "all of these" with two items
            below it, the second of them "at least one of these" with two more.
        wording: the words.
        lead: what stands before it.
    """
    match condition:
        case AllOf(parts):
            title = wording.say("rules.all_of")
        case AnyOf(parts):
            title = wording.say("rules.any_of")
        case test:
            return Item((*lead, wording.test(test)))
    return Item((*lead, title), tuple(logic(part, wording) for part in parts))
