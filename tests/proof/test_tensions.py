"""Tensions between the built-in rules: every pair is met by its patient."""

from __future__ import annotations

from pathlib import Path

from screener.knowledge.possible import Outcome
from screener.manual.places import TENSIONS, places_seen_from
from screener.manual.tensions_page import tensions_page
from screener.proof.tensions import tensions_of
from screener.report.markdown import render_markdown
from screener.screening.screen import screen
from screener.wording.catalogue import load
from screener.wording.wording import Wording
from tests.bases.built_in import built_in_rules

PAGE = Path(__file__).parents[2] / "docs" / "rules" / "tensions.md"


def test_every_real_tension_is_met_by_its_patient() -> None:
    kb = built_in_rules()
    for tension in tensions_of(kb.knowledge):
        for exact in (False, True):
            option = screen(tension.patient, kb, exact).options[tension.option]
            outcomes = {reason.rule: reason.outcome for reason in option.reasons}
            both = {outcomes[tension.indication], outcomes[tension.opposing]}
            if both == {Outcome.MET}:
                break
        assert both == {Outcome.MET}, tension


def test_the_page_is_what_the_rules_say() -> None:
    wording = Wording(load("en"), built_in_rules().knowledge, "clinician")
    told = render_markdown(tensions_page(wording).blocks, places_seen_from(TENSIONS, wording))
    assert told.rstrip() in PAGE.read_text(encoding="utf-8"), "write it again with: screener rules doc"
