"""The usual reading is what the definitions say: compared with every completion in which all premises hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

import pytest
from hypothesis import given

import screener
from screener.engine.derive import derive
from screener.engine.silence import premises_in_force
from screener.knowledge.domains import Domain, NumberDomain
from screener.knowledge.possible import Possible
from screener.patient.patient import Patient
from screener.result.option import OptionUsual
from screener.result.screening import Screening
from screener.screening.knowledge_base import KnowledgeBase
from tests.bases.description import OptionLine, rule_base
from tests.generative.agreement import written
from tests.generative.naive_silence import Known, Silence
from tests.generative.oracle import Answers, Oracle, as_value
from tests.generative.pairs import Value, World
from tests.generative.profiles import LONG, ORDINARY, SHORT
from tests.generative.random_premises import NOT_ASKED, SilentCase, silent_cases
from tests.generative.random_rules import all_values


@dataclass(frozen=True)
class Silent:
    """One patient of a rule base with premises, and what is known without the program under test."""

    kb: KnowledgeBase
    oracle: Oracle
    silence: Silence
    answers: Answers
    raw: dict[str, object]

    @classmethod
    def of(cls, case: SilentCase) -> Iterator[Silent]:
        kb, oracle, silence = rule_base(case.description), Oracle(case.description), Silence(case.description)
        for answers in case.patients:
            not_asked: dict[str, object] = dict.fromkeys(case.not_asked, NOT_ASKED)
            yield cls(kb, oracle, silence, answers, {**not_asked, **written(answers, kb)})

    @property
    def stated(self) -> frozenset[str]:
        return frozenset(self.raw)

    def known(self, presumed: Sequence[str] = ()) -> Known:
        """What is known of every fact, with some premises taken as stated."""
        knowledge = self.kb.knowledge
        patient = Patient.read(self.raw, knowledge)
        premises = {each.id: each for each in knowledge.premises}
        more = {premises[name].fact: premises[name].possible for name in presumed}
        asked = {name: possible for name, possible in more.items() if name in knowledge.fact_by_id}
        stated = {name: possible for name, possible in more.items() if name in knowledge.derived_by_id}
        found = derive(knowledge, {**patient.asked, **asked}, {**patient.stated, **stated})
        return {name: values_of(possible, knowledge.domains[name]) for name, possible in found.items()}

    def worlds(self, presumed: Sequence[str] = ()) -> list[World]:
        """The completions in which some premises are true."""
        return [world for world in self.oracle.worlds(self.answers) if self.silence.agree(world, presumed)]

    def agreeing(self, in_force: Sequence[str]) -> list[str]:
        """The premises that are kept, the surest first."""
        kept: list[str] = []
        for name in self.silence.surest_first(in_force):
            if self.worlds([*kept, name]) and not self.silence.is_impossible(self.known([*kept, name])):
                kept.append(name)
        return kept

    def status(self, option: OptionLine, presumed: Sequence[str]) -> str:
        return self.oracle.status(option.products, self.worlds(presumed))


def values_of(possible: Possible, domain: Domain) -> frozenset[Value]:
    if isinstance(possible, frozenset):
        return frozenset(as_value(text, is_number=False) for text in possible)
    assert isinstance(domain, NumberDomain)
    return frozenset(float(domain.text(halves)) for halves in range(possible[0], possible[1] + 1, 2))


def screened(silent: Silent) -> Screening | None:
    """The screening; None for a patient whom it refuses."""
    try:
        return screener.screen(silent.raw, silent.kb)
    except screener.PatientError:
        return None


def check_case(case: SilentCase) -> None:
    for silent in Silent.of(case):
        screening = screened(silent)
        if screening is not None:
            check_premises(silent, screening)
            for option in case.description.options:
                usual = screening.options[option.name].usual
                assert usual is not None
                assert screening.usual is not None
                check_option(silent, option, usual, [each.id for each in screening.usual.premises])


def check_premises(silent: Silent, screening: Screening) -> None:
    """The premises are those that silence brings in and that agree with each other and with what is stated."""
    assert screening.usual is not None
    in_force = silent.silence.in_force(silent.stated, silent.known())
    kept = silent.agreeing(in_force)
    assert [each.id for each in screening.usual.premises] == [name for name in in_force if name in kept]
    assert [each.id for each in screening.usual.taken_back] == [name for name in in_force if name not in kept]
    facts = {each.fact for each in chain(screening.usual.premises, screening.usual.taken_back)}
    assert not facts & silent.stated


def check_option(silent: Silent, option: OptionLine, usual: OptionUsual, in_force: Sequence[str]) -> None:
    """The status is that of the completions in which all premises hold; it leans on no more than it must."""
    worlds = silent.worlds(in_force)
    assert usual.status == silent.status(option, in_force)
    why_not = silent.oracle.why_not(option.products, worlds) if usual.status == "not_flagged" else None
    assert usual.why_not == why_not
    assert set(usual.premises) <= set(in_force)
    assert silent.status(option, usual.premises) == usual.status
    for premise in usual.premises:
        fewer = [name for name in usual.premises if name != premise]
        assert silent.status(option, fewer) != usual.status


@ORDINARY
@given(silent_cases())
def test_the_usual_reading_is_what_the_definitions_say(case: SilentCase) -> None:
    check_case(case)


@pytest.mark.long
@LONG
@given(silent_cases(patients=5))
def test_the_usual_reading_is_what_the_definitions_say_in_ten_thousand_cases(case: SilentCase) -> None:
    check_case(case)


@SHORT
@given(silent_cases())
def test_premises_change_nothing_that_is_certain(case: SilentCase) -> None:
    without = rule_base(replace(case.description, premises=()))
    for silent in Silent.of(case):
        screening = screened(silent)
        if screening is not None:
            bare = screener.screen(silent.raw, without)
            for name, option in screening.options.items():
                plain = replace(option, usual=None, confirm=None)
                assert plain == replace(bare.options[name], usual=None, confirm=None)


@SHORT
@given(silent_cases())
def test_whoever_states_everything_leans_on_nothing_and_has_one_status(case: SilentCase) -> None:
    """Stating every asked fact is enough: what is worked out from them is not silent."""
    kb, oracle = rule_base(case.description), Oracle(case.description)
    domains = kb.knowledge.domains
    for answers in case.patients:
        for world in oracle.worlds(answers)[:3]:
            names = [line.name for line in case.description.facts]
            everything = {name: text for name in names if (text := text_of(world.values[name], domains[name]))}
            try:
                screening = screener.screen(everything, kb)
            except screener.PatientError:
                continue
            assert screening.usual is not None
            assert (screening.usual.premises, screening.usual.taken_back) == ((), ())
            for option in screening.options.values():
                assert option.usual is not None
                assert (option.usual.status, option.usual.premises) == (option.status, ())


def text_of(value: Value, domain: Domain) -> str:
    return next(text for text in all_values(domain) if as_value(text, is_number=isinstance(value, float)) == value)


@SHORT
@given(silent_cases())
def test_what_silence_means_is_decided_from_what_is_stated_alone(case: SilentCase) -> None:
    for silent in Silent.of(case):
        patient = Patient.read(silent.raw, silent.kb.knowledge)
        known = derive(silent.kb.knowledge, patient.asked, patient.stated)
        found = premises_in_force(silent.kb.knowledge, patient.answers.keys(), known)
        assert [each.id for each in found] == silent.silence.in_force(silent.stated, silent.known())
