"""Settled facts: for an option, for every option, and what keeps an open fact unsettled."""

from __future__ import annotations

from decimal import Decimal

from screener.knowledge.rules import Effect
from screener.result.screening import Screening
from screener.screening.screen import screen
from tests.bases.description import (
    AskedLine,
    CaseLine,
    ChoiceLine,
    DerivedLine,
    Description,
    FirstLine,
    NumberLine,
    OptionLine,
    RuleLine,
    WhenLine,
    rule_base,
)

BOTH = ("yes", "no")
FACTS: tuple[AskedLine, ...] = (
    *(ChoiceLine(name, BOTH) for name in ("a", "b", "c", "d")),
    NumberLine("size", Decimal(1), Decimal(9), Decimal(1)),
)
Rules = tuple[tuple[Effect, str], ...]


def screened(
    *rules: tuple[Effect, str],
    derived: tuple[DerivedLine, ...] = (),
    scope: tuple[str, ...] = (),
    urgent: tuple[str, ...] = (),
    exact: bool = True,
    **patient: object,
) -> Screening:
    lines = tuple(
        RuleLine(f"{effect}{number}", effect, when, ("option",)) for number, (effect, when) in enumerate(rules)
    )
    description = Description(FACTS, derived, lines, (OptionLine("option", ("option",)),), scope=scope, urgent=urgent)
    return screen(patient, rule_base(description), exact)


def settled(screening: Screening, option: str = "option") -> tuple[str, ...]:
    found = screening.options[option].no_longer_matters
    assert found is not None
    return found


def test_every_fact_matters_as_long_as_it_can_change_the_status() -> None:
    assert settled(screened(("supports", "a and b"), ("stop", "c"), ("caution", "d"))) == ()


def test_a_fact_on_whose_values_the_rules_no_longer_differ_is_settled() -> None:
    assert settled(screened(("supports", "a and b"), a=False)) == ("b",)
    assert settled(screened(("supports", "a or b"), a=True)) == ("b",)


def test_settled_facts_stand_in_the_order_of_the_chart() -> None:
    assert settled(screened(("supports", "a and (size < 3 or d or c or b)"), a=False)) == ("b", "c", "d", "size")


def test_a_range_that_lies_on_one_side_is_settled_and_a_known_value_is_no_open_fact() -> None:
    assert settled(screened(("supports", "a and size > 3"), size="4-6")) == ("size",)
    assert settled(screened(("supports", "a and size > 3"), size="3-6")) == ()
    assert settled(screened(("supports", "a and size > 3"), size=4)) == ()


def test_nothing_matters_to_an_option_that_is_closed_for_certain() -> None:
    rules: Rules = (("supports", "a"), ("stop", "b"), ("caution", "c"))
    assert settled(screened(*rules, b=True)) == ("a", "c")
    assert settled(screened(*rules, a=False)) == ("b", "c")


def test_an_option_that_open_rules_close_together_is_closed() -> None:
    assert settled(screened(("supports", "a"), ("stop", "b"), ("against", "not b"))) == ("a", "b")


def test_what_only_separates_closed_completions_is_settled() -> None:
    # The second stop adds nothing to the first, whatever `c` is.
    assert settled(screened(("supports", "a"), ("stop", "b"), ("against", "b and c"))) == ("c",)


def test_a_caution_matters_only_where_the_option_is_flagged() -> None:
    assert settled(screened(("supports", "a"), ("stop", "b"), ("caution", "b and c"))) == ("c",)
    assert settled(screened(("supports", "a"), ("stop", "b"), ("caution", "not b and c"))) == ()


def test_a_second_caution_still_matters_beside_a_first() -> None:
    assert settled(screened(("supports", "a"), ("caution", "b"), ("caution", "c"), b=True)) == ()


def test_a_full_indication_is_settled_where_a_caution_holds_for_certain() -> None:
    rules: Rules = (("supports_with_caution", "a"), ("supports", "a and b"), ("caution", "c"))
    assert settled(screened(*rules, a=True, c=True)) == ("b",)
    assert settled(screened(*rules, a=True, c=False)) == ()
    # Open cautions of which one is met in every case are as certain.
    always: Rules = (*rules[:2], ("caution", "c"), ("disputed", "not c"))
    assert settled(screened(*always, a=True)) == ("b",)


def test_where_an_indication_holds_though_the_option_is_closed_may_matter() -> None:
    # A completion without `a` is closed, whatever `b` is. With `b` all of them have an indication.
    rules: Rules = (("supports", "a or b"), ("stop", "not a"))
    assert settled(screened(*rules)) == ()
    assert screened(*rules).options["option"].status == "cannot_tell"
    assert screened(*rules, b=True).options["option"].status == "discuss"
    assert settled(screened(*rules, a=True)) == ("b",)


def test_where_a_weak_indication_holds_though_the_option_is_closed_may_matter() -> None:
    assert settled(screened(("supports_with_caution", "a or b"), ("stop", "not a"))) == ()


def test_a_full_indication_that_holds_only_where_the_option_is_closed_is_settled() -> None:
    assert settled(screened(("supports_with_caution", "c"), ("supports", "a and b"), ("stop", "a"), c=True)) == ("b",)


def test_where_a_full_indication_holds_though_the_option_is_closed_may_matter() -> None:
    rules: Rules = (("supports_with_caution", "c"), ("supports", "a or b"), ("stop", "not a"))
    assert settled(screened(*rules, c=True)) == ()
    assert screened(*rules, c=True).options["option"].status == "discuss_with_caution"
    assert screened(*rules, c=True, b=True).options["option"].status == "discuss"
    # With a caution for certain no completion is a plain discuss, and neither fact lifts it.
    assert settled(screened(*rules, ("caution", "d"), c=True, d=True)) == ("b",)


EITHER = (WhenLine("either", "a or b"),)


def test_a_fact_tied_by_what_is_stated_matters_if_it_decides_another() -> None:
    # Where `b` is no, `a` must be yes, and then the indication holds for certain.
    rules: Rules = (("supports_with_caution", "a and b or a and not b"),)
    assert settled(screened(*rules)) == ("b",)
    assert settled(screened(*rules, derived=EITHER, either=True)) == ()
    assert screened(*rules, derived=EITHER, either=True, b=False).options["option"].status == "discuss_with_caution"


def test_a_fact_tied_by_what_is_stated_matters_if_it_decides_whether_a_stop_is_possible() -> None:
    rules: Rules = (("supports", "c"), ("stop", "not a"), ("caution", "b and not a"))
    assert settled(screened(*rules, c=True)) == ("b",)
    assert settled(screened(*rules, derived=EITHER, either=True, c=True)) == ()
    learned = screened(*rules, derived=EITHER, either=True, c=True, b=False)
    assert learned.options["option"].still_to_check == ()


def test_a_fact_tied_by_what_is_stated_matters_if_it_decides_where_an_indication_is_closed() -> None:
    # Only where `b` is yes may `a` be, and then the stop closes what the indication offers.
    follows = (WhenLine("follows", "not a or b"),)
    rules: Rules = (("supports_with_caution", "a or c"), ("stop", "a"), ("caution", "a and b"))
    assert settled(screened(*rules)) == ("b",)
    assert settled(screened(*rules, derived=follows, follows=True)) == ()
    checks = screened(*rules, derived=follows, follows=True, b=False).options["option"].still_to_check
    assert checks == ()


def test_facts_tied_by_what_is_stated_are_settled_if_no_unknown_rule_reads_them() -> None:
    rules: Rules = (("supports", "c"), ("caution", "(a or b) and not c"), ("caution", "d"))
    assert settled(screened(*rules, derived=EITHER, either=True, c=True)) == ("a", "b")


def test_a_fact_behind_a_stated_judgement_is_settled() -> None:
    stage = (FirstLine("stage", (CaseLine("early", "a"), CaseLine("late")), is_judgement=True),)
    assert settled(screened(("supports", "stage == early and b"), derived=stage, stage="early")) == ("a",)
    assert settled(screened(("supports", "stage == early and b"), derived=stage)) == ()


def test_facts_of_notes_are_none_of_an_option() -> None:
    assert settled(screened(("supports", "a"), ("note", "b"), a=True)) == ()


def test_a_fact_matters_to_an_option_if_it_does_to_one_of_its_products() -> None:
    rules = (
        RuleLine("first", "supports", "a", ("p",)),
        RuleLine("second", "supports", "b", ("q",)),
        RuleLine("closing", "stop", "c", ("p",)),
    )
    kb = rule_base(Description(FACTS, (), rules, (OptionLine("option", ("p", "q")),)))
    assert settled(screen({"c": True}, kb)) == ("a",)
    assert settled(screen({"b": True}, kb)) == ()
    assert settled(screen({"c": True, "b": False}, kb)) == ("a",)


def test_facts_settled_for_every_option_need_not_be_asked_at_all() -> None:
    rules = (RuleLine("first", "supports", "a and b", ("one",)), RuleLine("second", "supports", "b or c", ("two",)))
    options = (OptionLine("one", ("one",)), OptionLine("two", ("two",)))
    kb = rule_base(Description(FACTS, (), rules, options))
    screening = screen({"a": False}, kb)
    assert settled(screening, "one") == ("b",)
    assert settled(screening, "two") == ()
    # What no rule reads matters to nobody.
    assert screening.no_longer_matters == ("d", "size")
    assert screen({"a": False, "c": True}, kb).no_longer_matters == ("b", "d", "size")


def test_a_fact_that_decides_on_scope_or_help_today_is_never_settled_everywhere() -> None:
    rules: Rules = (("supports", "a and size > 3 and b"),)
    assert "size" in (screened(*rules, a=False).no_longer_matters or ())
    assert "size" not in (screened(*rules, scope=("size < 2",), a=False).no_longer_matters or ())
    assert "size" in (screened(*rules, scope=("size < 2",), a=False, size="2-4").no_longer_matters or ())
    assert "size" not in (screened(*rules, scope=("size < 2",), a=False, size="1-4").no_longer_matters or ())
    assert "b" not in (screened(*rules, urgent=("b",), a=False).no_longer_matters or ())
    derived = (WhenLine("small", "size < 2"),)
    assert "size" not in (screened(*rules, derived=derived, scope=("small",), a=False).no_longer_matters or ())
    # To the option itself it is settled all the same.
    assert settled(screened(*rules, scope=("size < 2",), a=False)) == ("b", "size")


def test_where_everything_is_known_no_fact_is_settled() -> None:
    screening = screened(("supports", "a"), a=True, b=True, c=False, d=False, size=3)
    assert settled(screening) == ()
    assert screening.no_longer_matters == ()


def test_without_completions_and_outside_the_scope_nothing_is_said() -> None:
    rough = screened(("supports", "a"), exact=False)
    assert rough.no_longer_matters is None
    assert rough.options["option"].no_longer_matters is None
    assert screened(("supports", "a"), scope=("b",), b=True).no_longer_matters is None
