"""The page on which a nurse screens a patient: one form, one answer below it, then the next patient."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

import streamlit as st

import frame
import results
import screener
from also_possible import Also, also_of, given_besides, with_also
from drawn_field import draw_field
from encounter import Encounter, current, keep, start_next, take_focus
from field_notes import FieldNotes, facts_of, notes_of
from flip_part import FLIPS_FOUND, draw_flips
from frame import TITLE, say
from questions import FormSection, age_given, sections_of, type_answer, type_nothing
from screener.knowledge.texts import Voice
from screener.report.markup import bullets, element, paragraph
from screener.wording.wording import Wording

SUMMARY = "error-summary"
VOICES: tuple[Voice, ...] = ("clinician", "patient")
ALSO = "also"
STALE = "stale"
_EXAMPLE = "example"


def show() -> None:
    """Put the page on the screen."""
    base = frame.begin(say("form.title"))
    encounter = current()
    parts = sections_of(base.knowledge)
    wording = frame.wording(base.knowledge)
    with st.container(key="tools", horizontal=True, vertical_alignment="bottom"):
        _draw_tools(base, encounter)
    st.html(paragraph(say("form.lead")))
    if encounter.example:
        st.html(paragraph(say("form.example_loaded", {"name": encounter.example}), css="note"))
    if encounter.problems:
        _draw_summary(encounter, parts, wording)
    with st.container(key="chart"):
        _draw_form(parts, encounter, base, wording)
    if encounter.screening:
        _draw_results(encounter, encounter.screening, base)
    frame.end()
    frame.describe_problems()
    goes_to = take_focus()
    frame.focus(goes_to, is_answered=goes_to != FLIPS_FOUND)


def _draw_tools(base: screener.KnowledgeBase, encounter: Encounter) -> None:
    examples = {example.name: example for example in frame.examples(base.knowledge)}
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


def _draw_summary(encounter: Encounter, parts: tuple[FormSection, ...], wording: Wording) -> None:
    items = []
    for problem in encounter.problems:
        sentence = wording.problem(problem)
        facts = facts_of(problem, parts)
        goes_to = f"field-{facts[0]}" if facts else ""
        link = {"href": f"#{goes_to}", "data-goes-to": goes_to}
        items.append(element("a", sentence, attributes=link) if goes_to else element("span", sentence))
    st.html(
        element(
            "div",
            element("h2", wording.counted("screens.errors", len(items))),
            paragraph(say("errors.kept")),
            bullets(items),
            css="summary",
            attributes={"id": SUMMARY, "role": "alert", "tabindex": "-1"},
        )
    )


def _draw_form(
    parts: tuple[FormSection, ...], encounter: Encounter, base: screener.KnowledgeBase, wording: Wording
) -> None:
    notes = notes_of(encounter, parts, wording)
    also = also_of((field for part in parts for field in part.fields), base.knowledge)
    with st.form("chart", border=False):
        for part in parts:
            if not part.is_folded:
                with st.container(key=f"section-{part.id}"):
                    st.html(element("h2", part.title))
                    _draw_fields(part, encounter, notes)
                continue
            count = str(len(part.fields))
            title = frame.safe_text(say("form.more", {"title": part.title, "count": count}))
            with st.expander(title, expanded=_is_unfolded(part, encounter, notes)):
                _draw_fields(part, encounter, notes)
        with st.container(key="section-also"):
            _draw_also(also, encounter)
        with st.container(key="submit"):
            st.form_submit_button(
                say("form.submit"),
                type="primary",
                shortcut="Ctrl+Enter",
                on_click=_screen,
                args=(base, parts, also),
            )


def _draw_fields(part: FormSection, encounter: Encounter, notes: FieldNotes) -> None:
    with st.container(key=f"fields-{part.id}"):
        for field in part.all_fields:
            typed = encounter.typed.get(field.fact, type_nothing(field))
            key = encounter.answer_key(field.fact)
            if field.is_wide:
                with st.container(key=f"wide-{field.fact}"):
                    draw_field(field, key, typed, notes.of(field.fact))
            else:
                draw_field(field, key, typed, notes.of(field.fact))


def _draw_also(also: tuple[Also, ...], encounter: Encounter) -> None:
    st.html(element("h2", say("form.more_than_one")))
    texts = {each.key: each.text for each in also}
    for key, value in ((ALSO, list(encounter.also)), (STALE, encounter.are_stale_unknown)):
        st.session_state.setdefault(encounter.answer_key(key), value)
    st.multiselect(
        say("form.also"),
        list(texts),
        key=encounter.answer_key(ALSO),
        format_func=texts.__getitem__,
        placeholder=say("form.also_none"),
    )
    st.checkbox(say("form.stale_unknown"), key=encounter.answer_key(STALE))


def _is_unfolded(part: FormSection, encounter: Encounter, notes: FieldNotes) -> bool:
    """A folded part opens itself when something in it is answered, wrong or wanted."""
    return any(
        field.fact in notes.with_problems
        or field.fact in notes.wanted
        or encounter.typed.get(field.fact, type_nothing(field)) != type_nothing(field)
        for field in part.all_fields
    )


def _draw_results(encounter: Encounter, screening: screener.Screening, base: screener.KnowledgeBase) -> None:
    st.html(results.draw_heading())
    texts = {voice: frame.safe_text(say(f"result.voices.{voice}")) for voice in VOICES}
    voice = st.radio(say("result.voice"), VOICES, key="voice", format_func=texts.__getitem__, horizontal=True)
    wording = frame.wording(base.knowledge, voice)
    st.html(results.draw_results(screening, encounter.questions, wording))
    draw_flips(encounter, screening, wording)
    st.button(say("form.clear"), on_click=_clear, key="clear-below")


def _screen(base: screener.KnowledgeBase, parts: tuple[FormSection, ...], also: tuple[Also, ...]) -> None:
    encounter = current()
    fields = [field for part in parts for field in part.all_fields]
    typed = {
        field.fact: str(st.session_state.get(encounter.answer_key(field.fact), type_nothing(field))) for field in fields
    }
    picked = st.session_state.get(encounter.answer_key(ALSO), [])
    sent = replace(
        encounter,
        typed=typed,
        also=tuple(each.key for each in also if each.key in picked),
        are_stale_unknown=bool(st.session_state.get(encounter.answer_key(STALE))),
    )
    problems = tuple(_age_problems(parts, typed))
    if problems:
        keep(replace(_unanswered(sent), problems=problems, goes_to=SUMMARY))
        return
    chosen = tuple(each for each in also if each.key in picked)
    keep(_screened(sent, _answers(parts, typed, chosen), base))


def _age_problems(parts: Iterable[FormSection], typed: Mapping[str, str]) -> Iterator[screener.Problem]:
    for part in parts:
        written = typed[part.age.fact].strip() if part.age else ""
        problem = screener.age_problem(written, part.title, (part.age.fact,)) if part.age and written else None
        if problem:
            yield problem


def _answers(parts: Iterable[FormSection], typed: Mapping[str, str], also: tuple[Also, ...]) -> dict[str, object]:
    """Return what is known, the values that go out of date with the age typed for their part."""
    answers: dict[str, object] = {}
    for part in parts:
        age = typed[part.age.fact].strip() if part.age else ""
        for field in part.fields:
            answer = with_also(field, typed[field.fact], also)
            if answer is not None:
                answers[field.fact] = {"value": answer, "age": age} if age and field.fact in part.aging else answer
    return answers


def _screened(encounter: Encounter, answers: Mapping[str, object], base: screener.KnowledgeBase) -> Encounter:
    """Return the encounter with a result or with what stands in its way, never with both."""
    try:
        examination = screener.examine(answers, base, stale="unknown" if encounter.are_stale_unknown else "keep")
        questions = examination.next_questions()
    except screener.ScreenerError as error:
        return replace(_unanswered(encounter), problems=error.problems, goes_to=SUMMARY)
    return replace(
        _unanswered(encounter), examination=examination, questions=questions, problems=(), goes_to=results.HEADING
    )


def _unanswered(encounter: Encounter) -> Encounter:
    """Return the encounter without anything that was said about its earlier answers."""
    return replace(encounter, examination=None, questions=(), flips=None, flip_problems=())


def _load(base: screener.KnowledgeBase, examples: Mapping[str, screener.Example], key: str) -> None:
    example = examples.get(str(st.session_state.get(key)))
    if example is None:
        return
    typed: dict[str, str] = {}
    also: list[str] = []
    parts = sections_of(base.knowledge)
    for field in (field for part in parts for field in part.fields):
        answer = example.facts.get(field.fact)
        possible = given_besides(field, answer, base.knowledge)
        typed[field.fact] = type_answer(field, answer, possible)
        if typed[field.fact] in possible:
            also += [f"{field.fact}={value}" for value in possible if value != typed[field.fact]]
    typed |= {part.age.fact: age_given(part, example.facts) for part in parts if part.age}
    encounter = replace(start_next(), typed=typed, example=example.name, also=tuple(also))
    keep(_screened(encounter, example.facts, base))


def _clear() -> None:
    start_next(goes_to=TITLE)
