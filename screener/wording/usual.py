"""The usual reading in words: what would follow if silence means what it is taken to mean."""

from __future__ import annotations

from screener.result.option import OptionResult
from screener.result.screening import Screening
from screener.result.usual import PremiseResult
from screener.wording.wording import Wording


def usual_text(option: OptionResult, wording: Wording) -> str:
    """Return what the usual reading says of an option; blank if it says the same as what is certain."""
    usual = option.usual
    if usual is None or usual.status == option.status:
        return ""
    return wording.counted("report.usual.line", len(usual.premises), {"status": wording.status(usual.status)})


def premise_text(premise: PremiseResult, wording: Wording) -> str:
    """Return what a silent fact is taken to be: the fact, and the values it is taken to have."""
    values = {"fact": wording.fact(premise.fact), "value": wording.value(premise.fact, premise.taken_as)}
    return wording.say("report.usual.premise", values)


def taken_back_text(screening: Screening, wording: Wording) -> str:
    """Return which premises could not be true together with what was stated; blank if all could."""
    taken_back = screening.usual.taken_back if screening.usual else ()
    facts = wording.facts(dict.fromkeys(each.fact for each in taken_back))
    return wording.say("report.usual.taken_back", {"facts": facts}) if taken_back else ""
