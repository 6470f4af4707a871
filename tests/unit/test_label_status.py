"""What the label of a device or drug covers stands beside the status, for every option and tumor."""

from __future__ import annotations

import pytest

import screener
from screener.report.rule_items import label_notes, other_notes
from screener.report.text import text_report
from screener.wording.catalogue import load
from screener.wording.wording import Wording
from tests.bases.built_in import built_in_rules


@pytest.mark.parametrize("diagnosis", sorted(built_in_rules().knowledge.covered))
def test_every_option_says_what_its_label_covers_for_every_tumor(diagnosis: str) -> None:
    screening = screener.screen({"diagnosis": diagnosis}, built_in_rules())
    for option in screening.options.values():
        notes = label_notes(option)
        assert notes, option.id
        assert all(note.says.clinician.startswith("US label: ") for note in notes)
        assert all(note.says.patient.startswith("US label: ") for note in notes)
        assert {note.rule for note in other_notes(option)}.isdisjoint(note.rule for note in notes)


def test_the_label_stands_between_the_status_and_what_the_option_is() -> None:
    kb = built_in_rules()
    screening = screener.screen({"diagnosis": "uveal_melanoma_mets"}, kb)
    text = " ".join(text_report(screening, Wording(load("en"), kb.knowledge, "clinician"), "0.1.0").split())
    option = screening.options["sir_spheres"]
    section = text[text.index(f"{option.name.clinician} -----") :]
    assert section.index("Cannot tell") < section.index("US label: off label") < section.index(option.what.clinician)
    assert section.count("US label: off label for this tumor") == 1
