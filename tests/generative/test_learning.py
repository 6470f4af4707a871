"""What learning a fact can do to an answer, and what it cannot, on random rule bases and patients."""

from __future__ import annotations

import random
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

import screener
from screener.knowledge.domains import ChoiceDomain, NumberDomain
from screener.result.option import OptionResult
from screener.result.screening import Screening
from screener.screening.knowledge_base import KnowledgeBase
from tests.bases.built_in import built_in_rules
from tests.bases.description import Description, domain_of_line, rule_base
from tests.bases.real_patients import patients
from tests.generative.agreement import STATUS_ORDER, products_of, read, written
from tests.generative.oracle import Answers, Oracle, as_value
from tests.generative.pairs import View, World
from tests.generative.profiles import LONG, SHORT
from tests.generative.random_rules import Case, all_values, answers, cases, descriptions

FLAGGED = ("discuss", "discuss_with_caution")
REAL_PATIENTS = 20
MOST_LEARNED = 8
SEED = 20261125


@st.composite
def learned(draw: st.DrawFn) -> tuple[Description, Answers, Answers]:
    """Return a rule base, a patient, and the same patient after something was learned of one asked fact."""
    description = draw(descriptions())
    before = draw(answers(description))
    line = draw(st.sampled_from(description.facts))
    domain = domain_of_line(line)
    values = before.get(line.name, all_values(domain))
    if isinstance(domain, NumberDomain):
        first = draw(st.integers(0, len(values) - 1))
        chosen = values[first : draw(st.integers(first, len(values) - 1)) + 1]
    else:
        kept = draw(st.sets(st.sampled_from(values), min_size=1))
        chosen = tuple(value for value in values if value in kept)
    after = {name: each for name, each in before.items() if name != line.name}
    if chosen != all_values(domain):
        after[line.name] = chosen
    return description, before, after


def both(description: Description, before: Answers, after: Answers) -> tuple[Screening, Screening] | None:
    kb = rule_base(description)
    first, second = read(before, kb), read(after, kb)
    return (first, second) if isinstance(first, Screening) and isinstance(second, Screening) else None


def outcomes(screening: Screening) -> dict[str, str]:
    return {reason.rule: str(reason.outcome) for option in screening.options.values() for reason in option.reasons}


@SHORT
@given(learned())
def test_a_fact_learned_never_reverses_a_rule_that_was_met_or_not_met(
    example: tuple[Description, Answers, Answers],
) -> None:
    found = both(*example)
    if found is not None:
        later = outcomes(found[1])
        assert all(later[rule] == outcome for rule, outcome in outcomes(found[0]).items() if outcome != "unknown")


@SHORT
@given(learned())
def test_a_fact_learned_never_makes_a_certain_status_uncertain(example: tuple[Description, Answers, Answers]) -> None:
    found = both(*example)
    if found is None:
        return
    later = products_of(found[1])
    for name, result in products_of(found[0]).items():
        if result.status == "not_flagged":
            assert later[name].status == "not_flagged"
        if result.status in FLAGGED:
            assert later[name].status != "cannot_tell"


@SHORT
@given(learned())
def test_a_fact_learned_leads_only_to_what_was_possible_before(example: tuple[Description, Answers, Answers]) -> None:
    description, before, after = example
    found = both(description, before, after)
    if found is None:
        return
    oracle = Oracle(description)
    worlds, fewer = oracle.worlds(before), oracle.worlds(after)
    for name, result in products_of(found[1]).items():
        reachable = oracle.answer(name, before, worlds).reachable
        assert oracle.answer(name, after, fewer).reachable <= reachable
        if result.status in ("not_flagged", "discuss"):
            assert result.status in reachable
        if result.status == "discuss_with_caution":
            assert reachable & set(FLAGGED)


@SHORT
@given(descriptions(), st.data())
def test_a_fully_known_patient_gets_the_status_of_that_completion_and_empty_lists(
    description: Description, data: st.DataObject
) -> None:
    kb, oracle = rule_base(description), Oracle(description)
    patient = {line.name: (data.draw(st.sampled_from(line.values)),) for line in description.facts}
    screening = read(patient, kb)
    assert isinstance(screening, Screening)
    (world,) = oracle.worlds(patient)
    for name, result in products_of(screening).items():
        rules = [rule for rule in description.rules if name in rule.products and rule.when]
        assert result.status == View(world, rules).status
        assert result.missing == ()
        assert result.still_to_check == ()


@SHORT
@given(descriptions(), st.data())
def test_where_one_fact_decides_between_two_patients_it_is_listed_for_whoever_lacks_it(
    description: Description, data: st.DataObject
) -> None:
    kb = rule_base(description)
    patient = {line.name: (data.draw(st.sampled_from(line.values)),) for line in description.facts}
    fact = data.draw(st.sampled_from(description.facts))
    other = {**patient, fact.name: (data.draw(st.sampled_from(fact.values)),)}
    without = {name: values for name, values in patient.items() if name != fact.name}
    one, two, open_one = (must_read(each, kb) for each in (patient, other, without))
    for name, result in products_of(open_one).items():
        statuses = products_of(one)[name].status, products_of(two)[name].status
        listed = {entry.fact for entry in (*(result.missing or ()), *(result.still_to_check or ()))}
        if (statuses[0] in FLAGGED) != (statuses[1] in FLAGGED):
            assert listed == {fact.name}


def must_read(patient: Answers, kb: KnowledgeBase) -> Screening:
    screening = read(patient, kb)
    assert isinstance(screening, Screening)
    return screening


Facts = tuple[frozenset[str], ...]


def lists(option: OptionResult) -> Facts:
    """The facts that an option's lists name."""
    assert option.missing is not None
    assert option.still_to_check is not None
    assert option.could_strengthen is not None
    return tuple(
        frozenset(entry.fact for entry in entries)
        for entries in (option.missing, option.still_to_check, option.could_strengthen)
    )


def check_settled_facts(case: Case) -> None:
    """Learn every value of every fact that is said to matter no longer."""
    kb, oracle = rule_base(case.description), Oracle(case.description)
    for patient in case.patients:
        before = read(patient, kb)
        if not isinstance(before, Screening):
            continue
        for option in before.options.values():
            assert option.no_longer_matters is not None
            for name in option.no_longer_matters:
                for value in patient.get(name) or all_values(kb.knowledge.domains[name]):
                    _check_learned(kb, oracle, patient, option, {**patient, name: (value,)})


def _check_learned(kb: KnowledgeBase, oracle: Oracle, before: Answers, option: OptionResult, after: Answers) -> None:
    screening = read(after, kb)
    if not isinstance(screening, Screening):
        # A stated score may leave no room for the value.
        assert not oracle.worlds(after)
        return
    learned = screening.options[option.id]
    assert learned.status == option.status
    assert {name: each.status for name, each in learned.products.items()} == {
        name: each.status for name, each in option.products.items()
    }
    assert lists(learned) == lists(option)
    for product in option.products:
        # Nothing can be had any more that could not before, and the reverse: statuses and the cautions that are met.
        assert reachable(oracle, product, after) == reachable(oracle, product, before)


def reachable(oracle: Oracle, product: str, patient: Answers) -> set[tuple[str, frozenset[str]]]:
    rules = [rule for rule in oracle.description.rules if product in rule.products and rule.when]
    return {View(world, rules).answer for world in oracle.worlds(patient)}


@SHORT
@given(cases(patients=2))
def test_learning_a_fact_that_no_longer_matters_changes_nothing(case: Case) -> None:
    check_settled_facts(case)


@pytest.mark.long
@LONG
@given(cases(patients=2))
def test_learning_a_fact_that_no_longer_matters_changes_nothing_in_many_cases(case: Case) -> None:
    check_settled_facts(case)


@cache
def real_patients() -> list[dict[str, object]]:
    return list(patients(built_in_rules(), REAL_PATIENTS, SEED))


def some_values(kb: KnowledgeBase, name: str) -> tuple[str, ...]:
    """Every value of a choice; of a number the ends and the middle of its grid."""
    domain = kb.knowledge.domains[name]
    if isinstance(domain, ChoiceDomain):
        return domain.values
    halves = (domain.low, (domain.low + domain.high) // 4 * 2, domain.high)
    return tuple(domain.text(half) for half in halves)


def as_file(kb: KnowledgeBase, name: str, value: str) -> object:
    domain = kb.knowledge.domains[name]
    return value == "yes" if isinstance(domain, ChoiceDomain) and domain.is_yes_no else value


@pytest.mark.parametrize("number", range(REAL_PATIENTS))
def test_learning_a_fact_that_no_longer_matters_changes_nothing_for_a_real_patient(number: int) -> None:
    kb, raw, draw = built_in_rules(), real_patients()[number], random.Random(number)
    before = screener.screen(raw, kb)
    assert before.no_longer_matters is not None
    # What no rule about an option reads is only said to matter to none of them.
    settled = {
        option.id: {*(option.no_longer_matters or ()), *before.no_longer_matters} for option in before.options.values()
    }
    ways = [
        (name, value)
        for name in kb.knowledge.fact_by_id
        if name not in raw and any(name in names for names in settled.values())
        for value in some_values(kb, name)
    ]
    learned = 0
    for name, value in draw.sample(ways, len(ways)):
        try:
            after = screener.screen({**raw, name: as_file(kb, name, value)}, kb)
        except screener.PatientError:
            # It does not go together with what is known; then nobody learns it.
            continue
        if name in before.no_longer_matters:
            assert after.scope.inside
        for option in (option for option in after.options.values() if name in settled[option.id]):
            assert option.status == before.options[option.id].status, (name, value)
            assert lists(option) == lists(before.options[option.id]), (name, value)
        learned += 1
        if learned == MOST_LEARNED:
            break
    assert learned


def world_statuses(description: Description, world: World) -> dict[str, str]:
    """Return the status of every option in one completion."""
    found = {}
    for option in description.options:
        own = ([rule for rule in description.rules if each in rule.products and rule.when] for each in option.products)
        found[option.name] = min((View(world, rules).status for rules in own), key=STATUS_ORDER.index)
    return found


def answered(kb: KnowledgeBase, world: World, name: str) -> tuple[str, ...]:
    """Return what somebody who knows the whole completion answers."""
    domain = kb.knowledge.domains[name]
    is_number = isinstance(domain, NumberDomain)
    return tuple(text for text in all_values(domain) if as_value(text, is_number=is_number) == world.values[name])


def check_asking_to_the_end(case: Case, data: st.DataObject) -> None:
    """Answer the most useful question until none is left; then every completion has the same statuses."""
    kb, oracle = rule_base(case.description), Oracle(case.description)
    for patient in case.patients:
        worlds = oracle.worlds(patient)
        if not worlds:
            continue
        world = worlds[data.draw(st.integers(0, len(worlds) - 1))]
        known = dict(patient)
        while True:
            examination = screener.examine(written(known, kb), kb)
            questions = examination.next_questions()
            assert all(question.usefulness > 0 and question.bears_on for question in questions)
            if not questions:
                break
            # Every question is new: an answer known for certain is not asked for again.
            assert all(len(known.get(question.fact, ("", ""))) > 1 for question in questions)
            known[questions[0].fact] = answered(kb, world, questions[0].fact)
        shown = {option.id: str(option.status) for option in examination.screening.options.values()}
        assert all(world_statuses(case.description, left) == shown for left in oracle.worlds(known))


@SHORT
@given(cases(patients=2), st.data())
def test_what_is_left_unasked_changes_nothing(case: Case, data: st.DataObject) -> None:
    check_asking_to_the_end(case, data)


@pytest.mark.long
@LONG
@given(cases(patients=2), st.data())
def test_what_is_left_unasked_changes_nothing_in_many_cases(case: Case, data: st.DataObject) -> None:
    check_asking_to_the_end(case, data)


@SHORT
@given(cases(patients=2))
def test_a_question_bears_on_the_options_where_its_fact_still_matters(case: Case) -> None:
    kb, oracle = rule_base(case.description), Oracle(case.description)
    for patient in case.patients:
        try:
            examination = screener.examine(written(patient, kb), kb)
        except screener.PatientError:
            continue
        for question in examination.next_questions():
            for option in examination.screening.options.values():
                if question.fact in (option.no_longer_matters or ()):
                    assert option.id not in question.bears_on
                elif question.fact in oracle.facts_read(set(option.products)):
                    assert option.id in question.bears_on
