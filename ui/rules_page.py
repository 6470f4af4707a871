"""The page that shows the rules themselves: logic in words, sources, effect, options, both wordings."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

import frame
from frame import say
from screener.knowledge.conditions import tests_of
from screener.knowledge.knowledge import Knowledge
from screener.knowledge.rules import AnyRule, PlainNote
from screener.report.html import render_html
from screener.report.markup import element, paragraph
from screener.report.rule_outline import rule_outline
from screener.wording.wording import Wording

MAXIMUM_SEARCH = 60
EVERY = ""


def show() -> None:
    """Put the page on the screen."""
    knowledge = frame.begin(say("rules_page.title")).knowledge
    wording = frame.wording(knowledge)
    st.html(paragraph(say("rules_page.lead")))
    shown = _chosen(knowledge, wording)
    found = wording.counted("screens.rules_page.found", len(shown), {"all": str(len(knowledge.rules))})
    st.html(element("div", element("h2", found), attributes={"role": "status"}))
    rules = render_html([rule_outline(rule, wording) for rule in shown], wording)
    st.html(rules or paragraph(say("rules_page.nothing")))
    frame.end()


def _chosen(knowledge: Knowledge, wording: Wording) -> tuple[AnyRule, ...]:
    with st.container(key="filters"):
        searched = st.text_input(say("rules_page.search"), key="search", max_chars=MAXIMUM_SEARCH, autocomplete="off")
        names = {EVERY: say("rules_page.every_option")}
        names |= {option.id: wording.to(option.name) for option in knowledge.options}
        option = st.selectbox(say("rules_page.option"), list(names), format_func=names.__getitem__, key="option")
        effects = {EVERY: say("rules_page.every_effect")}
        effects |= {rule.effect: wording.effect(rule.effect) for rule in knowledge.rules}
        effect = st.selectbox(say("rules_page.effect"), list(effects), format_func=effects.__getitem__, key="effect")
    sought = searched.casefold().split()
    return tuple(
        rule
        for rule in knowledge.rules
        if (option == EVERY or option in rule.options)
        and (effect == EVERY or effect == rule.effect)
        and _holds_all(sought, rule, wording)
    )


def _holds_all(sought: Iterable[str], rule: AnyRule, wording: Wording) -> bool:
    sources = wording.knowledge.source_by_key
    text = " ".join(
        (
            rule.id,
            rule.as_written,
            rule.says.clinician,
            rule.says.patient,
            *rule.rows,
            *(sources[citation.key].citation for citation in rule.citations),
            *(citation.key for citation in rule.citations),
            *(_logic_names(rule, wording)),
        )
    ).casefold()
    return all(word in text for word in sought)


def _logic_names(rule: AnyRule, wording: Wording) -> tuple[str, ...]:
    tests = () if isinstance(rule, PlainNote) else tests_of(rule.condition)
    return tuple(wording.test(test) for test in tests)
