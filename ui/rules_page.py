"""The page that shows the rules themselves: logic in words, sources, effect, options, both wordings."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

import frame
from frame import say
from markup import EMPTY, Child, Html, bullets, definitions, element, folded, join, paragraph
from option_card import draw_source
from screener.knowledge.conditions import AllOf, AnyOf, Condition, tests_of
from screener.knowledge.knowledge import Knowledge
from screener.knowledge.rules import AnyRule, PlainNote
from screener.result.reason import cited
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
    rules = join(draw_rule(rule, wording) for rule in shown)
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
            rule.written,
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


def draw_rule(rule: AnyRule, wording: Wording) -> Html:
    """Return everything there is to read about a rule."""
    effect = element("strong", wording.effect(rule.effect))
    return element(
        "article",
        element("h3", rule.id),
        paragraph(join((effect, ": ", wording.to(rule.says)))),
        definitions(_rows(rule, wording), css="rows"),
        css="rule",
    )


def _rows(rule: AnyRule, wording: Wording) -> list[tuple[str, Child]]:
    knowledge = wording.knowledge
    options = [wording.to(each.name) for each in knowledge.options if each.id in rule.options]
    partners = [wording.to(each.name) for each in knowledge.options if each.id in rule.partners]
    sources = (draw_source(cited(knowledge, citation), wording) for citation in rule.citations)
    rows: list[tuple[str, Child]] = [
        (say("rules_page.to_patients"), rule.says.patient),
        (say("rules_page.about"), wording.listed(options, "both")),
        (say("rules_page.products"), _products(rule, wording)),
        (wording.say("rules.when"), _logic(rule, wording)),
        (wording.say("rules.until"), wording.to(rule.until) if rule.until else None),
        (wording.say("rules.between"), ", ".join(rule.between)),
        (wording.say("rules.partners"), wording.listed(partners, "both")),
        (wording.say("rules.reads_work_up"), rule.reads_work_up),
        (wording.say("rules.sources"), bullets(sources)),
        (wording.say("rules.rows"), ", ".join(rule.rows)),
        (wording.say("rules.reviewed_by"), rule.reviewed_by or wording.say("rules.nobody")),
        (wording.say("rules.review_by"), rule.review_by),
    ]
    return [(name, said) for name, said in rows if said]


def _products(rule: AnyRule, wording: Wording) -> str:
    offered = [
        product for option in wording.knowledge.options if option.id in rule.options for product in option.products
    ]
    own = [product for product in offered if product.id in rule.products]
    if len(own) == len(offered):
        return ""
    return wording.listed([wording.to(product.name) for product in own], "both")


def _logic(rule: AnyRule, wording: Wording) -> Html:
    if isinstance(rule, PlainNote):
        return join((wording.say("rules.always"),))
    written = folded(wording.say("rules.as_written"), element("code", rule.written)) if rule.written else EMPTY
    return element("div", draw_condition(rule.condition, wording), written, css="logic")


def draw_condition(condition: Condition, wording: Wording) -> Html:
    """Return a condition in words, as nested lists."""
    match condition:
        case AllOf(parts):
            title = wording.say("rules.all_of")
        case AnyOf(parts):
            title = wording.say("rules.any_of")
        case test:
            return join((wording.test(test),))
    return join((title, bullets(draw_condition(part, wording) for part in parts)))
