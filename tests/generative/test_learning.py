"""What learning a fact can do to an answer, and what it cannot, on random rule bases and patients."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from screener.knowledge.domains import NumberDomain
from screener.result import Screening
from screener.screening import KnowledgeBase
from tests.description import Description, domain_of_line, rule_base
from tests.generative.agreement import products_of, read
from tests.generative.oracle import Answers, Oracle
from tests.generative.pairs import View
from tests.generative.profiles import SHORT
from tests.generative.random_rules import all_values, answers, descriptions

FLAGGED = ("discuss", "discuss_with_caution")


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
