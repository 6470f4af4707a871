"""One option on the screen: its status, why or why not, what to weigh, what is missing, with its sources."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from frame import say
from markup import EMPTY, Child, Html, bullets, element, folded, join, paragraph
from screener.knowledge.model import CLOSING, INDICATIONS, Effect
from screener.reasoning.answers import Outcome
from screener.result import OpenFact, OptionResult, Reason, SourceCited
from wording import Wording

FLAGGED = frozenset({"discuss", "discuss_with_caution"})
WORK_UP = "work_up"


def option_id(option: OptionResult) -> str:
    """Return the id of an option's card on the page."""
    return f"option-{option.id}"


def draw_option(option: OptionResult, wording: Wording, shared: frozenset[str]) -> Html:
    """Return the card of one option.

    Args:
        option: the option's answer.
        wording: the words, for one of the two voices.
        shared: open checks that stand once above all cards.
    """
    heading = element(
        "h3", wording.text(option.name), attributes={"tabindex": "-1", "id": option_id(option)}
    )
    parts = (
        _why(option, wording),
        _why_not(option, wording),
        _fits_so_far(option, wording),
        _missing(option, wording),
        _met(option, wording, "fix_first"),
        _met(option, wording, "caution"),
        _met(option, wording, "disputed"),
        _still_to_check(option, wording, shared),
        _products(option, wording),
    )
    return element(
        "article",
        element("div", heading, draw_status(option, wording), css="head"),
        paragraph(wording.text(option.what), css="what"),
        element("div", *(element("div", part) for part in parts if part), css="body"),
        _not_covered(option, wording),
        _notes(option, wording),
        _sources(option, wording),
        css=f"option {option.status}",
        attributes={"aria-labelledby": option_id(option)},
    )


def draw_status(option: OptionResult, wording: Wording) -> Html:
    """Return an option's status: a mark and words, so that colour is never the only sign."""
    mark = element("span", wording.mark(option.status), css="mark", attributes={"aria-hidden": "true"})
    return element("span", mark, " ", wording.status(option), css=f"status status-{option.status}")


def _part(title: str, body: Child) -> Html:
    return join((element("h4", title), body)) if body else EMPTY


def _reasons(
    option: OptionResult, effects: Iterable[Effect], outcome: Outcome = Outcome.MET
) -> tuple[Reason, ...]:
    wanted = frozenset(effects)
    return tuple(
        reason for reason in option.reasons if reason.effect in wanted and reason.outcome is outcome
    )


def _why(option: OptionResult, wording: Wording) -> Html:
    if option.status not in FLAGGED:
        return EMPTY
    met = _reasons(option, INDICATIONS)
    # Different indications may carry different completions; then none of them is certain alone.
    shown = met or _reasons(option, INDICATIONS, Outcome.UNKNOWN)
    said = bullets(_reason(reason, option, wording) for reason in shown)
    firm = EMPTY if met else paragraph(say("option.firmed"))
    return _part(say("option.why"), join((said, firm)))


def _reason(reason: Reason, option: OptionResult, wording: Wording) -> Html:
    between = EMPTY
    if reason.between:
        between = join((" ", say("option.between", {"sources": ", ".join(reason.between)}), "."))
    until = EMPTY
    if reason.until:
        until = join((" ", say("option.may_change", {"until": wording.text(reason.until)})))
    return join(
        (
            wording.products_of(reason.rule, option),
            wording.text(reason.says),
            between,
            until,
            " ",
            _marks(reason.sources),
            _comparisons(reason, wording),
        )
    )


def _marks(sources: Sequence[SourceCited]) -> Html:
    marks = (say("option.source_mark", {"key": source.key, "at": source.at}) for source in sources)
    return element("span", " ".join(marks), css="source")


def _comparisons(reason: Reason, wording: Wording) -> Html:
    read = [comparison for comparison in reason.comparisons if comparison.outcome is Outcome.MET]
    if not read:
        return EMPTY
    shown = wording.comparisons(read)
    return element("div", say("option.read_here", {"comparisons": shown}), css="source")


def _why_not(option: OptionResult, wording: Wording) -> Html:
    closing = _reasons(option, CLOSING)
    said = bullets(_reason(reason, option, wording) for reason in closing)
    if option.status == "not_flagged":
        why = option.why_not
        return _part(say("option.why_not"), join((paragraph(wording.why_not(why)) if why else None, said)))
    return _part(say("option.why_not"), said)


def _not_covered(option: OptionResult, wording: Wording) -> Html:
    if option.status != "not_flagged":
        return EMPTY
    items = []
    for reason in _reasons(option, INDICATIONS, Outcome.NOT_MET):
        failed = [each for each in reason.comparisons if each.outcome is Outcome.NOT_MET]
        differs = say("option.differs", {"comparisons": wording.comparisons(failed)}) if failed else ""
        items.append(
            join((wording.text(reason.says), " ", _marks(reason.sources), paragraph(differs, css="source")))
        )
    return folded(say("option.not_covered_why"), bullets(items)) if items else EMPTY


def _fits_so_far(option: OptionResult, wording: Wording) -> Html:
    fit = option.fits_so_far
    if fit is None:
        return EMPTY
    needs = say("option.needs", {"comparisons": wording.comparisons(fit.needs)}) if fit.needs else ""
    fits = say("option.fits", {"comparisons": wording.comparisons(fit.fits)}) if fit.fits else ""
    said = (paragraph(wording.text(fit.says)), paragraph(fits), paragraph(needs))
    return _part(say("option.fits_so_far"), join(said))


def _missing(option: OptionResult, wording: Wording) -> Html:
    if option.status != "cannot_tell" or not option.missing:
        return EMPTY
    count = len(option.still_to_check or ())
    afterwards = say("option.more_afterwards", {"count": str(count)})
    if count == 1:
        afterwards = say("option.more_afterwards_one")
    more = paragraph(afterwards if count else "")
    return _part(say("option.missing"), join((bullets(wording.open_facts(option.missing)), more)))


def _met(option: OptionResult, wording: Wording, effect: Effect) -> Html:
    if option.status == "not_flagged":
        return EMPTY
    titles = {"caution": "option.cautions", "fix_first": "option.fix_first", "disputed": "option.disputed"}
    said = bullets(_reason(reason, option, wording) for reason in _reasons(option, (effect,)))
    return _part(say(titles[effect]), said)


def _still_to_check(option: OptionResult, wording: Wording, shared: frozenset[str]) -> Html:
    if option.status not in FLAGGED or not option.still_to_check:
        return EMPTY
    own = [each for each in option.still_to_check if each.fact not in shared]
    early = [each for each in own if each.known_at != WORK_UP]
    late = [each for each in own if each.known_at == WORK_UP]
    close = bullets(wording.open_facts(_could(early, "close")))
    caution = bullets(wording.open_facts(_could(early, "caution")))
    names = wording.listed(wording.fact(each.fact) for each in late)
    work_up = paragraph(say("option.work_up", {"facts": names}) if late else "")
    elsewhere = paragraph(say("option.shared_shown") if len(own) < len(option.still_to_check) else "")
    return join(
        (
            _part(say("option.could_close"), close),
            _part(say("option.could_caution"), caution),
            work_up,
            elsewhere,
        )
    )


def _could(open_facts: Iterable[OpenFact], what: str) -> list[OpenFact]:
    return [each for each in open_facts if each.could == what]


def _products(option: OptionResult, wording: Wording) -> Html:
    if len(option.products) < 2:
        return EMPTY
    shown = (
        join((wording.text(product.name), ": ", wording.product_status(product)))
        for product in option.products.values()
    )
    return _part(say("option.products"), bullets(shown))


def _notes(option: OptionResult, wording: Wording) -> Html:
    notes = bullets(_reason(reason, option, wording) for reason in _reasons(option, ("note",)))
    return folded(say("option.notes"), notes) if notes else EMPTY


def _sources(option: OptionResult, wording: Wording) -> Html:
    cited = dict.fromkeys(
        source
        for reason in option.reasons
        if reason.outcome is not Outcome.UNKNOWN
        for source in reason.sources
    )
    return folded(say("option.sources"), bullets(map(wording.source, cited))) if cited else EMPTY
