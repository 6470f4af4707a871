"""What would change a status: worked out when somebody asks, since it takes longer than the answer itself."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from encounter import Encounter, current, keep
from frame import safe_text, say
from markup import Html, bullets, element, paragraph
from screener import ScreenerError, Screening
from screener.wording.flips import flip_texts
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
    with st.expander(safe_text(wording.say("report.flips.title")), key="flips"):
        st.html(paragraph(wording.say("report.flips.lead")))
        if encounter.flips is not None or encounter.flip_problems:
            st.html(_found(encounter, screening, wording))
        else:
            st.button(say("flips.work_out"), on_click=_work_out, key="work-out")


def _found(encounter: Encounter, screening: Screening, wording: Wording) -> Html:
    problems = bullets(wording.problem(problem) for problem in encounter.flip_problems)
    options = []
    for option in screening.options.values():
        flips = (encounter.flips or {}).get(option.id)
        if flips is not None:
            values = {"option": wording.to(option.name), "status": wording.status(option.status)}
            title = element("h4", wording.say("report.flips.option", values))
            options.append(element("div", title, bullets(flip_texts(flips, screening, wording))))
    name = {"id": FLIPS_FOUND, "role": "group", "aria-label": wording.say("report.flips.title"), "tabindex": "-1"}
    told = element("div", problems, css="problem") if problems else None
    return element("div", told, *options, css="found", attributes=name)


def _work_out() -> None:
    encounter = current()
    if encounter.examination is None:
        return
    found = replace(encounter, goes_to=FLIPS_FOUND)
    try:
        keep(replace(found, flips=encounter.examination.flips()))
    except ScreenerError as error:
        keep(replace(found, flip_problems=error.problems))
