"""Rules, notices, and why rules that oppose each other may meet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from screener.knowledge.conditions import Condition
from screener.knowledge.sources import Citation
from screener.knowledge.texts import Text
from screener.problems import Place

Effect = Literal["supports", "supports_with_caution", "caution", "fix_first", "disputed", "against", "stop", "note"]
EFFECTS: tuple[Effect, ...] = get_args(Effect)
INDICATIONS: frozenset[Effect] = frozenset({"supports", "supports_with_caution"})
CLOSING: frozenset[Effect] = frozenset({"stop", "against"})
CAUTIONING: frozenset[Effect] = frozenset({"caution", "fix_first", "disputed"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """What a rule and a plain note have in common: what sources say about options, and where it stands.

    Attributes:
        diagnoses: those with which it can hold, covered or not; empty if the rule base has no diagnoses.
        products: the ids of the products it is about.
        until: what may lift a stop or an against.
        between: the keys of the sources that disagree.
        partners: the options a note combines its own with.
        is_label_status: a note on what the label of a device or drug covers.
        as_written: the condition as written, without the diagnoses; blank if there is no more of it.
        place: where it stands in its file.
        order: position in the rule base, from 0.
    """

    id: str
    effect: Effect
    options: tuple[str, ...]
    products: frozenset[str]
    says: Text
    citations: tuple[Citation, ...]
    rows: tuple[str, ...]
    review_by: str
    place: Place
    order: int
    diagnoses: frozenset[str]
    as_written: str = ""
    until: Text | None = None
    between: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    is_label_status: bool = False
    reads_work_up: str = ""
    reviewed_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule(_Entry):
    """A claim of one or more sources about one or more options, for patients who meet its condition.

    Attributes:
        condition: what must hold, the rule's diagnoses included.
    """

    condition: Condition


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainNote(_Entry):
    """A note without a condition: it holds for everybody, and so has no outcome."""

    effect: Literal["note"] = "note"


AnyRule = Rule | PlainNote


@dataclass(frozen=True, slots=True)
class Notice:
    """A condition with what to say when it holds: scope, urgent help, impossible combinations."""

    id: str
    condition: Condition
    says: Text
    turn_to: Text | None = None


@dataclass(frozen=True, slots=True)
class AcceptedTension:
    """Why a stop, against or disputed rule may meet a patient whom an indication fits.

    Attributes:
        rule: the id of the stop, against or disputed rule.
        indication: the id of the only indication it is said of; empty for all others.
        place: where it stands in its file.
    """

    rule: str
    indication: str
    why: str
    place: Place
