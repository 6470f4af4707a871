"""The page on which a nurse screens a patient: one form, one answer below it, then the next patient."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import streamlit as st

import frame
import results
import screener
from also_possible import Also, given_besides, read_also, with_also
from encounter import Encounter, current, keep, start_next, take_focus
from examples import Example, read_examples
from frame import TITLE, say
from markup import bullets, element, paragraph
from questions import (
    Field,
    Part,
    age_given,
    draw_field,
    question_raised,
    read_parts,
    type_answer,
    type_nothing,
)
from screener.age import AGE_EXAMPLE, read_days
from screener.knowledge.model import Voice
from screener.report.facts_told import unit_questions_told
from screener.wording import Wording

SUMMARY = "error-summary"
VOICES: tuple[Voice, ...] = ("clinician", "patient")
ALSO = "also"
STALE = "stale"
_EXAMPLE = "example"


@dataclass(frozen=True, slots=True)
class _Notes:
    """What stands beside the fields: problems and questions by fact, and the facts that options wait for."""

    problems: Mapping[str, list[str]]
    asks: Mapping[str, str]
    wanted: frozenset[str]


def show() -> None:
    """Put the page on the screen."""
    base = frame.begin(say("form.title"))
    encounter = current()
    parts = read_parts(base.knowledge)
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
        facts = _facts_of(problem)
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
    notes = _Notes(_problems_by_fact(encounter, wording), _unit_questions(encounter, wording), _wanted(encounter))
    also = read_also((field for part in parts for field in part.fields), base.knowledge)
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


def _draw_fields(part: Part, encounter: Encounter, notes: _Notes) -> None:
    with st.container(key=f"fields-{part.id}"):
        for field in _all_fields(part):
            typed = encounter.typed.get(field.fact, type_nothing(field))
            key = encounter.answer_key(field.fact)
            problems, asks = notes.problems.get(field.fact, ()), notes.asks.get(field.fact, "")
            if field.is_wide:
                with st.container(key=f"wide-{field.fact}"):
                    draw_field(field, key, typed, problems, asks)
            else:
                draw_field(field, key, typed, problems, asks)


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


def _all_fields(part: Part) -> tuple[Field, ...]:
    return part.fields if part.age is None else (*part.fields, part.age)


def _is_unfolded(part: Part, encounter: Encounter, notes: _Notes) -> bool:
    """A folded part opens itself when something in it is answered, wrong or wanted."""
    return any(
        field.fact in notes.problems
        or field.fact in notes.wanted
        or encounter.typed.get(field.fact, type_nothing(field)) != type_nothing(field)
        for field in _all_fields(part)
    )


def _wanted(encounter: Encounter) -> frozenset[str]:
    options = encounter.screening.options.values() if encounter.screening else ()
    return frozenset(each.fact for option in options if option.status == "cannot_tell" for each in option.missing or ())


def _unit_questions(encounter: Encounter, wording: Wording) -> dict[str, str]:
    return unit_questions_told(encounter.screening, wording) if encounter.screening else {}


def _facts_of(problem: screener.Problem) -> list[str]:
    """The fields a problem is about: its own, or those that do not go together."""
    fields = {field.fact for part in read_parts(frame.knowledge_base().knowledge) for field in _all_fields(part)}
    return [fact for fact in dict.fromkeys((problem.subject, *problem.related)) if fact in fields]


def _problems_by_fact(encounter: Encounter, wording: Wording) -> dict[str, list[str]]:
    by_fact: dict[str, list[str]] = {}
    for problem in encounter.problems:
        for fact in _facts_of(problem):
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


def _screen(base: screener.KnowledgeBase, parts: tuple[Part, ...], also: tuple[Also, ...]) -> None:
    encounter = current()
    fields = [field for part in parts for field in _all_fields(part)]
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
        keep(replace(sent, screening=None, problems=problems, goes_to=SUMMARY))
        return
    chosen = tuple(each for each in also if each.key in picked)
    keep(_screened(sent, _answers(parts, typed, chosen), base))


def _age_problems(parts: Iterable[Part], typed: Mapping[str, str]) -> Iterator[screener.Problem]:
    for part in parts:
        written = typed[part.age.fact].strip() if part.age else ""
        if part.age and written and read_days(written) is None:
            yield screener.Problem(
                "age_malformed", part.title, found=written, allowed=(AGE_EXAMPLE,), related=(part.age.fact,)
            )


def _answers(parts: Iterable[Part], typed: Mapping[str, str], also: tuple[Also, ...]) -> dict[str, object]:
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
        screening = screener.screen(answers, base, stale="unknown" if encounter.are_stale_unknown else "keep")
    except screener.ScreenerError as error:
        return replace(encounter, screening=None, problems=error.problems, goes_to=SUMMARY)
    return replace(encounter, screening=screening, problems=(), goes_to=results.HEADING)


def _load(base: screener.KnowledgeBase, examples: Mapping[str, Example], key: str) -> None:
    example = examples.get(str(st.session_state.get(key)))
    if example is None:
        return
    typed: dict[str, str] = {}
    also: list[str] = []
    parts = read_parts(base.knowledge)
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
