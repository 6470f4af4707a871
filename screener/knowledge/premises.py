"""Premises: what an experienced reader takes a document's silence about a fact to mean.

A premise speaks only of a fact of which nothing was stated, and only where its conditions hold. It is never shown as a
fact, and whatever is stated replaces it at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from screener.knowledge.conditions import Condition
from screener.knowledge.possible import Possible
from screener.knowledge.texts import Text
from screener.problems import Place

Tier = Literal["headline", "report", "history", "known", "referral", "exception"]
Confirmation = Literal["before_talk", "before_procedure", "none"]
TIERS: tuple[Tier, ...] = get_args(Tier)
CONFIRMATIONS: tuple[Confirmation, ...] = get_args(Confirmation)


@dataclass(frozen=True, slots=True)
class Premise:
    """What silence about one fact, or one charted score, is taken to mean.

    Attributes:
        id: the fact and the number of the entry under it, such as `ecog.1`.
        possible: the values the fact is taken to have.
        diagnoses: those it is for; the diagnosis must be known to be one of them; empty for all, and for none known.
        is_for_undescribed: it speaks even where nothing is stated that describes the tumor.
        stated: at least one of these facts must be stated; empty if no fact must be.
        unless_stated: none of these facts may be stated.
        when: what must be certain from what is stated; a fact of which nothing is stated makes no condition certain.
        unless: what must not be possible with what is stated; a fact of which nothing is stated blocks nothing.
        tier: why silence speaks. `headline`: it would be said first. `report`: a report that describes the tumor would
            say so. `history`: it would stand in the list of problems. `known`: the question asks whether it is known.
            `referral`: it is true of those who are asked about at all. `exception`: an exception that nobody claimed;
            only such a premise may close an option.
        confirm: when it must be asked: before the talk, before the procedure, or never.
        why: why silence may be taken so.
        risk: what happens if that is wrong.
    """

    id: str
    fact: str
    possible: Possible
    diagnoses: frozenset[str]
    is_for_undescribed: bool
    stated: tuple[str, ...]
    unless_stated: tuple[str, ...]
    when: Condition | None
    unless: Condition | None
    tier: Tier
    confirm: Confirmation
    why: Text
    risk: Text
    place: Place
