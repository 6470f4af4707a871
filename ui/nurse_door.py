"""The page on which a nurse screens a patient: one form, one answer below it, then the next patient."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

import streamlit as st

import frame
import results
import screener
from encounter import Encounter, current, keep, start_next, take_focus
from examples import Example, read_examples
from frame import TITLE, say
from markup import bullets, element, paragraph
from questions import (
    Field,
    Part,
    draw_field,
    offer_loaded,
    question_raised,
    read_answer,
    read_parts,
    type_answer,
    type_nothing,
)
from screener.knowledge.model import Voice
from screener.wording import Wording

SUMMARY = "error-summary"
VOICES: tuple[Voice, ...] = ("clinician", "patient")
_EXAMPLE = "example"


def show() -> None:
    """Put the page on the screen."""
    base = frame.begin(say("form.title"))
    encounter = current()
    parts = _parts(base, encounter)
    wording = frame.wording(base.knowledge)
    with st.container(key="tools", horizontal=True, vertical_alignment="bottom"):
        _draw_tools(base, encounter)
    st.html(paragraph(say("form.lead")))
    if encounter.example:
        st.html(paragraph(say("form.example_loaded", {"name": encounter.example}), css="note"))
    if encounter.problems:
        _draw_summary(encounter, wording)
    with st.container(key="chart"):
        _draw_form(parts, encounter, base, wording)
    if encounter.screening:
        _draw_results(encounter, parts, base)
    frame.end()
    frame.describe_problems()
    frame.focus(take_focus())


def _parts(base: screener.KnowledgeBase, encounter: Encounter) -> tuple[Part, ...]:
    return tuple(
        replace(
            part,
            fields=tuple(offer_loaded(each, encounter.loaded.get(each.fact)) for each in part.fields),
        )
        for part in read_parts(base.knowledge)
    )


def _draw_tools(base: screener.KnowledgeBase, encounter: Encounter) -> None:
    examples = {example.name: example for example in read_examples()}
    if examples:
        key = encounter.answer_key(_EXAMPLE)
        st.selectbox(
            say("form.example"),
            list(examples),
            index=None,
            placeholder=say("form.example_none"),
            key=key,
            width=420,
        )
        st.button(say("form.example_load"), on_click=_load, args=(base, examples, key))
    st.button(say("form.clear"), on_click=_clear, key="clear", shortcut="Ctrl+Alt+N")


def _draw_summary(encounter: Encounter, wording: Wording) -> None:
    items = []
    for problem in encounter.problems:
        sentence = wording.problem(problem)
        facts = _facts_of(problem, wording)
        goes_to = f"field-{facts[0]}" if facts else ""
        link = {"href": f"#{goes_to}", "data-goes-to": goes_to}
        items.append(element("a", sentence, attributes=link) if goes_to else element("span", sentence))
    count = len(items)
    title = say("errors.one") if count == 1 else say("errors.many", {"count": str(count)})
    st.html(
        element(
            "div",
            element("h2", title),
            paragraph(say("errors.kept")),
            bullets(items),
            css="summary",
            attributes={"id": SUMMARY, "role": "alert", "tabindex": "-1"},
        )
    )


def _draw_form(parts: tuple[Part, ...], encounter: Encounter, base: screener.KnowledgeBase, wording: Wording) -> None:
    problems = _problems_by_fact(encounter, wording)
    wanted = _wanted(encounter)
    with st.form("chart", border=False):
        for part in parts:
            if not part.is_folded:
                with st.container(key=f"section-{part.id}"):
                    st.html(element("h2", part.title))
                    _draw_fields(part, encounter, problems)
                continue
            count = str(len(part.fields))
            title = frame.safe_text(say("form.more", {"title": part.title, "count": count}))
            with st.expander(title, expanded=_is_unfolded(part, encounter, problems, wanted)):
                _draw_fields(part, encounter, problems)
        with st.container(key="submit"):
            st.form_submit_button(
                say("form.submit"),
                type="primary",
                shortcut="Ctrl+Enter",
                on_click=_screen,
                args=(base, tuple(field for part in parts for field in part.fields)),
            )


def _draw_fields(part: Part, encounter: Encounter, problems: Mapping[str, list[str]]) -> None:
    with st.container(key=f"fields-{part.id}"):
        for field in part.fields:
            typed = encounter.typed.get(field.fact, type_nothing(field))
            key = encounter.answer_key(field.fact)
            if field.is_wide:
                with st.container(key=f"wide-{field.fact}"):
                    draw_field(field, key, typed, problems.get(field.fact, ()))
            else:
                draw_field(field, key, typed, problems.get(field.fact, ()))


def _is_unfolded(part: Part, encounter: Encounter, problems: Mapping[str, list[str]], wanted: frozenset[str]) -> bool:
    """A folded part opens itself when something in it is answered, wrong or wanted."""
    return any(
        field.fact in problems
        or field.fact in wanted
        or encounter.typed.get(field.fact, type_nothing(field)) != type_nothing(field)
        for field in part.fields
    )


def _wanted(encounter: Encounter) -> frozenset[str]:
    options = encounter.screening.options.values() if encounter.screening else ()
    return frozenset(each.fact for option in options if option.status == "cannot_tell" for each in option.missing or ())


def _facts_of(problem: screener.Problem, wording: Wording) -> list[str]:
    """The fields a problem is about: its own, or those that do not go together."""
    named = dict.fromkeys((problem.subject, *problem.related))
    return [fact for fact in named if fact in wording.knowledge.domains]


def _problems_by_fact(encounter: Encounter, wording: Wording) -> dict[str, list[str]]:
    by_fact: dict[str, list[str]] = {}
    for problem in encounter.problems:
        for fact in _facts_of(problem, wording):
            by_fact.setdefault(fact, []).append(wording.problem(problem))
    return by_fact


def _draw_results(encounter: Encounter, parts: Iterable[Part], base: screener.KnowledgeBase) -> None:
    assert encounter.screening is not None
    st.html(results.draw_heading())
    texts = {voice: frame.safe_text(say(f"result.voices.{voice}")) for voice in VOICES}
    voice = st.radio(say("result.voice"), VOICES, key="voice", format_func=texts.__getitem__, horizontal=True)
    raised = []
    for field in (field for part in parts for field in part.fields):
        question = question_raised(field, encounter.typed.get(field.fact, ""))
        if question:
            raised.append((field.label, *question))
    wording = frame.wording(base.knowledge, voice)
    st.html(results.draw_results(encounter.screening, wording, raised))
    st.button(say("form.clear"), on_click=_clear, key="clear-below")


def _screen(base: screener.KnowledgeBase, fields: tuple[Field, ...]) -> None:
    encounter = current()
    typed = {
        field.fact: str(st.session_state.get(encounter.answer_key(field.fact), type_nothing(field))) for field in fields
    }
    answers = {field.fact: read_answer(field, typed[field.fact]) for field in fields}
    keep(_screened(replace(encounter, typed=typed), answers, base))


def _screened(encounter: Encounter, answers: Mapping[str, object], base: screener.KnowledgeBase) -> Encounter:
    """Return the encounter with a result or with what stands in its way, never with both."""
    known = {fact: answer for fact, answer in answers.items() if answer is not None}
    try:
        screening = screener.screen(known, base)
    except screener.ScreenerError as error:
        return replace(encounter, screening=None, problems=error.problems, goes_to=SUMMARY)
    return replace(encounter, screening=screening, problems=(), goes_to=results.HEADING)


def _load(base: screener.KnowledgeBase, examples: Mapping[str, Example], key: str) -> None:
    example = examples.get(str(st.session_state.get(key)))
    if example is None:
        return
    fields = [
        offer_loaded(field, example.facts.get(field.fact))
        for part in read_parts(base.knowledge)
        for field in part.fields
    ]
    typed = {field.fact: type_answer(field, example.facts.get(field.fact)) for field in fields}
    encounter = replace(start_next(), typed=typed, example=example.name, loaded=example.facts)
    keep(_screened(encounter, example.facts, base))


def _clear() -> None:
    start_next(goes_to=TITLE)
