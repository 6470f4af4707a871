"""What the C engine gets wrong outside its safe profile cannot happen through `Engine`."""

import gc
import itertools
import os
import random
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import durable_rules_engine
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from screener.engine import clauses, durable, rulesets, safe_profile
from screener.engine.durable import Engine
from screener.knowledge.conditions import AllOf, AnyOf, ChoiceTest, Condition, NumberTest
from screener.knowledge.domains import YES_NO, ChoiceDomain, Domain, NumberDomain
from screener.knowledge.possible import Outcome, Possible
from screener.loading.condition_text import parse_condition
from screener.problems import DisagreementError, KnowledgeError, Problem
from tests.patience import PATIENCE_SECONDS

REPOSITORY = Path(__file__).resolve().parents[2]
YES, NO = frozenset({"yes"}), frozenset({"no"})

DOMAINS: dict[str, Domain] = {
    "size": NumberDomain(Decimal("0.1"), 0, 200, "cm"),
    "count": NumberDomain(Decimal(1), 0, 20),
    "spread": ChoiceDomain(("none", "limited", "widespread")),
    "stage": ChoiceDomain(("0", "1", "2", "3"), ordered=True),
    "fit": YES_NO,
    "bleeding": YES_NO,
}


def condition_of(text: str, domains: Mapping[str, Domain] = DOMAINS) -> Condition:
    condition, problems = parse_condition(text, domains)
    assert condition is not None, problems
    return condition


def engine_of(texts: Mapping[str, str], domains: Mapping[str, Domain] = DOMAINS) -> Engine:
    return Engine({rule: condition_of(text, domains) for rule, text in texts.items()}, domains)


def decide_one(text: str, possible: Mapping[str, Possible]) -> Outcome:
    return engine_of({"rule": text}).decide(possible)["rule"]


def choice_test(fact: str, values: set[str], domains: Mapping[str, Domain]) -> ChoiceTest:
    domain = domains[fact]
    assert isinstance(domain, ChoiceDomain)
    return ChoiceTest(fact, "in", frozenset(values), frozenset(domain.values) - values, tuple(values))


def codes_of(conditions: Mapping[str, Condition], domains: Mapping[str, Domain] = DOMAINS) -> set[tuple[str, str]]:
    with pytest.raises(KnowledgeError) as caught:
        Engine(conditions, domains)
    return {(problem.subject, problem.code) for problem in caught.value.problems}


def numbers(names: int) -> dict[str, Domain]:
    return {f"n{index}": NumberDomain(Decimal(1), 0, 200) for index in range(names)}


def claims(names: int) -> dict[str, Domain]:
    return {f"claim{index}": YES_NO for index in range(names)}


# --- An evaluator that shares nothing with the engine: it tries every value still possible. ---


def holds(condition: Condition, possible: Mapping[str, Possible]) -> bool | None:
    if isinstance(condition, AllOf | AnyOf):
        answers = [holds(part, possible) for part in condition.parts]
        decisive = isinstance(condition, AnyOf)
        if decisive in answers:
            return decisive
        return None if None in answers else not decisive
    known = possible.get(condition.fact)
    if known is None:
        return None
    if isinstance(condition, ChoiceTest):
        assert isinstance(known, frozenset)
        results = {value in condition.values for value in known}
    else:
        assert isinstance(known, tuple)
        results = {condition.holds_for(value) for value in range(known[0], known[1] + 1)}
    return results.pop() if len(results) == 1 else None


def expected(conditions: Mapping[str, Condition], possible: Mapping[str, Possible]) -> dict[str, Outcome]:
    words = {True: Outcome.MET, False: Outcome.NOT_MET, None: Outcome.UNKNOWN}
    return {rule: words[holds(condition, possible)] for rule, condition in conditions.items()}


def random_possible(chance: random.Random, domains: Mapping[str, Domain]) -> dict[str, Possible]:
    possible: dict[str, Possible] = {}
    for fact, domain in domains.items():
        if chance.random() < 0.4:
            continue
        if isinstance(domain, NumberDomain):
            ends = sorted(chance.choices(range(domain.low, domain.high + 1), k=2))
            possible[fact] = (ends[0], ends[1]) if chance.random() < 0.5 else (ends[0], ends[0])
        else:
            possible[fact] = frozenset(chance.sample(domain.values, chance.randint(1, len(domain.values))))
    return possible


# --- Meaning ---


@pytest.mark.parametrize(
    ("text", "interval", "outcome"),
    [
        ("size < 3", (58, 59), Outcome.MET),
        ("size < 3", (60, 60), Outcome.NOT_MET),
        ("size < 3", (59, 60), Outcome.UNKNOWN),
        ("size <= 3", (60, 60), Outcome.MET),
        ("size <= 3", (61, 61), Outcome.NOT_MET),
        ("size <= 3", (60, 61), Outcome.UNKNOWN),
        ("size > 3", (61, 80), Outcome.MET),
        ("size > 3", (60, 60), Outcome.NOT_MET),
        ("size > 3", (60, 61), Outcome.UNKNOWN),
        ("size >= 3", (60, 200), Outcome.MET),
        ("size >= 3", (0, 59), Outcome.NOT_MET),
        ("size >= 3", (59, 60), Outcome.UNKNOWN),
        ("size == 3", (60, 60), Outcome.MET),
        ("size == 3", (61, 70), Outcome.NOT_MET),
        ("size == 3", (0, 59), Outcome.NOT_MET),
        ("size == 3", (59, 61), Outcome.UNKNOWN),
        ("size != 3", (60, 60), Outcome.NOT_MET),
        ("size != 3", (61, 61), Outcome.MET),
        ("size != 3", (60, 61), Outcome.UNKNOWN),
        ("2 <= size < 3", (40, 59), Outcome.MET),
        ("2 <= size < 3", (0, 39), Outcome.NOT_MET),
        ("size in [1, 2]", (40, 40), Outcome.MET),
        ("size in [1, 2]", (20, 40), Outcome.UNKNOWN),
    ],
)
def test_a_number_decides_only_when_every_possible_value_agrees(
    text: str, interval: tuple[int, int], outcome: Outcome
) -> None:
    assert decide_one(text, {"size": interval}) is outcome


@pytest.mark.parametrize(
    ("text", "values", "outcome"),
    [
        ("spread == none", {"none"}, Outcome.MET),
        ("spread == none", {"limited", "widespread"}, Outcome.NOT_MET),
        ("spread == none", {"none", "limited"}, Outcome.UNKNOWN),
        ("spread == none", {"none", "limited", "widespread"}, Outcome.UNKNOWN),
        ("spread in [none, limited]", {"none", "limited"}, Outcome.MET),
        ("spread not in [none, limited]", {"none", "limited"}, Outcome.NOT_MET),
        ("spread != none", {"widespread"}, Outcome.MET),
    ],
)
def test_a_choice_decides_only_when_every_possible_value_agrees(text: str, values: set[str], outcome: Outcome) -> None:
    assert decide_one(text, {"spread": frozenset(values)}) is outcome


def test_an_unknown_fact_leaves_open_what_the_known_ones_do_not_decide() -> None:
    decided = engine_of({"both": "fit and bleeding", "either": "fit or bleeding"})

    assert decided.decide({}) == {"both": Outcome.UNKNOWN, "either": Outcome.UNKNOWN}
    assert decided.decide({"fit": YES}) == {"both": Outcome.UNKNOWN, "either": Outcome.MET}
    assert decided.decide({"fit": NO}) == {"both": Outcome.NOT_MET, "either": Outcome.UNKNOWN}


def test_facts_that_no_rule_reads_change_nothing() -> None:
    assert decide_one("fit", {"size": (3, 4), "spread": frozenset({"none"})}) is Outcome.UNKNOWN


def test_an_empty_rule_base_decides_nothing() -> None:
    assert Engine({}, DOMAINS).decide({"fit": YES}) == {}


def test_the_order_in_which_facts_are_given_does_not_matter() -> None:
    decided = engine_of({"rule": "spread == none and (size < 3 or not bleeding)"})
    facts: dict[str, Possible] = {"spread": frozenset({"none"}), "size": (70, 80), "bleeding": NO}

    for order in itertools.permutations(facts):
        assert decided.decide({fact: facts[fact] for fact in order}) == {"rule": Outcome.MET}


def test_rules_that_say_the_same_get_the_same_answer() -> None:
    decided = engine_of({"a": "fit and size < 3", "b": "fit and size < 3", "c": "not (fit and size < 3)"})

    assert decided.decide({"fit": YES, "size": (2, 2)}) == {
        "a": Outcome.MET,
        "b": Outcome.MET,
        "c": Outcome.NOT_MET,
    }


def choice_tests(fact: str) -> st.SearchStrategy[Condition]:
    domain = DOMAINS[fact]
    assert isinstance(domain, ChoiceDomain)
    values = st.sets(st.sampled_from(domain.values), min_size=1, max_size=len(domain.values) - 1)
    return values.map(lambda chosen: choice_test(fact, chosen, DOMAINS))


def choices_still_possible(fact: str) -> st.SearchStrategy[Possible]:
    domain = DOMAINS[fact]
    assert isinstance(domain, ChoiceDomain)
    return st.frozensets(st.sampled_from(domain.values), min_size=1)


NUMBER_FACTS, CHOICE_FACTS = ("size", "count"), ("spread", "stage", "fit", "bleeding")
SIGNS = ("<", "<=", ">", ">=", "==", "!=")
some_tests = st.one_of(
    st.builds(NumberTest, st.sampled_from(NUMBER_FACTS), st.sampled_from(SIGNS), st.integers(0, 10), st.just(())),
    *[choice_tests(fact) for fact in CHOICE_FACTS],
)
some_conditions: st.SearchStrategy[Condition] = st.recursive(
    some_tests,
    lambda inner: st.one_of(
        st.builds(AllOf, st.lists(inner, min_size=1, max_size=4).map(tuple)),
        st.builds(AnyOf, st.lists(inner, min_size=1, max_size=4).map(tuple)),
    ),
    max_leaves=9,
)
some_intervals: st.SearchStrategy[Possible] = st.tuples(st.integers(0, 11), st.integers(0, 4)).map(
    lambda drawn: (drawn[0], drawn[0] + drawn[1])
)
some_patients: st.SearchStrategy[dict[str, Possible]] = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys(NUMBER_FACTS, some_intervals),
        **{fact: choices_still_possible(fact) for fact in CHOICE_FACTS},
    },
)


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(some_conditions, min_size=1, max_size=8), st.lists(some_patients, min_size=1, max_size=12))
def test_the_engine_agrees_with_trying_every_possible_value(
    conditions: list[Condition], patients: list[dict[str, Possible]]
) -> None:
    rules = {f"rule {index}": condition for index, condition in enumerate(conditions)}
    try:
        decided = Engine(rules, DOMAINS)
    except KnowledgeError as error:
        assume({problem.code for problem in error.problems} != {"rule_too_wide"})
        raise
    for patient in patients:
        assert decided.decide(patient) == expected(rules, patient)


# --- What crashes or hangs the C code: each in a process of its own whose fresh memory is filled with rubbish ---


def decide_for_patients_whom_no_rule_matches() -> None:
    decided = engine_of({"a": "size < 3", "b": "spread == none and not bleeding"})
    for _ in range(1_500):  # more than the 1,024 states one ruleset can hold
        assert decided.decide({"size": (0, 200), "spread": frozenset({"none", "limited"})}) == {
            "a": Outcome.UNKNOWN,
            "b": Outcome.UNKNOWN,
        }


def decide_four_hundred_rules_about_one_number_that_all_fire() -> None:
    conditions = {f"over {bound}": NumberTest("n0", ">", bound % 150, ()) for bound in range(400)}
    decided = Engine(conditions, numbers(1))
    assert set(decided.decide({"n0": (160, 170)}).values()) == {Outcome.MET}
    assert set(decided.decide({"n0": (0, 0)}).values()) == {Outcome.NOT_MET}


def decide_rules_with_six_hundred_different_first_conditions() -> None:
    domains = claims(600)
    decided = Engine({fact: choice_test(fact, {"yes"}, domains) for fact in domains}, domains)
    assert set(decided.decide(dict.fromkeys(domains, YES)).values()) == {Outcome.MET}


def decide_rules_with_one_condition() -> None:
    for rules in (255, 256, 257, 300):
        decided = engine_of({f"rule {index}": "size > 3" for index in range(rules)})
        assert list(decided.decide({"size": (80, 90)}).values()) == [Outcome.MET] * rules


def decide_rules_that_begin_with_one_condition() -> None:
    domains = {**claims(300), "n0": NumberDomain(Decimal(1), 0, 200)}
    first = NumberTest("n0", ">", 20, ())
    conditions = {fact: AllOf((first, choice_test(fact, {"yes"}, domains))) for fact in claims(300)}
    possible: dict[str, Possible] = {**dict.fromkeys(claims(300), YES), "n0": (30, 40)}
    assert set(Engine(conditions, domains).decide(possible).values()) == {Outcome.MET}


def decide_rules_that_are_met_by_absence() -> None:
    decided = engine_of({"a": "not bleeding", "b": "not fit and not bleeding", "c": "spread != none"})
    assert set(decided.decide({}).values()) == {Outcome.UNKNOWN}
    assert set(decided.decide({"size": (1, 1)}).values()) == {Outcome.UNKNOWN}
    assert decided.decide({"bleeding": NO})["a"] is Outcome.MET


def go_on_after_the_engine_ran_out_of_space() -> None:
    safe_profile.PATHS_PER_RULESET = 99
    decided = Engine({f"over {bound}": NumberTest("n0", ">", bound, ()) for bound in range(90)}, numbers(1))
    for _ in range(200):
        with pytest.raises(DisagreementError):
            decided.decide({"n0": (150, 150)})
        assert set(decided.decide({"n0": (30, 50)}).values()) == set(Outcome)


def decide_without_background_threads() -> None:
    decide_rules_that_are_met_by_absence()
    assert threading.active_count() == 1
    assert "durable" not in sys.modules  # its timers would dispatch the same rulesets


@pytest.mark.parametrize(
    "adversary",
    [
        decide_for_patients_whom_no_rule_matches,
        decide_four_hundred_rules_about_one_number_that_all_fire,
        decide_rules_with_six_hundred_different_first_conditions,
        decide_rules_with_one_condition,
        decide_rules_that_begin_with_one_condition,
        decide_rules_that_are_met_by_absence,
        go_on_after_the_engine_ran_out_of_space,
        decide_without_background_threads,
    ],
)
def test_the_engine_survives_what_brings_the_c_code_down(adversary: Callable[[], None]) -> None:
    name = adversary.__name__
    finished = subprocess.run(
        [sys.executable, "-c", f"import runpy; runpy.run_path({__file__!r})[{name!r}]()"],
        cwd=REPOSITORY,
        env={**os.environ, "MALLOC_PERTURB_": "170"},
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_SECONDS,
    )

    assert (finished.returncode, finished.stderr) == (0, "")


# --- One patient's facts never reach another ---


def test_a_patients_facts_never_join_the_next_patients() -> None:
    decided = engine_of({"both": "fit and bleeding"})

    for _ in range(50):
        assert decided.decide({"fit": YES}) == {"both": Outcome.UNKNOWN}
        assert decided.decide({"bleeding": YES}) == {"both": Outcome.UNKNOWN}


def test_the_same_patient_can_be_decided_again_and_again() -> None:
    decided = engine_of({"rule": "fit"})

    assert [decided.decide({"fit": YES})["rule"] for _ in range(20)] == [Outcome.MET] * 20


def test_two_engines_with_the_same_rules_do_not_disturb_each_other() -> None:
    first, second = engine_of({"rule": "fit"}), engine_of({"rule": "fit"})

    assert first.decide({"fit": YES})["rule"] is Outcome.MET
    assert second.decide({"fit": NO})["rule"] is Outcome.NOT_MET
    assert first.decide({})["rule"] is Outcome.UNKNOWN


def test_sixteen_threads_all_get_the_right_answers() -> None:
    chance = random.Random(20_28)
    texts = ("fit and size < {0}", "size >= {0} or spread == none", "not bleeding and (count <= {0} or stage == 1)")
    rules = {f"{text} {bound}": condition_of(text.format(bound)) for text in texts for bound in range(1, 10)}
    engines = [Engine(rules, DOMAINS), Engine(rules, DOMAINS)]
    patients = [random_possible(chance, DOMAINS) for _ in range(200)]
    answers = [expected(rules, patient) for patient in patients]
    start = threading.Barrier(16)

    def decide_all(thread: int) -> int:
        start.wait()
        turns = [(index * (2 * thread + 1)) % len(patients) for index in range(len(patients))]
        return sum(engines[(thread + turn) % 2].decide(patients[turn]) != answers[turn] for turn in turns)

    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        with ThreadPoolExecutor(16) as pool:
            wrong = list(pool.map(decide_all, range(16)))
    finally:
        sys.setswitchinterval(interval)

    assert wrong == [0] * 16


# --- Names and values ---


def test_names_are_hashed_as_the_engine_hashes_them() -> None:
    assert clauses.name_hash("id") == 926444256
    assert clauses.name_hash("sid") == 3593476751
    assert clauses.name_hash("$and") == 3746487396
    assert clauses.name_hash("declinate") == clauses.name_hash("macallums")
    assert clauses.name_hash("costarring") == clauses.name_hash("liquid")


@pytest.mark.parametrize(("one", "other"), [("declinate", "macallums"), ("costarring", "liquid")])
def test_facts_and_values_whose_names_the_engine_cannot_tell_apart_stay_apart(one: str, other: str) -> None:
    facts: dict[str, Domain] = {name: NumberDomain(Decimal(1), 0, 20) for name in (one, other)}
    decided = Engine({name: NumberTest(name, ">", 10, ()) for name in facts}, facts)
    assert decided.decide({other: (18, 18)}) == {one: Outcome.UNKNOWN, other: Outcome.MET}

    values: dict[str, Domain] = {"word": ChoiceDomain((one, other, "third"))}
    decided = Engine({name: choice_test("word", {name}, values) for name in (one, other)}, values)
    assert decided.decide({"word": frozenset({one})}) == {one: Outcome.MET, other: Outcome.NOT_MET}


def test_a_field_name_that_the_engine_cannot_tell_from_another_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clauses, "name_hash", lambda name: 7)

    assert codes_of({"rule": condition_of("fit")}) == {("fit", "name_collision")}


@pytest.mark.parametrize(
    "name",
    ["@", "@@", "00", "0", "id", "sid", "m", "s", "$s", "$forward", "$lt", "$or", "$nex", "", 'a "b" \\ \n', "ä"],
)
def test_facts_may_have_names_that_mean_something_to_the_engine(name: str) -> None:
    number: dict[str, Domain] = {name: NumberDomain(Decimal(1), 0, 20)}
    assert Engine({name: NumberTest(name, "<", 10, ())}, number).decide({name: (3, 4)}) == {name: Outcome.MET}

    claim: dict[str, Domain] = {name: YES_NO}
    assert Engine({name: choice_test(name, {"no"}, claim)}, claim).decide({name: YES}) == {name: Outcome.NOT_MET}


def test_values_that_the_engine_would_convert_or_confuse_stay_apart() -> None:
    values = ("3", "3.0", "true", "1", "0", "false", "A", "A B", "q", "q" + "z" * 65_536, "null", "")
    domains: dict[str, Domain] = {"word": ChoiceDomain(values)}
    decided = Engine({value: choice_test("word", {value}, domains) for value in values}, domains)

    for value in values:
        met = {rule for rule, outcome in decided.decide({"word": frozenset({value})}).items() if outcome is Outcome.MET}
        assert met == {value}


def test_the_largest_numbers_are_compared_exactly() -> None:
    largest = safe_profile.LARGEST_NUMBER
    domains: dict[str, Domain] = {"huge": NumberDomain(Decimal(1), -largest, largest)}
    decided = Engine({"below": NumberTest("huge", "<", largest - 1, ())}, domains)

    assert decided.decide({"huge": (largest - 2, largest - 2)}) == {"below": Outcome.MET}
    assert decided.decide({"huge": (largest - 1, largest - 1)}) == {"below": Outcome.NOT_MET}
    assert decided.decide({"huge": (-largest, -largest)}) == {"below": Outcome.MET}


@pytest.mark.parametrize(
    ("fact", "known"),
    [
        ("size", (1e-5, 3)),
        ("size", (1.0, 3)),
        ("size", (float("nan"), float("nan"))),
        ("size", (float("inf"), float("inf"))),
        ("size", (True, 3)),
        ("size", ("4", "4")),
        ("size", (None, None)),
        ("size", (4,)),
        ("size", (4, 3)),
        ("size", (-1, 3)),
        ("size", (3, 201)),
        ("size", frozenset({"4"})),
        ("size", None),
        ("size", 4),
        ("spread", "none"),
        ("spread", ["none"]),
        ("spread", {"none"}),
        ("spread", frozenset()),
        ("spread", frozenset({"elsewhere"})),
        ("spread", frozenset({0})),
        ("spread", None),
        ("spread", True),
        ("spread", (1, 2)),
        ("bleeding", True),
        ("sizes", (1, 2)),
    ],
)
def test_nothing_but_possible_values_reaches_the_engine(fact: str, known: Possible) -> None:
    decided = engine_of({"rule": "size < 3 and spread == none and bleeding"})

    with pytest.raises(DisagreementError) as caught:
        decided.decide({fact: known})

    assert caught.value.problems == (Problem("engine_failed", fact, found=repr(known)),)


# --- Rules the engine cannot be trusted with are refused when it is built ---


def test_a_rule_may_be_met_in_as_many_ways_as_a_ruleset_holds() -> None:
    domains = claims(safe_profile.PATHS_PER_RULESET)
    tests = tuple(choice_test(fact, {"yes"}, domains) for fact in domains)
    widest = Engine({"any": AnyOf(tests[:-1]), "all": AllOf(tests[:-1])}, domains)

    assert set(widest.decide(dict.fromkeys(domains, YES)).values()) == {Outcome.MET}
    assert set(widest.decide(dict.fromkeys(domains, NO)).values()) == {Outcome.NOT_MET}
    assert codes_of({"any": AnyOf(tests), "all": AllOf(tests)}, domains) == {
        ("any", "rule_too_wide"),
        ("all", "rule_too_wide"),
    }


def test_alternatives_that_multiply_are_counted_as_the_engine_meets_them() -> None:
    domains = claims(12)
    pairs = [
        AnyOf((choice_test(f"claim{index}", {"yes"}, domains), choice_test(f"claim{index + 1}", {"yes"}, domains)))
        for index in range(0, 12, 2)
    ]
    five = Engine({"rule": AllOf(tuple(pairs[:5]))}, domains)

    assert five.decide(dict.fromkeys(domains, YES)) == {"rule": Outcome.MET}
    assert codes_of({"rule": AllOf(tuple(pairs))}, domains) == {("rule", "rule_too_wide")}


def test_a_rule_may_hold_as_many_groups_as_the_engine_takes() -> None:
    domains = claims(17)

    def nest(depth: int) -> Condition:
        test = choice_test(f"claim{depth}", {"yes"}, domains)
        kind = AllOf if depth % 2 else AnyOf
        return test if depth == 0 else kind((test, nest(depth - 1)))

    deepest = safe_profile.GROUPS_PER_RAIL
    decided = Engine({"rule": nest(deepest)}, domains)

    assert decided.decide({**dict.fromkeys(domains, NO), f"claim{deepest}": YES}) == {"rule": Outcome.NOT_MET}
    assert decided.decide({f"claim{deepest}": YES, f"claim{deepest - 1}": YES}) == {"rule": Outcome.MET}
    assert codes_of({"rule": nest(deepest + 1)}, domains) == {("rule", "rule_too_wide")}


def test_more_fields_than_one_fact_can_have_are_spread_over_rulesets() -> None:
    domains = claims(520)
    facts = list(domains)
    conditions = {
        facts[first]: AllOf(tuple(choice_test(fact, {"yes"}, domains) for fact in facts[first : first + 40]))
        for first in range(0, 520, 40)
    }
    decided = Engine(conditions, domains)

    assert set(decided.decide(dict.fromkeys(domains, YES)).values()) == {Outcome.MET}
    assert set(decided.decide(dict.fromkeys(domains, NO)).values()) == {Outcome.NOT_MET}


def test_a_rule_that_needs_more_fields_than_one_fact_can_have_is_refused() -> None:
    domains: dict[str, Domain] = {"word": ChoiceDomain(tuple(f"value{index}" for index in range(260)))}

    assert codes_of({"rule": choice_test("word", {"value0"}, domains)}, domains) == {("rule", "rule_too_wide")}


YES_TEST = choice_test("fit", {"yes"}, DOMAINS)


@pytest.mark.parametrize(
    ("condition", "code"),
    [
        (AllOf(()), "empty_group"),
        (AnyOf(()), "empty_group"),
        (AllOf((YES_TEST, AnyOf((YES_TEST, AllOf(()))))), "empty_group"),
        (ChoiceTest("fit", "in", frozenset({"yes", "no"}), frozenset(), ()), "empty_group"),
        (ChoiceTest("fit", "in", frozenset(), frozenset({"yes", "no"}), ()), "empty_group"),
        (ChoiceTest("spread", "in", frozenset({"none"}), frozenset({"limited"}), ()), "value_unknown"),
        (ChoiceTest("fit", "in", frozenset({"yes"}), frozenset({"yes", "no"}), ()), "value_unknown"),
        (ChoiceTest("spred", "in", frozenset({"yes"}), frozenset({"no"}), ()), "fact_unknown"),
        (ChoiceTest("size", "in", frozenset({"yes"}), frozenset({"no"}), ()), "fact_unknown"),
        (NumberTest("spread", "<", 3, ()), "fact_unknown"),
        (NumberTest("size", "<", 2**63, ()), "constant_out_of_range"),
        (NumberTest("size", "<", True, ()), "constant_out_of_range"),
    ],
)
def test_a_condition_that_the_engine_would_misread_is_refused(condition: Condition, code: str) -> None:
    assert codes_of({"rule": condition}) == {("rule", code)}


def test_a_range_beyond_the_engines_numbers_is_refused() -> None:
    domains: dict[str, Domain] = {"huge": NumberDomain(Decimal(1), 0, 2**63)}

    assert codes_of({"rule": NumberTest("huge", "<", 4, ())}, domains) == {("rule", "constant_out_of_range")}


def test_everything_that_is_wrong_is_told_at_once() -> None:
    domains = {**DOMAINS, **claims(60)}
    wide = AnyOf(tuple(choice_test(fact, {"yes"}, domains) for fact in claims(60)))
    unknown = NumberTest("sise", "<", 3, ())

    assert codes_of({"empty": AllOf(()), "wide": wide, "unknown": unknown, "sound": YES_TEST}, domains) == {
        ("empty", "empty_group"),
        ("wide", "rule_too_wide"),
        ("unknown", "fact_unknown"),
    }


# --- A failure of the engine is an error, never a result, and the next patient is safe ---


@dataclass
class Sabotage:
    """The extension module with some functions replaced."""

    replaced: dict[str, Callable[..., object]]

    def __getattr__(self, name: str) -> object:
        return self.replaced.get(name, getattr(durable_rules_engine, name))


def fail(error: type[BaseException]) -> Callable[..., object]:
    def replaced(*_: object) -> object:
        raise error("error code: 303")

    return replaced


EngineError: type[Exception] = durable_rules_engine.error


@pytest.mark.parametrize(
    ("function", "replaced"),
    [
        ("assert_fact", fail(EngineError)),
        ("assert_fact", lambda *_: (1, 1)),
        ("assert_fact", lambda *_: (2, 1)),
        ("start_action_for_state", fail(EngineError)),
        ("start_action_for_state", lambda *_: None),
        ("complete_and_start_action", fail(MemoryError)),
        ("complete_and_start_action", lambda *_: None),
        ("delete_state", fail(EngineError)),
    ],
)
def test_a_failure_gives_no_result_and_leaves_nothing_behind(
    function: str, replaced: Callable[..., object], monkeypatch: pytest.MonkeyPatch
) -> None:
    decided = engine_of({"rule": "fit and bleeding"})

    for _ in range(20):
        with monkeypatch.context() as sabotaged:
            sabotaged.setattr(rulesets, "native", Sabotage({function: replaced}))
            with pytest.raises(DisagreementError) as caught:
                decided.decide({"fit": YES, "bleeding": YES})
        assert [problem.code for problem in caught.value.problems] == ["engine_failed"]
        assert decided.decide({"fit": YES}) == {"rule": Outcome.UNKNOWN}
        assert decided.decide({"bleeding": NO}) == {"rule": Outcome.NOT_MET}


def test_facts_left_behind_fail_the_next_patient_instead_of_joining_it(monkeypatch: pytest.MonkeyPatch) -> None:
    decided = engine_of({"rule": "fit and bleeding"})
    with monkeypatch.context() as sabotaged:
        sabotaged.setattr(rulesets, "native", Sabotage({"delete_state": lambda *_: None}))
        decided.decide({"fit": YES})

    with pytest.raises(DisagreementError):
        decided.decide({"bleeding": YES})

    assert decided.decide({"bleeding": YES}) == {"rule": Outcome.UNKNOWN}


def test_an_interruption_passes_through_and_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    decided = engine_of({"rule": "fit and bleeding"})
    with monkeypatch.context() as sabotaged:
        sabotaged.setattr(rulesets, "native", Sabotage({"complete_and_start_action": fail(KeyboardInterrupt)}))
        with pytest.raises(KeyboardInterrupt):
            decided.decide({"fit": YES})

    assert decided.decide({"bleeding": YES}) == {"rule": Outcome.UNKNOWN}


def test_a_rule_that_is_both_met_and_not_met_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(durable, "negate", lambda condition: condition)
    decided = engine_of({"torn": "fit", "torn too": "fit", "open": "bleeding"})

    with pytest.raises(DisagreementError) as caught:
        decided.decide({"fit": YES})

    assert caught.value.problems == (
        Problem("engine_contradiction", "torn"),
        Problem("engine_contradiction", "torn too"),
    )
    assert set(decided.decide({}).values()) == {Outcome.UNKNOWN}


def test_rules_that_the_engine_does_not_take_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rulesets, "native", Sabotage({"create_ruleset": fail(EngineError)}))

    with pytest.raises(KnowledgeError) as caught:
        engine_of({"a": "fit", "b": "bleeding"})

    assert caught.value.problems == (Problem("engine_failed", found="error code: 303", related=("a", "b")),)


# --- Rulesets live as long as their engine ---


@dataclass
class Ledger:
    """Counts which rulesets were made and which were freed."""

    names: list[str] = field(default_factory=list)
    living: set[int] = field(default_factory=set)

    @property
    def native(self) -> Sabotage:
        return Sabotage({"create_ruleset": self.create, "delete_ruleset": self.delete})

    def create(self, name: str, rules: str) -> int:
        handle: int = durable_rules_engine.create_ruleset(name, rules)
        self.names.append(name)
        self.living.add(handle)
        return handle

    def delete(self, handle: int) -> None:
        durable_rules_engine.delete_ruleset(handle)
        self.living.discard(handle)  # an earlier test may be giving its own back


def test_an_engine_that_is_no_longer_used_gives_its_rulesets_back(monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = Ledger()
    monkeypatch.setattr(rulesets, "native", ledger.native)
    for _ in range(300):
        decided = engine_of({"rule": "fit"})
        assert decided.decide({"fit": YES}) == {"rule": Outcome.MET}
        assert ledger.living
    del decided
    gc.collect()

    assert not ledger.living
    assert len(ledger.names) == len(set(ledger.names)) == 300


def test_an_engine_freed_in_the_middle_of_anothers_run_does_no_harm(monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = Ledger()
    monkeypatch.setattr(rulesets, "native", ledger.native)
    doomed = [engine_of({"rule": "size < 3"})]
    decided = engine_of({"rule": "fit"})

    def complete(handle: int, state: int) -> object:
        doomed.clear()
        return durable_rules_engine.complete_and_start_action(handle, state)

    sabotaged = Sabotage({"complete_and_start_action": complete, "delete_ruleset": ledger.delete})
    monkeypatch.setattr(rulesets, "native", sabotaged)

    assert decided.decide({"fit": YES}) == {"rule": Outcome.MET}
    assert len(ledger.living) == 1


def test_rulesets_made_before_a_failure_are_given_back(monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = Ledger()
    domains = numbers(1)
    conditions = {f"over {bound}": NumberTest("n0", ">", bound, ()) for bound in range(150)}

    def create(name: str, rules: str) -> int:
        if len(ledger.names) == 2:
            raise EngineError("error code: 303")
        return ledger.create(name, rules)

    monkeypatch.setattr(rulesets, "native", Sabotage({"create_ruleset": create, "delete_ruleset": ledger.delete}))
    assert {code for _, code in codes_of(conditions, domains)} == {"engine_failed"}
    gc.collect()

    assert len(ledger.names) == 2
    assert not ledger.living
