"""Asking in the terminal."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from screener.cli.interview import Interview
from screener.knowledge.texts import Voice
from screener.result.screening import Screening
from screener.screening.knowledge_base import KnowledgeBase
from tests.bases import measured_rules, sound_rules


@dataclass
class Chart:
    """Answers questions by what they are about, and remembers everything it was told."""

    answers: dict[str, list[str]]
    otherwise: str = "?"
    told: list[str] = field(default_factory=list)
    prompts: list[str] = field(default_factory=list)
    _asked: str = ""

    def tell(self, text: str) -> None:
        self.told.append(text)
        if text.startswith("\n"):
            self._asked = text.strip()

    def read(self, prompt: str) -> str:
        self.prompts.append(prompt)
        lines = next((lines for about, lines in self.answers.items() if self._asked.startswith(about)), [])
        line = lines.pop(0) if lines else self.otherwise
        if line == "EOF":
            raise EOFError
        return f"{line}\n"

    @property
    def text(self) -> str:
        return "\n".join(self.told)


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeBase:
    return sound_rules.knowledge_base(tmp_path_factory.mktemp("rules"))


def interview(kb: KnowledgeBase, chart: Chart, voice: Voice = "clinician") -> tuple[Interview, Screening]:
    talk = Interview(kb, sound_rules.wording(kb, voice), chart.read, chart.tell)
    return talk, talk.run()


def test_sudden_signs_are_asked_first_then_what_settles_most(kb: KnowledgeBase) -> None:
    chart = Chart(
        {"Which diagnosis": ["1"], "Age": ["64"], "How many": ["2"], "How large": ["2-4"], "Pacemaker": ["n"]}
    )
    _, result = interview(kb, chart)
    asked = [text.strip().split("\n")[0] for text in chart.told if text.strip().endswith("?")]
    assert asked[:2] == ["Bleeding?", "Which diagnosis?"]
    assert set(result.facts) == {"diagnosis", "age_years", "tumor_count", "largest_tumor_cm", "pacemaker"}
    titles = [text.strip() for text in chart.told if text.strip() in ("Intake", "Tumor")]
    assert titles[:2] == ["Intake", "Tumor"]


def test_a_score_is_asked_before_what_it_would_answer(kb: KnowledgeBase) -> None:
    chart = Chart({"Which diagnosis": ["1"]})
    interview(kb, chart)
    assert chart.text.index("Size class, if the chart states it") < chart.text.index("How large?")


def test_what_only_the_work_up_finds_is_announced_and_asked_last(kb: KnowledgeBase) -> None:
    chart = Chart({"Which diagnosis": ["1"]})
    interview(kb, chart)
    announced = chart.text.index("What follows is found in the work-up")
    assert announced < chart.text.index("Heat?")
    assert chart.text.index("How many?") < announced
    assert chart.text.count("found in the work-up") == 1


def test_what_can_change_nothing_is_not_asked(kb: KnowledgeBase) -> None:
    chart = Chart({"Bleeding": ["y"], "Age": ["64"]})
    interview(kb, chart)
    assert "Platelets?" not in chart.text
    assert "How large?" not in chart.text
    assert "Nothing that is still open can change any option." in chart.text


def test_the_end_names_what_is_still_open(kb: KnowledgeBase) -> None:
    chart = Chart({"Which diagnosis": ["hcc"], "Age": ["64"], "Bleeding": ["n"]})
    interview(kb, chart)
    assert "Still open, and could change an option: " in chart.text
    patient = Chart({"Which diagnosis": ["hcc"], "Age": ["64"], "Bleeding": ["n"]})
    interview(kb, patient, "patient")
    assert "Not known yet, and could matter. Your team can find out: " in patient.text


def test_many_open_facts_are_counted(kb: KnowledgeBase, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("screener.wording.next_steps.MOST_NAMES", 1)
    chart = Chart({"Which diagnosis": ["hcc"]})
    interview(kb, chart)
    assert " more." in chart.told[-1]


def test_patients_are_asked_what_patients_know(kb: KnowledgeBase) -> None:
    chart = Chart({})
    interview(kb, chart, "patient")
    assert "Which diagnosis?" in chart.text
    assert "How big?" not in chart.text


@pytest.mark.parametrize("typed", ["", "?", " ? "])
def test_not_knowing_is_always_possible(kb: KnowledgeBase, typed: str) -> None:
    talk, result = interview(kb, Chart({}, otherwise=typed))
    assert talk.answers == {}
    assert not result.facts


@pytest.mark.parametrize("typed", ["q", "Quit", "EOF"])
def test_stopping_shows_what_is_known_so_far(kb: KnowledgeBase, typed: str) -> None:
    chart = Chart({"Which diagnosis": ["hcc"], "Bleeding": ["n"]}, otherwise=typed)
    _, result = interview(kb, chart)
    assert list(result.facts) == ["tumor_bleeding", "diagnosis"]
    assert len(chart.prompts) == 3
    assert "Still open" not in chart.text


def test_a_wrong_answer_is_explained_and_asked_again(kb: KnowledgeBase) -> None:
    chart = Chart({"How large": ["3.25", "3.2"], "Pacemaker": ["perhaps", "yes"], "Which diagnosis": ["9", "hcc"]})
    _, result = interview(kb, chart)
    assert "Largest is more exact than these rules read; found 3.25." in chart.text
    assert "Pacemaker is answered with yes or no; found perhaps." in chart.text
    assert "Diagnosis cannot be 9." in chart.text
    assert len(result.facts) == 3


def test_choices_are_typed_by_number_or_name_one_or_several(kb: KnowledgeBase) -> None:
    chart = Chart({"Which diagnosis": ["1, icca"]})
    talk, _ = interview(kb, chart)
    assert talk.answers == {"diagnosis": ["hcc", "icca"]}
    assert "  1  HCC\n  2  iCCA\n  3  Not known" in chart.text
    assert chart.prompts[1] == "[1 to 3; ? = I don't know] "


def test_prompts_say_what_can_be_typed(kb: KnowledgeBase) -> None:
    chart = Chart({})
    interview(kb, chart)
    assert "[0.3 to 30 cm; ? = I don't know] " in chart.prompts
    assert "[y or n; ? = I don't know] " in chart.prompts


def test_an_answer_left_open_raises_its_question(kb: KnowledgeBase) -> None:
    chart = Chart({"Which diagnosis": ["3"]})
    interview(kb, chart)
    assert "To ask: Ask for the report" in chart.text


def test_scores_are_asked_for_where_they_would_answer_what_is_open(kb: KnowledgeBase) -> None:
    chart = Chart({"Which diagnosis": ["hcc"], "Pacemaker": ["no"], "Size class": ["2"]})
    talk, result = interview(kb, chart)
    assert "Size class, if the chart states it" in chart.text
    assert talk.answers["size_class"] == "large"
    assert result.derived["size_class"].stated is not None


def test_points_are_typed_as_they_are(kb: KnowledgeBase) -> None:
    chart = Chart({})
    talk = Interview(kb, sound_rules.wording(kb), chart.read, chart.tell)
    assert talk._answer("burden_points", "2-3") == "2-3"
    assert talk._prompt("burden_points").startswith("[1, 2, 3, 4; ")


def test_answers_that_contradict_each_other_are_asked_for_again(kb: KnowledgeBase) -> None:
    chart = Chart({"How many": ["0", "2"], "Pacemaker": ["y", "y"]})
    talk, result = interview(kb, chart)
    assert "These contradict each other." in chart.text
    assert "These answers do not go together." in chart.text
    assert talk.answers == {"tumor_count": "2", "pacemaker": True}
    assert result.facts["tumor_count"].low == "2"


def test_stopping_after_a_contradiction_leaves_the_facts_unknown(kb: KnowledgeBase) -> None:
    chart = Chart({"How many": ["0"], "Pacemaker": ["y", "q"]})
    talk, result = interview(kb, chart)
    assert talk.answers == {}
    assert not result.facts


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeBase:
    return measured_rules.knowledge_base(tmp_path_factory.mktemp("measured"))


@pytest.mark.parametrize(
    ("typed", "answer"),
    [("1", "22 cm"), ("2", "22 mm"), ("mm", "22 mm"), ("cm", "22 cm"), ("?", "22"), ("", "22"), ("EOF", "22")],
)
def test_a_number_that_smells_of_another_unit_is_asked_about_at_once(
    measured: KnowledgeBase, typed: str, answer: str
) -> None:
    chart = Chart({"How large": ["22"], "22 cm or 22 mm?": [typed]})
    talk = Interview(measured, measured_rules.wording(measured), chart.read, chart.tell)
    result = talk.run()
    assert talk.answers["largest_tumor_cm"] == answer
    assert "\n22 cm or 22 mm?\n  1  22 cm\n  2  22 mm" in chart.text
    assert bool(result.unit_questions) == (answer == "22")
    assert ("Pacemaker?" in chart.text) == (typed != "EOF")


def test_a_range_keeps_its_ends_when_its_unit_is_given(measured: KnowledgeBase) -> None:
    chart = Chart({"How large": ["18-22"], "18-22 cm or 18-22 mm?": ["2"]})
    talk = Interview(measured, measured_rules.wording(measured), chart.read, chart.tell)
    assert talk.run().facts["largest_tumor_cm"].low == "1.8"
