"""What would change a status: worked out when somebody asks, since it takes longer than the answer itself."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from encounter import Encounter, current, keep
from frame import safe_text, say
from screener import ScreenerError, Screening
from screener.report.flips_outline import flips_part
from screener.report.html import render_html
from screener.report.markup import Html, bullets, element
from screener.wording.wording import Wording

FLIPS_FOUND = "flips-found"


def draw_flips(encounter: Encounter, screening: Screening, wording: Wording) -> None:
    """Put the part on the page: a button, or what was found.

    Args:
        encounter: the patient.
        screening: the answer, inside the scope.
        wording: the words; the criteria are told to clinicians only.
    """
    if wording.voice != "clinician" or not screening.scope.inside:
        return
    part = flips_part(encounter.flips or {}, screening, wording)
    lead, *options = part.blocks
    with st.expander(safe_text(part.title), key="flips"):
        st.html(render_html([lead], wording))
        if encounter.flips is None and not encounter.flip_problems:
            st.button(say("flips.work_out"), on_click=_work_out, key="work-out")
            return
        problems = bullets(wording.problem(problem) for problem in encounter.flip_problems)
        told = element("div", problems, css="problem") if problems else None
        st.html(_found(part.title, told, render_html(options, wording)))


def _found(title: str, *children: Html | None) -> Html:
    name = {"id": FLIPS_FOUND, "role": "group", "aria-label": title, "tabindex": "-1"}
    return element("div", *children, css="found", attributes=name)


def _work_out() -> None:
    encounter = current()
    if encounter.examination is None:
        return
    found = replace(encounter, goes_to=FLIPS_FOUND)
    try:
        keep(replace(found, flips=encounter.examination.flips()))
    except ScreenerError as error:
        keep(replace(found, flip_problems=error.problems))
