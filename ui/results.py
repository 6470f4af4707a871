"""The answer for one patient: what cannot wait, what was read, the options in their fixed order."""

from __future__ import annotations

from collections.abc import Iterable

from frame import say
from markup import EMPTY, Html, bullets, definitions, element, folded, join, paragraph
from option_card import draw_item, draw_items, draw_option, draw_status, draw_work_up, option_id
from screener.result.option import OptionResult, SharedChecks
from screener.result.screening import DerivedResult, Screening
from screener.wording.about import also_on_the_table_texts, shared_title
from screener.wording.checks import checks_shared, shared_facts
from screener.wording.facts import fact_item, stale_texts, unit_question_texts
from screener.wording.lists import combination_items
from screener.wording.wording import Wording
from screener.wording.worked_out import worked_out

HEADING = "results"
CHANGED = "answers-changed"


def draw_heading() -> Html:
    """Return the heading of the results and the notice that shows when an answer changes later."""
    changed = say("result.changed", {"submit": say("form.submit")})
    return join(
        (
            element("h2", say("result.title"), attributes={"id": HEADING, "tabindex": "-1"}),
            element("p", changed, css="changed", attributes={"id": CHANGED, "role": "status"}),
        )
    )


def draw_results(
    screening: Screening, wording: Wording, raised: Iterable[tuple[str, str, str]], next_up: Html = EMPTY
) -> Html:
    """Return everything the rules say about a patient.

    Args:
        screening: the answer.
        wording: the words, for one of the two voices.
        raised: fact, answer and question of every answer that means unknown.
        next_up: what is worth finding out next, and what is not.
    """
    return element(
        "section",
        _urgent(screening, wording),
        _outside(screening, wording),
        _read(screening, wording),
        _raised(raised, unit_question_texts(screening, wording).values()),
        _stale(screening, wording),
        _open_scope(screening, wording),
        _options(screening, wording, next_up) if screening.scope.inside else None,
        _derived(screening, wording),
        attributes={"aria-labelledby": HEADING},
    )


def _urgent(screening: Screening, wording: Wording) -> Html:
    if not screening.urgent:
        return EMPTY
    said = bullets(wording.to(each.says) for each in screening.urgent)
    return element("div", element("h3", wording.say("report.urgent")), said, css="urgent")


def _outside(screening: Screening, wording: Wording) -> Html:
    if screening.scope.inside:
        return EMPTY
    said = []
    for each in screening.scope.reasons:
        turn_to = paragraph(wording.say("report.turn_to", {"text": wording.to(each.turn_to)}) if each.turn_to else "")
        said.append(join((wording.to(each.says), turn_to)))
    return element("div", element("h3", wording.say("report.outside")), bullets(said), css="panel")


def _read(screening: Screening, wording: Wording) -> Html:
    if not screening.facts:
        return paragraph(wording.say("report.facts_none"))
    pairs = (
        (wording.fact(fact), draw_item(fact_item(fact, screening, wording)))
        for fact in wording.knowledge.domains
        if fact in screening.facts
    )
    return element(
        "div",
        element("h3", wording.say("report.facts")),
        definitions(pairs, css="facts"),
        paragraph(wording.say("report.others_unknown")),
    )


def _raised(raised: Iterable[tuple[str, str, str]], units: Iterable[str]) -> Html:
    asked = (
        say("result.question", {"fact": fact, "answer": answer, "question": question})
        for fact, answer, question in raised
    )
    said = bullets((*asked, *units))
    return element("div", element("h3", say("result.questions")), said) if said else EMPTY


def _stale(screening: Screening, wording: Wording) -> Html:
    told = stale_texts(screening, wording)
    if not told:
        return EMPTY
    title = element("h3", wording.say("report.stale.title"))
    return element("div", title, paragraph(told[0]), bullets(told[1:]), css="panel")


def _open_scope(screening: Screening, wording: Wording) -> Html:
    if not screening.scope.inside or not screening.scope.open_facts:
        return EMPTY
    facts = wording.facts(screening.scope.open_facts)
    return paragraph(wording.say("report.scope_open", {"facts": facts}))


def _options(screening: Screening, wording: Wording, next_up: Html) -> Html:
    options = tuple(screening.options.values())
    rows = (element("li", _jump(each, wording), draw_status(each, wording)) for each in options)
    cards = (draw_option(each, wording, shared_facts(screening, each)) for each in options)
    shown = join(
        (
            element("h3", wording.say("report.overview")),
            element("ul", *rows, css="overview"),
            next_up,
            _shared_checks(screening, wording),
            _combinations(screening, wording),
            *cards,
        )
    )
    if wording.voice == "patient" and all(each.status == "not_flagged" for each in options):
        return join((_nothing_flagged(wording), folded(wording.say("report.overview"), shown)))
    return shown


def _nothing_flagged(wording: Wording) -> Html:
    """A row of negatives would read as a verdict; one calm panel says what else to ask."""
    key = "report.nothing_flagged"
    return element(
        "div",
        element("h3", wording.say(f"{key}.title")),
        paragraph(wording.say(f"{key}.text")),
        paragraph(wording.say(f"{key}.ask")),
        bullets(also_on_the_table_texts(wording)),
        css="panel",
    )


def _jump(option: OptionResult, wording: Wording) -> Html:
    goes_to = option_id(option)
    link = {"href": f"#{goes_to}", "data-goes-to": goes_to}
    return element("a", wording.to(option.name), attributes=link)


def _shared_checks(screening: Screening, wording: Wording) -> Html:
    parts = tuple(_shared(checks, screening, wording) for checks in screening.shared_checks)
    return element("div", *parts, css="panel shared") if parts else EMPTY


def _combinations(screening: Screening, wording: Wording) -> Html:
    said = draw_items(combination_items(screening, wording))
    return element("div", element("h3", wording.say("report.together.title")), said, css="panel") if said else EMPTY


def _shared(shared: SharedChecks, screening: Screening, wording: Wording) -> Html:
    checks = checks_shared(shared, screening)
    return element(
        "div",
        element("h3", shared_title(shared, wording)),
        bullets(check.names(wording) for check in checks if not check.is_work_up),
        draw_work_up(checks, wording),
    )


def _derived(screening: Screening, wording: Wording) -> Html:
    rows = tuple(
        (wording.fact(derived.fact), _derived_said(derived, wording))
        for derived in worked_out(screening, wording.knowledge)
        if derived.read.is_known or derived.known_inputs or derived.stated
    )
    if not rows:
        return EMPTY
    return folded(wording.say("report.derived"), definitions(rows, css="rows"))


def _derived_said(derived: DerivedResult, wording: Wording) -> Html:
    explains = wording.to(wording.knowledge.derived_by_id[derived.fact].explains)
    value = wording.value(derived.fact, derived.read)
    if derived.stated:
        value = wording.say("report.stated", {"value": value})
    said = [element("strong", value), paragraph(explains)]
    if derived.formula_says:
        formula = wording.value(derived.fact, derived.formula_says)
        said.append(paragraph(wording.say("report.formula_says", {"value": formula})))
    if derived.open_inputs and not derived.stated:
        facts = wording.facts(derived.open_inputs)
        said.append(paragraph(wording.say("report.inputs_open", {"facts": facts})))
    return join(said)
