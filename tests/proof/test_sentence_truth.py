"""What each option's sentence names is true: across the boundaries of the facts named, the rule's outcome changes.

Flipping is done here by scanning every value of a fact, without the code that chose what to name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise, product
from pathlib import Path
from statistics import mean

import pytest
import textstat
import yaml

import screener
from screener.engine.derive import derive
from screener.engine.referee import evaluate, evaluate_test
from screener.knowledge.conditions import ChoiceTest, NumberTest, Test
from screener.knowledge.domains import ChoiceDomain, NumberDomain
from screener.knowledge.knowledge import Knowledge
from screener.knowledge.possible import Outcome, Possible
from screener.knowledge.rules import CAUTIONING, CLOSING, INDICATIONS
from screener.loading.condition_text import parse_condition
from screener.patient.files import facts_of_node
from screener.patient.patient import Patient
from screener.result.decision import Decision, DecisiveRule
from screener.result.known import known_of
from screener.result.option import OptionResult
from screener.result.reason import Finding
from screener.wording.catalogue import load
from screener.wording.sentence import Explained, explain
from screener.wording.wording import Wording
from tests.bases.built_in import built_in_rules
from tests.bases.real_patients import patients
from tests.spec.cases import cases

# The patients are screened once, so one process takes all of these.
pytestmark = pytest.mark.xdist_group("sentences")

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.yaml"))
RANDOM_PATIENTS = 300
BANNED = ("recommended", "eligible", "candidate", "contraindicated", "best")
GRADE = 6.5
GROUP = re.compile(r" \[[^\]]*\]")


@dataclass(frozen=True)
class ListItem:
    """A sentence with the option and the patient it is about."""

    option: OptionResult
    said: Explained
    asked: Mapping[str, Possible]
    stated: Mapping[str, Possible]
    known: Mapping[str, Possible]


def knowledge() -> Knowledge:
    return built_in_rules().knowledge


@cache
def wording() -> Wording:
    return Wording(load("en"), knowledge(), "clinician")


# Class A to B for certain although INR is open: no few known facts decide that.
ALMOST_CLASSED: dict[str, object] = {
    "diagnosis": "hcc",
    "tumor_count": 2,
    "largest_tumor_cm": 2.4,
    "ecog": 1,
    "operability": "inoperable",
    "extrahepatic_disease": "none",
    "portal_vein_invasion": "none",
    "infiltrative": False,
    "bilirubin_mg_dl": 1.4,
    "albumin_g_dl": "3-4",
    "ascites": ["none", "mild"],
    "encephalopathy": "none",
    "tumor_bleeding": False,
}


@cache
def written_patients() -> tuple[ListItem, ...]:
    files = [yaml.safe_load(path.read_text(encoding="utf-8"))["facts"] for path in EXAMPLES]
    patients = [*files, *(facts_of_node(case.facts) for case in cases()), ALMOST_CLASSED]
    return tuple(each for raw in patients for each in told_of(raw))


@cache
def random_patients() -> tuple[ListItem, ...]:
    found = patients(built_in_rules(), RANDOM_PATIENTS, seed=11)
    return tuple(each for raw in found for each in told_of(raw))


def everybody() -> tuple[ListItem, ...]:
    return *written_patients(), *random_patients()


def told_of(raw: Mapping[str, object]) -> Iterator[ListItem]:
    patient = Patient.read(raw, knowledge())
    known = derive(knowledge(), patient.asked, patient.stated)
    for option in screener.screen(raw, built_in_rules()).options.values():
        yield ListItem(option, explain(option, wording()), patient.asked, patient.stated, known)


def deciding_of(decision: Decision) -> list[DecisiveRule]:
    """Every rule of which a sentence names comparisons."""
    concern = decision.concern.decided_by if decision.concern else None
    return [each for each in (*decision.rules, concern) if each is not None and each.comparisons]


@cache
def parsed(fact: str, operator: str, constants: tuple[str, ...]) -> Test:
    match operator:
        case "is":
            text = fact
        case "is not":
            text = f"not {fact}"
        case "in" | "not in":
            text = f"{fact} {operator} [{', '.join(constants)}]"
        case _:
            text = f"{fact} {operator} {constants[0]}"
    test, problems = parse_condition(text, knowledge().domains)
    assert not problems
    assert isinstance(test, (NumberTest, ChoiceTest))
    return test


@cache
def across(fact: str, operator: str, constants: tuple[str, ...], outcome: Outcome) -> tuple[Possible, ...]:
    """The values of a fact next to a boundary at which a comparison comes out the other way."""
    test, domain = parsed(fact, operator, constants), knowledge().domains[fact]
    if isinstance(domain, ChoiceDomain):
        values = [frozenset({value}) for value in domain.values]
        return tuple(value for value in values if evaluate_test(test, value) is not outcome)
    grid = [(halves, halves) for halves in range(domain.low, domain.high + 1, 2)]
    near: set[Possible] = set()
    for pair in pairwise(grid):
        outcomes = [evaluate_test(test, value) for value in pair]
        if outcomes[0] is not outcomes[1]:
            near |= {value for value, each in zip(pair, outcomes, strict=True) if each is not outcome}
    return tuple(near)


def flips(comparisons: Sequence[Finding]) -> list[dict[str, Possible]]:
    """Every way to take all facts named across their boundaries."""
    by_fact: dict[str, set[Possible]] = {}
    for each in comparisons:
        values = set(across(each.fact, each.operator, each.constants, each.outcome))
        by_fact[each.fact] = by_fact.get(each.fact, values) & values
    assert all(by_fact.values()), comparisons
    return [dict(zip(by_fact, values, strict=True)) for values in product(*by_fact.values())]


@pytest.mark.parametrize("people", [written_patients, random_patients], ids=["written", "random"])
def test_the_rule_comes_out_otherwise_across_the_boundaries_named(
    people: Callable[[], tuple[ListItem, ...]],
) -> None:
    checked = 0
    for told in people():
        for deciding in deciding_of(told.said.decision):
            condition = knowledge().condition_by_rule[deciding.rule]
            before = evaluate(condition, told.known)
            for flip in flips(deciding.comparisons):
                checked += 1
                assert evaluate(condition, {**told.known, **flip}) is not before, (deciding, flip)
    assert checked > 200


def test_so_it_does_when_everything_worked_out_from_the_facts_follows() -> None:
    """Asked facts are flipped, and derived ones worked out again, where none was stated."""
    checked = 0
    for told in everybody():
        for deciding in deciding_of(told.said.decision):
            condition = knowledge().condition_by_rule[deciding.rule]
            is_asked = all(each.fact in knowledge().fact_by_id for each in deciding.comparisons)
            if told.stated or not is_asked:
                continue
            before = evaluate(condition, told.known)
            for flip in flips(deciding.comparisons):
                checked += 1
                after = derive(knowledge(), {**told.asked, **flip}, {})
                assert evaluate(condition, after) is not before, (deciding, flip)
    assert checked > 200


def test_every_single_comparison_of_an_indication_is_needed() -> None:
    for told in everybody():
        decision = told.said.decision
        if decision.ground == "met" and told.option.status != "not_flagged":
            for deciding in decision.rules:
                condition = knowledge().condition_by_rule[deciding.rule]
                for each in deciding.comparisons:
                    outcomes = {evaluate(condition, {**told.known, **flip}) for flip in flips([each])}
                    assert len(deciding.comparisons) == 1 or Outcome.MET not in outcomes, deciding


def test_the_values_named_are_the_patients() -> None:
    for told in everybody():
        for deciding in deciding_of(told.said.decision):
            for each in deciding.comparisons:
                assert each.read == known_of(knowledge(), each.fact, told.known.get(each.fact))
                assert each.outcome is evaluate_test(
                    parsed(each.fact, each.operator, each.constants), told.known[each.fact]
                )


def test_the_rule_named_decides_the_status() -> None:
    for told in everybody():
        option, decision = told.option, told.said.decision
        reasons = {reason.rule: reason for reason in option.reasons}
        for deciding in decision.rules:
            reason = reasons[deciding.rule]
            assert deciding.sources == reason.sources
            expected = {
                ("not_flagged", "met"): (CLOSING, Outcome.MET),
                ("not_flagged", "closest"): (INDICATIONS, Outcome.NOT_MET),
                ("cannot_tell", "so_far"): (INDICATIONS, Outcome.UNKNOWN),
                ("discuss", "met"): ({"supports"}, Outcome.MET),
                ("discuss", "together"): ({"supports"}, Outcome.UNKNOWN),
                ("discuss_with_caution", "met"): (INDICATIONS, Outcome.MET),
                ("discuss", "certain"): ({"supports"}, Outcome.MET),
                ("discuss_with_caution", "certain"): (INDICATIONS, Outcome.MET),
                ("discuss_with_caution", "together"): (INDICATIONS, Outcome.UNKNOWN),
            }
            effects, outcome = expected[option.status, decision.ground]
            assert deciding.effect in effects
            assert reason.outcome is outcome
            assert not reason.only or decision.product in reason.only
        assert (decision.concern is not None) is (option.status == "discuss_with_caution")
        if decision.concern and decision.concern.decided_by:
            reason = reasons[decision.concern.decided_by.rule]
            assert reason.effect in CAUTIONING
            assert reason.outcome is Outcome.MET
            assert not reason.only or decision.product in reason.only


def test_every_status_and_nearly_every_ground_is_met() -> None:
    grounds = {(told.option.status, told.said.decision.ground) for told in everybody()}
    assert grounds >= {
        *(("not_flagged", "met"), ("not_flagged", "closest"), ("cannot_tell", "so_far"), ("cannot_tell", "nothing")),
        *(("discuss", "met"), ("discuss", "certain"), ("discuss_with_caution", "met")),
    }
    kinds = {told.said.decision.concern.kind for told in everybody() if told.said.decision.concern}
    assert kinds >= {"caution", "fix_first", "disputed", "weaker"}


def test_everybody_gets_one_sentence_for_all_nine_options_in_both_voices() -> None:
    assert len(everybody()) % len(knowledge().options) == 0
    for told in everybody():
        for said in (told.said.clinician, told.said.patient):
            assert re.fullmatch(r"[A-Z].*[^ ]\.", said), said
            bare = GROUP.sub("", said)
            assert not re.search(r"[.!?] ", bare), said
            assert not set(said) & set("<>~{}"), said
            assert not [word for word in BANNED if word in bare.lower()], said


def test_the_sentences_hold_values_and_keys() -> None:
    for told in everybody():
        keys = {source.key for source in told.said.decision.sources}
        for voice, said in (("clinician", told.said.clinician), ("patient", told.said.patient)):
            assert set(re.findall(r"[^\[\], ]+", " ".join(re.findall(r"\[[^\]]*\]", said)))) == keys
            for deciding in deciding_of(told.said.decision):
                for each in deciding.comparisons:
                    for value in values_of(each, voice):
                        assert value.lower() in said.lower(), (value, said)


def values_of(comparison: Finding, voice: str) -> list[str]:
    spoken = Wording(load("en"), knowledge(), "patient" if voice == "patient" else "clinician")
    fact, read = comparison.fact, comparison.read
    domain = knowledge().domains[fact]
    if isinstance(domain, NumberDomain):
        return [spoken.value(fact, read)]
    values = [read.values[0], read.values[-1]] if domain.ordered else list(read.values)
    return [spoken.choice(fact, value) for value in values]


def test_most_sentences_are_short() -> None:
    """Names of facts and values are the rules' own; some are long."""
    for voice, share in (("clinician", 0.9), ("patient", 0.75)):
        lengths = [len(GROUP.sub("", getattr(told.said, voice)).split()) for told in everybody()]
        assert mean(length <= 30 for length in lengths) >= share, voice


def test_patients_can_read_the_words_around_the_facts() -> None:
    """Names of facts and values count as one plain word; the rules' own tests look after them."""
    grades = [textstat.flesch_kincaid_grade(masked(told)) for told in written_patients()]
    assert mean(grades) <= GRADE


def masked(told: ListItem) -> str:
    text = GROUP.sub("", told.said.patient)
    labels = [knowledge().label(name).patient for name in knowledge().domains]
    for label in sorted(labels, key=len, reverse=True):
        text = re.sub(re.escape(label), "fact", text, flags=re.IGNORECASE)
    return text
