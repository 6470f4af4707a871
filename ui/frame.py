"""What stands on every screen: settings, disclaimers, the version of the rules, focus, safe text."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from itertools import count
from operator import attrgetter
from pathlib import Path

import streamlit as st

import screener
from screener.knowledge.knowledge import Knowledge
from screener.knowledge.texts import Voice
from screener.report.markup import NO_ATTRIBUTES, bullets, element, paragraph
from screener.result.screening import version_of
from screener.wording import catalogue
from screener.wording.about import limits_of
from screener.wording.wording import Wording

LANGUAGE = "en"
TITLE = "page-title"
_HERE = Path(__file__).parent
_RUNS = count()
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!~>|$:<&])")
# Streamlit turns these into arrows and dashes where they stand alone, escaped or not.
_REPLACED = re.compile(r"(?<!\S)(?=(?:<->|->|<-|--|>=|<=|~=)(?!\S))")
WORD_JOINER = "\u2060"


def safe_text(text: str) -> str:
    """Return a text such that Streamlit shows it as it is.

    Markdown eats what clinical text is made of: "> 7 cm" would lose its sign, "3~5" its tilde.
    """
    return _MARKDOWN.sub(r"\\\1", _REPLACED.sub(WORD_JOINER, text))


def say(key: str, values: Mapping[str, str] = NO_ATTRIBUTES) -> str:
    """Return words for the screens from the catalogue, with values put in their places."""
    return catalogue.load(LANGUAGE).text(f"screens.{key}", values)


def wording(knowledge: Knowledge, voice: Voice = "clinician") -> Wording:
    """Return the words for results, for one of the two voices."""
    return Wording(catalogue.load(LANGUAGE), knowledge, voice)


def knowledge_base() -> screener.KnowledgeBase:
    """Return the rules, read once for all sessions; nothing about patients is ever cached."""
    return _read_once(screener.rules_of_environment())


@st.cache_resource(show_spinner=False)
def _read_once(folder: Path | None) -> screener.KnowledgeBase:
    return screener.load_knowledge(folder)


@st.cache_resource(show_spinner=False, hash_funcs={Knowledge: attrgetter("hash")})
def examples(knowledge: Knowledge) -> tuple[screener.Example, ...]:
    """Return the made-up patients the form of a rule base can be filled with, read once for each rule base."""
    return screener.read_examples(knowledge)


def draw_head(pages: Sequence[st.Page]) -> None:
    """Put the looks of the screens, the links between them and the first disclaimer on a page."""
    st.html(_HERE / "screen.css")
    _run((_HERE / "screen.js").read_text(encoding="utf-8"))
    with st.container(key="pages", horizontal=True):
        for page in pages:
            st.page_link(page)
    above = catalogue.load(LANGUAGE).say("disclaimers.above", "clinician")
    st.html(element("div", paragraph(above), css="note"))


def begin(title: str) -> screener.KnowledgeBase:
    """Put a page's title on the screen and return the rules; stop the page if they do not load."""
    st.html(element("h1", title, attributes={"id": TITLE, "tabindex": "-1"}))
    try:
        return knowledge_base()
    except screener.KnowledgeError as error:
        problems = bullets(catalogue.problem_sentence(problem) for problem in error.problems)
        st.html(element("div", element("h2", say("frame.rules_do_not_load")), problems, css="summary"))
        st.stop()


def end() -> None:
    """Put the foot of a page on the screen: limits, the version of the rules, what is kept."""
    knowledge = knowledge_base().knowledge
    said = wording(knowledge)
    limits = limits_of(said)
    version = paragraph(said.version(version_of(knowledge), screener.__version__))
    st.html(element("div", paragraph(limits.below), paragraph(limits.when_to_call), version, css="note footer"))


def focus(goes_to: str, is_answered: bool) -> None:
    """Move the focus to a field or a heading once the browser has drawn it.

    Args:
        goes_to: the key of a field or the id of an element; blank to leave the focus alone.
        is_answered: True if what stands below the form now belongs to what stands in it.
    """
    if goes_to:
        _run(f"window.screenerFocus({json.dumps(goes_to)}, {json.dumps(is_answered)})")


def describe_problems() -> None:
    """Tell screen readers which fields have a problem, and where its sentence stands."""
    _run("window.screenerDescribe()")


def _run(script: str) -> None:
    # A script that is the same as the last one would not run again.
    st.html(f"<script>{script}\n// {next(_RUNS)}</script>", unsafe_allow_javascript=True)
