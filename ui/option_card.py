"""One option on the screen: its status, why or why not, what to weigh, what is missing, with its sources."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markup import EMPTY, Child, Html, bullets, element, folded, join, paragraph
from screener.analysis.deciding import decision_of
from screener.knowledge.possible import Outcome
from screener.knowledge.rules import CLOSING, INDICATIONS, Effect
from screener.result.option import FLAGGED, OptionResult, Status
from screener.result.reason import Reason, SourceCited
from screener.wording.checks import Check, count_checks, fold
from screener.wording.lists import (
    ListItem,
    body_items,
    closest_cases,
    label_notes,
    other_notes,
    parting_items,
    rule_sentence,
)
from screener.wording.next_steps import names_text
from screener.wording.sentence import sentence
from screener.wording.wording import Wording

_EFFECTS: tuple[tuple[Effect, str], ...] = (
    ("fix_first", "report.fix_first"),
    ("caution", "report.cautions"),
    ("disputed", "report.disputed"),
)


def option_id(option: OptionResult) -> str:
    """Return the id of an option's heading on the page."""
    return f"option-{option.id}"


def draw_option(option: OptionResult, wording: Wording, shared: frozenset[str]) -> Html:
    """Return the card of one option.

    Args:
        option: the option's answer.
        wording: the words, for one of the two voices.
        shared: open checks that stand once above all cards.
    """
    name = {"id": option_id(option), "tabindex": "-1"}
    heading = element("h3", wording.to(option.name), attributes=name)
    parts = (
        _why(option, wording),
        _why_not(option, wording),
        _fits_so_far(option, wording),
        *(_met(option, wording, effect, title) for effect, title in _EFFECTS),
        _missing(option, wording),
        *_checks(option, wording, shared),
        _strengthen(option, wording),
        _forms(option, wording),
    )
    return element(
        "article",
        element("div", heading, draw_status(option, wording), css="head"),
        paragraph(sentence(option, decision_of(option, wording.knowledge), wording), css="sentence"),
        *(paragraph(_said_with_marks(note, option, wording), css="label-status") for note in label_notes(option)),
        paragraph(wording.to(option.what), css="what"),
        element("div", *(element("div", part) for part in parts if part), css="body"),
        _settled(option, wording),
        _by_source(option, wording),
        _notes(option, wording),
        _sources(option, wording),
        css=f"option {option.status}",
        attributes={"aria-labelledby": option_id(option)},
    )


def draw_status(option: OptionResult, wording: Wording) -> Html:
    """Return an option's status: a mark and words, so that colour is never the only sign."""
    said = [wording.status(option.status, count_checks(option))]
    if option.why_not is not None:
        said.append(wording.why_not(option.why_not))
    return _status(option.status, ": ".join(said), wording)


def _status(status: Status, said: str, wording: Wording) -> Html:
    mark = element("span", wording.mark(status), css="mark", attributes={"aria-hidden": "true"})
    return element("span", mark, " ", said, css=f"status status-{status}")


def _part(title: str, *body: Child) -> Html:
    said = join(body)
    return join((element("h4", title), said)) if said else EMPTY


def _reasons(option: OptionResult, effects: Iterable[Effect], outcome: Outcome = Outcome.MET) -> tuple[Reason, ...]:
    wanted = frozenset(effects)
    return tuple(reason for reason in option.reasons if reason.effect in wanted and reason.outcome is outcome)


def _why(option: OptionResult, wording: Wording) -> Html:
    if option.status not in FLAGGED:
        return EMPTY
    met = _reasons(option, INDICATIONS)
    # Different indications may carry different completions; then none of them is certain alone.
    together = EMPTY if met else paragraph(wording.say("report.why_open"))
    shown = met or _reasons(option, INDICATIONS, Outcome.UNKNOWN)
    said = bullets(_reason(reason, option, wording) for reason in shown)
    return _part(wording.say("report.why"), together, said)


def _reason(reason: Reason, option: OptionResult, wording: Wording) -> Html:
    says = rule_sentence(reason, option, wording)
    if reason.effect == "supports_with_caution":
        says = wording.say("report.weaker", {"effect": wording.effect(reason.effect), "says": says})
    said: list[Child] = [says]
    if reason.between:
        said += [" ", wording.say("report.between", {"sources": ", ".join(reason.between)})]
    if reason.until:
        said += [" ", wording.say("may_change", {"until": wording.to(reason.until)})]
    read = [each for each in reason.comparisons if each.outcome is Outcome.MET]
    because = wording.say("report.because", {"comparisons": wording.comparisons(read)}) if read else ""
    return join((*said, " ", _marks(reason.sources), paragraph(because, css="because")))


def _marks(sources: Sequence[SourceCited]) -> Html:
    keys = ", ".join(dict.fromkeys(source.key for source in sources))
    return element("span", f"[{keys}]", css="source") if keys else EMPTY


def _why_not(option: OptionResult, wording: Wording) -> Html:
    said = bullets(_reason(reason, option, wording) for reason in _reasons(option, CLOSING))
    if option.why_not is None:
        return _part(wording.say("report.against_some"), said)
    if said:
        return _part(wording.say("report.why_not"), said)
    if option.why_not == "not_covered":
        means = paragraph(wording.say("not_covered_means"))
        return _part(wording.say("report.why_not"), means, _differences(option, wording))
    together = bullets(_reason(reason, option, wording) for reason in _reasons(option, CLOSING, Outcome.UNKNOWN))
    return _part(wording.say("report.closed_together"), together)


def _differences(option: OptionResult, wording: Wording) -> Html:
    """The indications that ask for the fewest things that differ here."""
    items = []
    for reason, comparisons in closest_cases(option):
        asks = wording.say("report.asks", {"says": wording.to(reason.says)})
        differs = wording.say("report.differs", {"comparisons": wording.comparisons(comparisons)})
        items.append(join((asks, " ", _marks(reason.sources), paragraph(differs, css="because"))))
    return bullets(items)


def _fits_so_far(option: OptionResult, wording: Wording) -> Html:
    if option.status != "cannot_tell":
        return EMPTY
    fit = option.fits_so_far
    title = wording.say("report.fits")
    if fit is None:
        return _part(title, paragraph(wording.say("report.fits_nothing")))
    fits = wording.say("report.fits_now", {"comparisons": wording.comparisons(fit.fits)})
    needs = wording.say("report.needs", {"comparisons": wording.comparisons(fit.needs)})
    said = (paragraph(fits if fit.fits else ""), paragraph(needs if fit.needs else ""))
    case = wording.say("report.asks", {"says": wording.to(fit.says)})
    return _part(title, paragraph(case), *said)


def _missing(option: OptionResult, wording: Wording) -> Html:
    if option.status != "cannot_tell":
        return EMPTY
    count = count_checks(option)
    more = wording.counted("report.more", count) if count else ""
    missing = _to_find("report.missing", fold(option.missing or ()), wording)
    return join((missing, paragraph(more)))


def _met(option: OptionResult, wording: Wording, effect: Effect, title: str) -> Html:
    # What would have to be weighed is of no use where the option is closed anyway.
    if option.status == "not_flagged":
        return EMPTY
    said = bullets(_reason(reason, option, wording) for reason in _reasons(option, (effect,)))
    return _part(wording.say(title), said)


def _checks(option: OptionResult, wording: Wording, shared: frozenset[str]) -> tuple[Html, ...]:
    """What is left to check: first what could close the option, then what could add a caution."""
    if option.status not in FLAGGED:
        return ()
    still_open = option.still_to_check or ()
    own = fold(entry for entry in still_open if entry.fact not in shared)
    early = [check for check in own if not check.is_work_up]
    close = [check for check in early if check.could_close]
    caution = [check for check in early if not check.could_close]
    return (
        _to_find("report.could_close", close, wording),
        _to_find("report.could_caution", caution, wording),
        draw_work_up(own, wording),
        paragraph(wording.say("report.shared_above") if shared & {each.fact for each in still_open} else ""),
    )


def _strengthen(option: OptionResult, wording: Wording) -> Html:
    """The facts that could turn a flag with caution into a plain one."""
    return _to_find("report.strengthen", fold(option.could_strengthen or ()), wording)


def _settled(option: OptionResult, wording: Wording) -> Html:
    """What nobody need find out for this option; of one that is closed, that nothing can open it."""
    if option.no_longer_matters is None:
        return EMPTY
    if option.status == "not_flagged":
        return paragraph(wording.say("report.settled_closed"), css="quiet")
    facts = names_text(option.no_longer_matters, wording)
    return paragraph(wording.say("report.settled_option", {"facts": facts}) if facts else "", css="quiet")


def _to_find(title: str, checks: Sequence[Check], wording: Wording) -> Html:
    early = bullets(check.says(wording) for check in checks if not check.is_work_up)
    return _part(wording.say(title), early, draw_work_up(checks, wording))


def draw_work_up(checks: Iterable[Check], wording: Wording) -> Html:
    """Return in one line what only the work-up can answer, or nothing."""
    late = [check.names(wording) for check in checks if check.is_work_up]
    if not late:
        return EMPTY
    return paragraph(wording.say("report.work_up", {"facts": wording.listed(late, "both")}))


def _forms(option: OptionResult, wording: Wording) -> Html:
    products = option.products.values()
    if len({product.status for product in products}) < 2:
        return EMPTY
    shown = (
        join((wording.to(each.name), ": ", _status(each.status, wording.status(each.status), wording)))
        for each in products
    )
    return _part(wording.say("report.forms"), bullets(shown))


def _by_source(option: OptionResult, wording: Wording) -> Html:
    bodies = draw_items(body_items(option, wording))
    partings = _part(wording.say("report.by_source.parting"), draw_items(parting_items(option, wording)))
    return folded(wording.say("report.by_source.title"), bodies, partings) if bodies else EMPTY


def draw_items(items: Iterable[ListItem]) -> Html:
    """Return things told with their sources and what stands below each."""
    return bullets(
        join((draw_item(item), *(paragraph(below, css="because") for below in item.below))) for item in items
    )


def draw_item(item: ListItem) -> Html:
    """Return something told with the keys of its sources."""
    return join((item.text, " ", _marks(item.sources)) if item.sources else (item.text,))


def _notes(option: OptionResult, wording: Wording) -> Html:
    notes = bullets(_reason(reason, option, wording) for reason in other_notes(option))
    return folded(wording.say("report.notes"), notes) if notes else EMPTY


def _said_with_marks(reason: Reason, option: OptionResult, wording: Wording) -> Html:
    return join((rule_sentence(reason, option, wording), " ", _marks(reason.sources)))


def _sources(option: OptionResult, wording: Wording) -> Html:
    cited = dict.fromkeys(
        source
        for reason in option.reasons
        if reason.outcome is Outcome.MET or reason.effect in INDICATIONS
        for source in reason.sources
    )
    said = bullets(draw_source(source, wording) for source in cited)
    return folded(wording.say("report.sources"), said) if said else EMPTY


def draw_source(source: SourceCited, wording: Wording) -> Html:
    """Return a source: its key, what it is, where it is found, what was read of it and when."""
    locator = element("span", source.locator, css="locator")
    return join((f"[{source.key}] ", source.citation, " ", locator, " (", wording.source(source), ")"))
