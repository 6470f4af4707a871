"""A field on the page: its name, its widget, and what stands below it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import streamlit as st

from frame import safe_text, say
from questions import Field
from screener.report.markup import EMPTY, Html, element, join, paragraph

# As many as "between" two values with their units takes.
MAXIMUM_CHARACTERS = 60


@dataclass(frozen=True, slots=True)
class Note:
    """What stands below a field.

    Attributes:
        problems: what is wrong with its answer, in words.
        asks: what its answer leaves to ask, in words.
        is_settled: True if no answer to it can change any option any more.
    """

    problems: tuple[str, ...] = ()
    asks: str = ""
    is_settled: bool = False


def draw_field(field: Field, key: str, typed: str, note: Note) -> None:
    """Put a field on the page.

    Args:
        field: the question.
        key: where the browser's session keeps what stands in it.
        typed: what stands in it the first time it is drawn.
        note: what stands below it.
    """
    if key not in st.session_state:
        st.session_state[key] = typed
    with st.container(key=field.key):
        # The widget's own label would be read as Markdown; this one is exact, and so is the
        # name that the widget gives to screen readers.
        st.html(element("span", field.label, css="label", attributes={"aria-hidden": "true"}))
        if field.is_typed:
            st.text_input(
                field.label,
                key=key,
                max_chars=MAXIMUM_CHARACTERS,
                placeholder=say("form.unknown_number"),
                label_visibility="collapsed",
                autocomplete="off",
            )
        else:
            texts = {offer.key: safe_text(offer.text) for offer in field.offers}
            st.radio(
                field.label,
                list(texts),
                key=key,
                format_func=texts.__getitem__,
                horizontal=True,
                label_visibility="collapsed",
            )
        if below := _below(field, note):
            st.html(below)


def _below(field: Field, note: Note) -> Html:
    return join(
        (
            paragraph(field.hint, css="hint"),
            _raises(field),
            _settled(field) if note.is_settled else None,
            paragraph(note.asks, css="asks"),
            _problems(field, note.problems),
        )
    )


def _settled(field: Field) -> Html:
    return element("p", say("form.settled"), css="settled", attributes={"id": f"settled-{field.key}"})


def _raises(field: Field) -> Html:
    texts = {offer.key: offer.text for offer in field.offers}
    return join(
        paragraph(say("form.raises", {"answer": texts[value], "question": question}), css="hint")
        for value, question in field.raises
    )


def _problems(field: Field, problems: Iterable[str]) -> Html:
    shown = join(paragraph(problem) for problem in problems)
    if not shown:
        return EMPTY
    return element("div", shown, css="problem", attributes={"id": f"problem-{field.key}"})
