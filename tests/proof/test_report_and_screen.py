"""Report and screen tell the same of two hundred patients: every sentence, value, source and list entry, both ways."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import pytest

import screener
from results import ON_PAGE, draw_results
from screener.knowledge.texts import Voice
from screener.report.flips_outline import flips_part
from screener.report.html import render_html
from screener.report.text import text_report
from screener.report.wanted import Wanted
from screener.screening.examination import Examination
from screener.wording.catalogue import load
from screener.wording.wording import Wording
from tests.bases.built_in import built_in_rules
from tests.bases.real_patients import patients
from tests.proof.shown import on_report, on_screen

VOICES: tuple[Voice, ...] = ("clinician", "patient")
COUNT = 200
SEED = 20261129


def examples() -> Iterator[Examination]:
    return (
        screener.examine(example.facts, built_in_rules())
        for example in screener.read_examples(built_in_rules().knowledge)
    )


@cache
def examined() -> tuple[Examination, ...]:
    kb = built_in_rules()
    return (*examples(), *(screener.examine(facts, kb) for facts in patients(kb, COUNT, SEED)))


def words(voice: Voice) -> Wording:
    return Wording(load("en"), built_in_rules().knowledge, voice)


def told(examination: Examination, voice: Voice, with_flips: bool = False) -> tuple[str, str]:
    """The text report and what the screen shows of an answer."""
    screening, wording, questions = examination.screening, words(voice), examination.next_questions()
    flips = examination.flips() if with_flips else None
    report = text_report(screening, wording, "0.1.0", Wanted(by_source=True, questions=questions, flips=flips))
    screen = draw_results(screening, questions, wording)
    return report, screen + (render_html([flips_part(flips, screening, wording)], wording, ON_PAGE) if flips else "")


def differences(report: str, screen: str, sources: str) -> Iterator[str]:
    """What one of the two tells and the other does not, or in another order."""
    first, second = on_report(report, sources), on_screen(screen, sources)
    if first.entries != second.entries:
        yield from (f"only in the report: {entry}" for entry in first.entries if entry not in second.entries)
        yield from (f"only on the screen: {entry}" for entry in second.entries if entry not in first.entries)
        yield f"{len(first.entries)} entries in the report, {len(second.entries)} on the screen"
    yield from (f"{place} is told in one of them only" for place in sorted(first.places ^ second.places))


@pytest.mark.parametrize("voice", VOICES)
def test_report_and_screen_tell_the_same(voice: Voice) -> None:
    sources = words(voice).say("report.sources")
    seen = 0
    for examination in examined():
        report, screen = told(examination, voice)
        assert list(differences(report, screen, sources)) == []
        seen += len(on_screen(screen, sources).entries)
    assert len(examined()) > COUNT
    assert seen > 200 * COUNT, "an answer has more entries than these"


def test_what_would_change_a_status_is_told_alike() -> None:
    for examination in examples():
        report, screen = told(examination, "clinician", with_flips=True)
        assert list(differences(report, screen, words("clinician").say("report.sources"))) == []


LESS = (
    ("screen", r'<span class="source">.*?</span>'),
    ("screen", r"<li>[^<]*</li>"),
    ("screen", r"Not flagged by these rules"),
    ("screen", r"(?<=checked 202)\d"),
    ("screen", r"<dd>[^<]*</dd>"),
    ("report", r"Because: "),
    ("report", r"(?m)^      - .*\n"),
    ("report", r"\[\d+\]"),
)


def is_closed_to_some(examination: Examination) -> bool:
    return any(option.status == "not_flagged" for option in examination.screening.options.values())


@pytest.mark.parametrize(("side", "pattern"), LESS)
def test_whatever_one_of_them_leaves_out_is_found(side: str, pattern: str) -> None:
    report, screen = told(next(each for each in examples() if is_closed_to_some(each)), "clinician")
    sources = words("clinician").say("report.sources")
    assert list(differences(report, screen, sources)) == []
    less = re.sub(pattern, "", report if side == "report" else screen, count=1)
    assert less not in (report, screen)
    pair = (less, screen) if side == "report" else (report, less)
    assert list(differences(*pair, sources))
