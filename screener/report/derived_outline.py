"""Derived facts as blocks: what follows from a patient's facts, how, and which of them are still open."""

from __future__ import annotations

from collections.abc import Iterator

from screener.report.blocks import Cited, Item, Line, Part, Strong, bullets, part
from screener.result.reason import cited
from screener.result.screening import DerivedResult, Screening
from screener.wording.wording import Wording
from screener.wording.worked_out import worked_out


def derived_part(screening: Screening, wording: Wording) -> Iterator[Part]:
    """Yield what was worked out; patients read only what is known."""
    telling = (each for each in worked_out(screening, wording.knowledge) if _is_telling(each, wording))
    listed = bullets(_item(each, wording) for each in telling)
    return part("derived", wording.say("report.derived"), 2, listed)


def _is_telling(derived: DerivedResult, wording: Wording) -> bool:
    is_asked_for = wording.voice == "clinician" and bool(derived.known_inputs)
    return derived.read.is_known or derived.stated is not None or is_asked_for


def _item(derived: DerivedResult, wording: Wording) -> Item:
    value = wording.value(derived.fact, derived.read)
    if derived.stated is not None:
        value = wording.say("report.stated", {"value": value})
    fact = wording.knowledge.derived_by_id[derived.fact]
    sources = Cited(tuple(cited(wording.knowledge, citation) for citation in fact.sources))
    explains: Line = (wording.to(fact.explains), sources, *(f" {text}" for text in _more(derived, wording)))
    return Item((f"{wording.fact(derived.fact)}: ", Strong(value)), (Item(explains),))


def _more(derived: DerivedResult, wording: Wording) -> Iterator[str]:
    if derived.formula_says is not None:
        value = wording.value(derived.fact, derived.formula_says)
        yield wording.say("report.formula_says", {"value": value})
    if derived.open_inputs and derived.stated is None and not derived.read.is_certain:
        yield wording.say("report.inputs_open", {"facts": wording.facts(derived.open_inputs)})
