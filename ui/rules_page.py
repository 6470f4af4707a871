"""The page that shows the rules themselves: logic in words, sources, effect, options, both wordings."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

import frame
from frame import say
from markup import EMPTY, Html, bullets, definitions, element, folded, join, paragraph
from screener.knowledge.conditions import AllOf, AnyOf, Condition
from screener.knowledge.model import Effect, Knowledge, Rule
from wording import Wording

MAXIMUM_SEARCH = 60
EVERY = ""


def show() -> None:
    """Put the page on the screen."""
    knowledge = frame.begin(say("rules_page.title")).knowledge
    wording = Wording.to("clinician", knowledge)
    st.html(paragraph(say("rules_page.lead")))
    shown = _chosen(knowledge, wording)
    numbers = {"count": str(len(shown)), "all": str(len(knowledge.rules))}
    found = say("rules_page.count_one" if len(shown) == 1 else "rules_page.count", numbers)
    st.html(element("h2", found, attributes={"role": "status"}))
    if not shown:
        st.html(paragraph(say("rules_page.nothing")))
    st.html(join(draw_rule(rule, wording) for rule in shown))
    frame.end()


def _chosen(knowledge: Knowledge, wording: Wording) -> tuple[Rule, ...]:
    with st.container(key="filters"):
        searched = st.text_input(
            say("rules_page.search"), key="search", max_chars=MAXIMUM_SEARCH, autocomplete="off"
        )
        names = {EVERY: say("rules_page.every_option")}
        names |= {option.id: wording.text(option.name) for option in knowledge.options}
        option = st.selectbox(
            say("rules_page.option"), list(names), format_func=names.__getitem__, key="option"
        )
        effects = {EVERY: say("rules_page.every_effect")}
        effects |= {rule.effect: wording.effect(rule.effect) for rule in knowledge.rules}
        effect = st.selectbox(
            say("rules_page.effect"), list(effects), format_func=effects.__getitem__, key="effect"
        )
    sought = searched.casefold().split()
    return tuple(
        rule
        for rule in knowledge.rules
        if (option == EVERY or option in rule.options)
        and (effect == EVERY or effect == rule.effect)
        and _holds_all(sought, rule, wording)
    )


def _holds_all(sought: Iterable[str], rule: Rule, wording: Wording) -> bool:
    sources = wording.knowledge.source_by_key
    text = " ".join(
        (
            rule.id,
            rule.written,
            rule.says.clinician,
            rule.says.patient,
            *rule.rows,
            *(sources[citation.key].citation for citation in rule.citations),
            *(citation.key for citation in rule.citations),
            *wording.names_in(rule.condition),
        )
    ).casefold()
    return all(word in text for word in sought)


def draw_rule(rule: Rule, wording: Wording) -> Html:
    """Return everything there is to read about a rule."""
    return element(
        "article",
        element("h3", rule.id),
        paragraph(join((element("strong", wording.effect(rule.effect)), ": ", rule.says.clinician))),
        definitions(_rows(rule, wording), css="rows"),
        css="rule",
    )


def _rows(rule: Rule, wording: Wording) -> list[tuple[str, Html | str]]:
    knowledge = wording.knowledge
    options = [option for option in knowledge.options if option.id in rule.options]
    rows: list[tuple[str, Html | str]] = [
        (say("rules_page.says_patient"), rule.says.patient),
        (say("rules_page.options"), wording.listed(wording.text(option.name) for option in options)),
        (say("rules_page.logic"), _logic(rule, wording)),
    ]
    if rule.until:
        rows.append((say("rules_page.until"), rule.until.clinician))
    if rule.reads_work_up:
        rows.append((say("rules_page.work_up"), rule.reads_work_up))
    rows.append((say("rules_page.sources"), bullets(map(wording.source, wording.cited(rule)))))
    if rule.rows:
        rows.append((say("rules_page.rows"), ", ".join(rule.rows)))
    rows.append((say("rules_page.review_by"), rule.review_by))
    rows.append((say("rules_page.reviewed_by"), rule.reviewed_by or say("rules_page.nobody")))
    return rows


def _logic(rule: Rule, wording: Wording) -> Html:
    if rule.condition is None:
        return join((say("rules_page.always"),))
    written = folded(say("rules_page.written"), element("code", rule.written)) if rule.written else EMPTY
    return element("div", draw_condition(rule.condition, wording), written, css="logic")


def draw_condition(condition: Condition, wording: Wording) -> Html:
    """Return a condition in words, as nested lists."""
    match condition:
        case AllOf(parts):
            title = say("rules_page.all_of")
        case AnyOf(parts):
            title = say("rules_page.any_of")
        case test:
            return join((wording.test(test),))
    return join((title, bullets(draw_condition(part, wording) for part in parts)))
