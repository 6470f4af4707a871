"""What a report tells somebody who knows half of the facts: what to find out next, what not, and what is near."""

from __future__ import annotations

import json
import re
from decimal import Decimal

import pytest

from screener.knowledge.texts import Voice
from screener.report.markdown import document_report
from screener.report.record import record_of
from screener.report.text import text_report
from screener.report.wanted import Wanted
from screener.screening.examination import Examination
from screener.screening.knowledge_base import KnowledgeBase
from screener.screening.screen import examine
from screener.wording.catalogue import load
from screener.wording.wording import Wording
from tests.bases import sound_rules
from tests.bases.description import (
    AskedLine,
    Asking,
    CaseLine,
    ChoiceLine,
    Description,
    FirstLine,
    NumberLine,
    OptionLine,
    PointsLine,
    RuleLine,
    rule_base,
)
from tests.unit.report_text import section

VOICES: tuple[Voice, ...] = ("clinician", "patient")
BOTH = ("yes", "no")
HCC: dict[str, object] = {"diagnosis": "hcc", "age_years": 60}
KNOWN: dict[str, object] = {**HCC, "tumor_count": 2, "pacemaker": False, "tumor_bleeding": False}
NEXT = {"clinician": "Most useful next", "patient": "Most useful to find out next"}
FLIPS = {"clinician": "What would change a status", "patient": "What would change an answer"}


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeBase:
    return sound_rules.knowledge_base(tmp_path_factory.mktemp("rules"))


def score() -> tuple[PointsLine, FirstLine]:
    items = [(CaseLine("0", f"sign{number}"), CaseLine("1")) for number in range(1, 5)]
    band = FirstLine("band", (CaseLine("low", "points <= 1"), CaseLine("middle", "points <= 3"), CaseLine("high")))
    return PointsLine("points", tuple(items)), band


@pytest.fixture(scope="module")
def plain() -> KnowledgeBase:
    """Rules of every kind that a flip or a question may meet, named as their facts are."""
    facts: tuple[AskedLine, ...] = (
        NumberLine("size", Decimal(1), Decimal(9), Decimal(1)),
        ChoiceLine("spread", ("none", "limited", "widespread")),
        ChoiceLine("fits", BOTH),
        ChoiceLine("also", BOTH),
        ChoiceLine("scan", BOTH),
        NumberLine("age", Decimal(10), Decimal(90), Decimal(1)),
        *(ChoiceLine(f"sign{number}", BOTH) for number in range(1, 5)),
    )
    rules = (
        RuleLine("sized", "supports", "4 <= size <= 6 and spread != widespread", ("sized",)),
        RuleLine("weak", "supports_with_caution", "fits", ("lifted",)),
        RuleLine("full", "supports", "fits and scan and size <= 3", ("lifted",)),
        RuleLine("both", "supports", "fits and also", ("both",)),
        RuleLine("scored", "supports", "points in [0, 1, 2]", ("scored",)),
        RuleLine("banded", "supports", "band != high", ("banded",)),
    )
    options = tuple(OptionLine(name, (name,)) for name in ("sized", "lifted", "both", "scored", "banded"))
    asking = {"scan": Asking("work_up", ("team",), "work_up"), "age": Asking("intake", ("patient",), "patient")}
    return rule_base(Description(facts, score(), rules, options, scope=("age < 18",), asking=asking))


def told(
    kb: KnowledgeBase, facts: dict[str, object], voice: Voice = "clinician", *options: str, with_flips: bool = True
) -> str:
    examination = examine(facts, kb)
    wanted = wanted_of(examination, with_flips=with_flips)
    return text_report(
        examination.screening,
        Wording(load("en"), kb.knowledge, voice),
        "0.1.0",
        Wanted(frozenset(options), questions=wanted.questions, flips=wanted.flips),
    )


def wanted_of(examination: Examination, *, with_flips: bool = True) -> Wanted:
    return Wanted(questions=examination.next_questions(), flips=examination.flips() if with_flips else None)


def bullets(text: str) -> list[str]:
    """The entries of a list, each on one line."""
    parts = text.split("\n  - ")[1:]
    return [" ".join(part.split("\n\n")[0].split()) for part in parts]


def next_up(text: str) -> list[str]:
    """What is worth finding out next: the questions in their order, then what is said of the others."""
    before = re.split(r"(?m)^\d+ (?:open fact|thing)s? that|^\d+ open facts?", text)[0]
    parts = (part for block in before.split("\n\n") for part in re.split(r"(?m)^ +\d+\. ", block))
    return [" ".join(part.split()) for part in parts if part.strip()]


def flips_of(kb: KnowledgeBase, option: str, **facts: object) -> list[str]:
    """What is told of an option's flips."""
    part = section(told(kb, facts), FLIPS["clinician"])
    return bullets(part[part.index(f"{option}, now ") :].split("\n\n")[0])


def test_the_most_useful_questions_stand_on_top_five_at_most(sound: KnowledgeBase) -> None:
    asked = [sound.knowledge.label(each.fact).clinician for each in examine({}, sound).next_questions()]
    entries = next_up(section(told(sound, {}), NEXT["clinician"]))
    assert asked == [
        *("Diagnosis", "Age", "Count", "Size class", "Largest", "Bleeding", "Heat", "Pacemaker", "Bilirubin"),
        "Albumin",
    ]
    assert entries == [
        *(f"{name}: bears on 2 options" for name in asked[:5]),
        "4 more afterwards",
        "Left for the work-up: Heat.",
    ]


def test_patients_are_asked_what_they_know_and_told_what_their_team_finds_out(sound: KnowledgeBase) -> None:
    assert next_up(section(told(sound, {}, "patient"), NEXT["patient"])) == [
        "Your diagnosis: helps with 2 treatments",
        "Age: helps with 2 treatments",
        "Size class: helps with 2 treatments",
        "Pacemaker: helps with 1 treatment",
        "Your team will look at: Count, Largest, Bleeding, Heat, Bilirubin and Albumin.",
    ]


def test_no_more_afterwards_is_said_where_five_are_all(sound: KnowledgeBase) -> None:
    entries = next_up(section(told(sound, {**HCC, "tumor_count": 2}), NEXT["clinician"]))
    assert entries == [
        "Largest: bears on 2 options",
        "Bleeding: bears on 2 options",
        "Pacemaker: bears on 1 option",
        "Left for the work-up: Heat.",
    ]


@pytest.mark.parametrize(
    ("voice", "sentence"),
    [
        ("clinician", "age: could put this patient outside these rules"),
        ("patient", "age: tells if these rules are made for you"),
    ],
)
def test_a_question_about_the_scope_says_so(plain: KnowledgeBase, voice: Voice, sentence: str) -> None:
    signs = {f"sign{number}": True for number in range(1, 5)}
    facts: dict[str, object] = {"size": 9, "fits": False, **signs}
    assert next_up(section(told(plain, facts, voice), NEXT[voice])) == [sentence]


@pytest.mark.parametrize(
    ("voice", "sentence"),
    [
        ("clinician", "Nothing that is still open can change any option."),
        ("patient", "No other answer can change what is worth asking about."),
    ],
)
def test_where_nothing_can_change_any_more_the_report_says_so(
    sound: KnowledgeBase, voice: Voice, sentence: str
) -> None:
    facts = {**KNOWN, "largest_tumor_cm": 2, "heat_possible": True}
    assert next_up(section(told(sound, facts, voice), NEXT[voice])) == [sentence]


def test_patients_never_read_that_nothing_can_change_while_their_team_may_find_something(sound: KnowledgeBase) -> None:
    text = section(told(sound, {**KNOWN, "largest_tumor_cm": 2}, "patient"), NEXT["patient"])
    assert next_up(text) == ["Only what your team finds out can still change this: Heat."]


def test_questions_are_told_only_if_somebody_asked_for_them(sound: KnowledgeBase) -> None:
    text = text_report(examine({}, sound).screening, sound_rules.wording(sound), "0.1.0")
    assert NEXT["clinician"] not in text
    assert FLIPS["clinician"] not in text


@pytest.mark.parametrize(
    ("voice", "sentence"),
    [
        (
            "clinician",
            "Whatever they turn out to be, no option changes here; they may matter for other reasons: "
            "Bilirubin, Albumin and Platelets.",
        ),
        (
            "patient",
            "You need not find these out for this page; your team may still ask about them: "
            "Bilirubin, Albumin and Platelets.",
        ),
    ],
)
def test_what_can_change_no_option_need_not_be_chased(sound: KnowledgeBase, voice: Voice, sentence: str) -> None:
    assert sentence in " ".join(section(told(sound, {**HCC, "tumor_count": 2}, voice), NEXT[voice]).split())


def test_where_everything_matters_nothing_is_said_of_what_does_not(plain: KnowledgeBase) -> None:
    assert "can no longer change any option" not in told(plain, {})
    assert "can no longer change any option" in told(plain, {"fits": False})


@pytest.mark.parametrize(
    ("voice", "sentence"),
    [
        ("clinician", "Can no longer change this option: Bilirubin, Albumin and Pacemaker."),
        ("patient", "These change nothing here now: Bilirubin, Albumin and Pacemaker."),
    ],
)
def test_each_open_option_says_what_can_no_longer_change_it(sound: KnowledgeBase, voice: Voice, sentence: str) -> None:
    text = told(sound, {**HCC, "tumor_count": 2}, voice)
    assert sentence in " ".join(section(text, "Needle").split())
    assert sentence[:20] not in section(text, "Beads")
    flagged = told(sound, {**HCC, "tumor_count": 2, "largest_tumor_cm": 2}, voice)
    assert sentence in " ".join(section(flagged, "Needle").split())


def test_facts_that_are_too_many_to_name_are_counted(sound: KnowledgeBase, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("screener.wording.next_steps.MOST_NAMES", 1)
    text = " ".join(section(told(sound, {**HCC, "tumor_count": 2}), "Needle").split())
    assert "Can no longer change this option: Bilirubin and 2 more." in text


def test_what_can_change_no_option_is_named_whole(plain: KnowledgeBase, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("screener.wording.next_steps.MOST_NAMES", 1)
    part = " ".join(section(told(plain, {"fits": False, "size": 9}), NEXT["clinician"]).split())
    assert "3 open facts can no longer change any option" in part
    assert part.endswith("they may matter for other reasons: spread, also and scan.")
    one = " ".join(
        section(told(plain, {"fits": False, "size": 9, "also": True, "spread": "none"}), NEXT["clinician"]).split()
    )
    assert "1 open fact can no longer change any option" in one


@pytest.mark.parametrize(
    ("voice", "sentence"),
    [
        ("clinician", "No open fact can change this."),
        ("patient", "Nothing that is not known yet can change this."),
    ],
)
def test_a_closed_option_says_that_no_open_fact_can_change_it(
    sound: KnowledgeBase, voice: Voice, sentence: str
) -> None:
    text = told(sound, {**HCC, "largest_tumor_cm": 2, "heat_possible": True}, voice)
    assert sentence in section(text, "Beads")
    assert sentence not in section(text, "Needle")
    assert "Can no longer change" not in section(text, "Beads")


def test_a_closed_option_of_which_all_is_known_says_nothing_of_open_facts(plain: KnowledgeBase) -> None:
    known = section(told(plain, {"size": 9, "spread": "none"}), "sized")
    assert "No open fact" not in known
    assert "No open fact can change this." in section(told(plain, {"size": 9}), "sized")


@pytest.mark.parametrize(
    ("voice", "title"), [("clinician", "Could lift the caution"), ("patient", "Could make this clearer")]
)
def test_what_could_lift_a_caution_has_a_list_of_its_own(plain: KnowledgeBase, voice: Voice, title: str) -> None:
    lifted = section(told(plain, {"fits": True}, voice), "lifted")
    work_up = "Left for the work-up: scan." if voice == "clinician" else "Your team will look at: scan."
    assert f"{title}:\n  - size (if 1 to 3)\n  - {work_up}\n" in lifted
    assert title not in told(plain, {"fits": True, "scan": False}, voice)


def test_flips_name_numbers_on_either_side_and_between(plain: KnowledgeBase) -> None:
    assert flips_of(plain, "sized", size=5, spread="none") == [
        "Not flagged by these rules, if size were at most 3 or at least 7 (here: 5)",
        "Not flagged by these rules, if spread were: widespread (here: none)",
    ]
    assert flips_of(plain, "sized", size=2, spread="none") == [
        "Meets published criteria to discuss, if size were 4 to 6 (here: 2)"
    ]


def test_flips_name_every_value_of_a_choice(plain: KnowledgeBase) -> None:
    assert flips_of(plain, "sized", size=5, spread="widespread") == [
        "Meets published criteria to discuss, if spread were: none or limited (here: widespread)"
    ]


def test_several_facts_of_a_flip_are_joined(plain: KnowledgeBase) -> None:
    assert flips_of(plain, "both", fits=False, also=False) == [
        "Meets published criteria to discuss, if fits were: yes (here: no) and also were: yes (here: no)"
    ]


def test_neighboring_points_are_told_as_a_range_and_few_by_name(plain: KnowledgeBase) -> None:
    assert flips_of(plain, "scored", points="3") == [
        "Meets published criteria to discuss, if points were: 0 to 2 (here: 3)"
    ]
    assert flips_of(plain, "scored", points="0") == ["Not flagged by these rules, if points were: 3 or 4 (here: 0)"]
    assert flips_of(plain, "banded", band="high") == [
        "Meets published criteria to discuss, if band were: low or middle (here: high)"
    ]


def test_points_with_a_gap_are_named(plain: KnowledgeBase) -> None:
    # The patient's own points lie between those that lead to another answer.
    rules = (RuleLine("scored", "supports", "points in [0, 1, 3, 4]", ("scored",)),)
    facts = tuple(ChoiceLine(f"sign{number}", BOTH) for number in range(1, 5))
    kb = rule_base(Description(facts, score(), rules, (OptionLine("scored", ("scored",)),)))
    assert flips_of(kb, "scored", points="2") == [
        "Meets published criteria to discuss, if points were: 0, 1, 3 or 4 (here: 2)"
    ]


def test_where_no_small_change_does_the_report_says_so(plain: KnowledgeBase) -> None:
    assert flips_of(plain, "both", size=5) == ["No change of up to three of the known facts would alter it."]


def test_six_flips_are_told_and_the_others_counted(plain: KnowledgeBase, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("screener.wording.flips.MOST_FLIPS", 1)
    assert flips_of(plain, "sized", size=5, spread="none") == [
        "Not flagged by these rules, if size were at most 3 or at least 7 (here: 5)",
        "1 more",
    ]
    assert len(flips_of(plain, "sized", size=2, spread="none")) == 1


@pytest.mark.parametrize("voice", VOICES)
def test_flips_come_with_what_they_are_and_are_not(sound: KnowledgeBase, voice: Voice) -> None:
    part = " ".join(section(told(sound, {**KNOWN, "largest_tumor_cm": 2}, voice), FLIPS[voice]).split())
    lead = "they are no advice to change anything." if voice == "clinician" else "It is not advice to change anything."
    assert lead in part
    assert part.index(lead) < part.index("Needle, now")
    assert "Largest were at least 5.1 cm (here: 2 cm)" in part


def test_flips_of_one_option_are_told_alone(sound: KnowledgeBase) -> None:
    part = section(told(sound, {**KNOWN, "largest_tumor_cm": 2}, "clinician", "needle"), FLIPS["clinician"])
    assert "Needle, now" in part
    assert "Beads, now" not in part


def test_a_patient_with_nothing_flagged_may_still_ask_what_would_change(sound: KnowledgeBase) -> None:
    closed = {**HCC, "tumor_count": 2, "largest_tumor_cm": 2, "tumor_bleeding": True}
    assert FLIPS["patient"] not in told(sound, closed, "patient", with_flips=False)
    text = told(sound, closed, "patient")
    assert text.index("These rules have nothing to add") < text.index(FLIPS["patient"])
    assert "Needle, now" in text


@pytest.mark.parametrize("voice", VOICES)
def test_the_document_tells_the_same(sound: KnowledgeBase, voice: Voice) -> None:
    examination = examine({**KNOWN, "largest_tumor_cm": 2}, sound)
    wording = sound_rules.wording(sound, voice)
    document = document_report(examination.screening, wording, "0.1.0", wanted_of(examination))
    assert f"## {NEXT[voice]}\n\nOnly " in document
    assert f"## {FLIPS[voice]}\n\n" in document
    assert "Largest were at least 5.1 cm (here: 2 cm)" in document


def test_a_record_holds_questions_and_flips_and_none_where_nobody_asked(sound: KnowledgeBase) -> None:
    examination = examine({**KNOWN, "largest_tumor_cm": 2}, sound)
    wording = sound_rules.wording(sound)
    record = json.loads(record_of(examination.screening, wording, "0.1.0", wanted_of(examination)).model_dump_json())
    assert [each["fact"] for each in record["next_questions"]] == ["heat_possible"]
    assert record["next_questions"][0]["bears_on"] == ["beads", "needle"]
    assert {"changes": [{"fact": "tumor_count", "values": ["4"], "nearest": "4"}], "status": "not_flagged"} in (
        record["flips"]["needle"]
    )
    assert list(record["flips"]) == ["beads", "needle"]
    bare = json.loads(record_of(examination.screening, wording, "0.1.0").model_dump_json())
    assert bare["next_questions"] is None
    assert bare["flips"] is None
