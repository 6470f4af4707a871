"""The answer for one patient: what cannot wait, what was read, the nine options in their fixed order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from frame import say
from markup import EMPTY, Html, bullets, definitions, element, folded, join, paragraph
from option_card import draw_option, draw_status, option_id
from screener.result import OpenFact, OptionResult, Screening
from wording import Wording

HEADING = "results"
CHANGED = "answers-changed"
# Below this many options without an answer each card says for itself what is missing.
MANY_OPEN = 3
MOST_SHARED = 5


def draw_heading() -> Html:
    """Return the heading above the results, and the notice that shows when answers change afterwards."""
    changed = say("result.changed", {"submit": say("form.submit")})
    return join(
        (
            element("h2", say("result.title"), attributes={"id": HEADING, "tabindex": "-1"}),
            element("p", changed, css="changed", attributes={"id": CHANGED, "role": "status"}),
        )
    )


def draw_results(
    screening: Screening, wording: Wording, raised: Iterable[tuple[str, str, str]]
) -> Html:
    """Return everything the rules say about a patient.

    Args:
        screening: the answer.
        wording: the words, for one of the two voices.
        raised: fact, answer and question of every answer that means unknown.
    """
    return element(
        "section",
        _urgent(screening, wording),
        _outside(screening, wording),
        _read(screening, wording),
        _raised(raised),
        _open_scope(screening, wording),
        _options(screening, wording) if screening.scope.inside else None,
        _derived(screening, wording),
        attributes={"aria-labelledby": HEADING},
    )


def _urgent(screening: Screening, wording: Wording) -> Html:
    if not screening.urgent:
        return EMPTY
    said = bullets(wording.text(each.says) for each in screening.urgent)
    return element("div", element("h3", say("result.urgent")), said, css="urgent")


def _outside(screening: Screening, wording: Wording) -> Html:
    if screening.scope.inside:
        return EMPTY
    said = []
    for each in screening.scope.reasons:
        turn_to = say("result.turn_to", {"text": wording.text(each.turn_to)}) if each.turn_to else ""
        said.append(join((wording.text(each.says), " ", turn_to)))
    return element("div", element("h3", say("result.outside")), bullets(said), css="panel")


def _read(screening: Screening, wording: Wording) -> Html:
    count = len(screening.facts)
    if not count:
        return paragraph(say("result.facts_none"))
    title = say("result.facts_one") if count == 1 else say("result.facts", {"count": str(count)})
    pairs = ((wording.fact(fact), wording.value(fact, read)) for fact, read in screening.facts.items())
    return element("div", element("h3", title), definitions(pairs, css="facts"))


def _raised(raised: Iterable[tuple[str, str, str]]) -> Html:
    said = bullets(
        say("result.question", {"fact": fact, "answer": answer, "question": question})
        for fact, answer, question in raised
    )
    return element("div", element("h3", say("result.questions")), said) if said else EMPTY


def _open_scope(screening: Screening, wording: Wording) -> Html:
    if not screening.scope.inside or not screening.scope.open_facts:
        return EMPTY
    facts = wording.listed(wording.fact(fact) for fact in screening.scope.open_facts)
    return paragraph(say("result.scope_open", {"facts": facts}))


def _options(screening: Screening, wording: Wording) -> Html:
    options = tuple(screening.options.values())
    shared = frozenset(fact for checks in screening.shared_checks for fact in checks.facts)
    rows = (
        element("li", _jump(option, wording), draw_status(option, wording)) for option in options
    )
    return join(
        (
            element("h3", say("result.overview")),
            element("ul", *rows, css="overview"),
            _shared_missing(options, wording),
            _shared_checks(screening, wording),
            *(draw_option(option, wording, shared) for option in options),
        )
    )


def _jump(option: OptionResult, wording: Wording) -> Html:
    goes_to = option_id(option)
    return element(
        "a", wording.text(option.name), attributes={"href": f"#{goes_to}", "data-goes-to": goes_to}
    )


def _shared_missing(options: tuple[OptionResult, ...], wording: Wording) -> Html:
    waiting = [option for option in options if option.status == "cannot_tell" and option.missing]
    if len(waiting) < MANY_OPEN:
        return EMPTY
    counts = Counter(each.fact for option in waiting for each in option.missing or ())
    first: dict[str, OpenFact] = {}
    for option in waiting:
        for each in option.missing or ():
            first.setdefault(each.fact, each)
    asked = [fact for fact in wording.in_chart_order(first) if counts[fact] > 1]
    asked.sort(key=lambda fact: -counts[fact])
    groups = wording.fold_open_facts([first[fact] for fact in asked])[:MOST_SHARED]
    items = (
        join((name, ": ", say("result.settles", {"count": str(max(counts[fact] for fact in facts))})))
        for name, facts in groups
    )
    why = say("result.shared_missing_why", {"count": str(len(waiting))})
    return element(
        "div", element("h3", say("result.shared_missing")), paragraph(why), bullets(items), css="panel"
    )


def _shared_checks(screening: Screening, wording: Wording) -> Html:
    items = []
    for checks in screening.shared_checks:
        group = say("result.shared_checks_group", {"group": say(f"result.groups.{checks.group}")})
        facts = wording.listed(wording.fact(fact) for fact in checks.facts)
        items.append(join((group, ": ", facts)))
    if not items:
        return EMPTY
    return element("div", element("h3", say("result.shared_checks")), bullets(items), css="panel")


def _derived(screening: Screening, wording: Wording) -> Html:
    rows = []
    for fact, derived in screening.derived.items():
        if not derived.read.is_known and not derived.known_inputs:
            continue
        said = [element("strong", wording.value(fact, derived.read))]
        if derived.stated:
            said.append(join((" (", say("result.derived_stated"), ")")))
        said.append(join((". ", wording.explains(fact))))
        if derived.open_inputs:
            names = wording.listed(wording.fact(each) for each in derived.open_inputs)
            said.append(join((" ", say("result.derived_open", {"facts": names}), ".")))
        if derived.formula_says:
            value = wording.value(fact, derived.formula_says)
            said.append(join((" ", say("result.derived_formula_says", {"value": value}), ".")))
        rows.append((wording.fact(fact), join(said)))
    return folded(say("result.derived"), definitions(rows, css="rows")) if rows else EMPTY
