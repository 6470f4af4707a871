"""What only looking at every patient finds wrong with a rule base."""

from __future__ import annotations

from dataclasses import replace

from screener.diagrams.compiled import CompiledRules
from screener.diagrams.soundness import unsound
from screener.knowledge.knowledge import Knowledge
from screener.knowledge.rules import Effect
from tests.bases.description import ChoiceLine, Description, OptionLine, RuleLine, knowledge_of

FACTS = (
    ChoiceLine("diagnosis", ("hcc", "icca")),
    ChoiceLine("fits", ("yes", "no")),
    ChoiceLine("weighed", ("yes", "no")),
)


def base(
    *rules: tuple[Effect, str], covered: frozenset[str] = frozenset({"hcc"}), excused: tuple[str, ...] = ()
) -> Knowledge:
    lines = tuple(
        RuleLine(f"{effect}{number}", effect, when, ("option",)) for number, (effect, when) in enumerate(rules)
    )
    knowledge = knowledge_of(Description(FACTS, (), lines, (OptionLine("option", ("option",)),)))
    option = replace(knowledge.options[0], no_discuss=tuple((diagnosis, "reason") for diagnosis in excused))
    return replace(knowledge, covered=covered, options=(option,))


def found(knowledge: Knowledge) -> set[tuple[str, str]]:
    return {(problem.code, problem.subject) for problem in unsound(knowledge, CompiledRules(knowledge))}


SUPPORTS: tuple[Effect, str] = ("supports", "diagnosis == hcc and fits")


def test_a_sound_rule_base_has_no_problems() -> None:
    assert found(base(SUPPORTS, ("caution", "weighed"), ("stop", "not fits"), ("note", ""))) == set()


def test_a_covered_diagnosis_needs_an_indication() -> None:
    assert found(base(SUPPORTS, covered=frozenset({"hcc", "icca"}), excused=("icca",))) == {
        ("diagnosis_without_indication", "icca")
    }


def test_an_option_needs_a_patient_for_whom_it_is_plainly_to_be_discussed() -> None:
    weak: tuple[Effect, str] = ("supports_with_caution", "diagnosis == hcc and fits")
    assert found(base(weak)) == {("option_without_discuss", "option")}
    assert found(base(weak, excused=("hcc",))) == set()


def test_a_stop_that_closes_every_such_patient_is_found() -> None:
    assert found(base(SUPPORTS, ("stop", "fits or weighed"))) == {("option_without_discuss", "option")}


def test_two_stops_that_close_every_such_patient_together_are_found() -> None:
    assert found(base(SUPPORTS, ("stop", "weighed"), ("against", "not weighed"))) == {
        ("option_without_discuss", "option")
    }


def test_an_excuse_that_is_not_needed_is_found() -> None:
    assert found(base(SUPPORTS, excused=("hcc",))) == {("excuse_not_needed", "option")}


def test_a_caution_for_everybody_whom_the_indications_fit_is_found() -> None:
    knowledge = base(SUPPORTS, ("caution", "fits or weighed"), ("disputed", "weighed"))
    assert found(knowledge) == {("caution_for_everybody", "caution1"), ("option_without_discuss", "option")}
    place = next(problem.place for problem in unsound(knowledge, CompiledRules(knowledge)) if problem.place)
    assert str(place) == "rules.yaml:1:1"


def test_without_any_indication_no_caution_is_blamed() -> None:
    assert found(base(("caution", "fits"), excused=("hcc",))) == {("diagnosis_without_indication", "hcc")}
