"""Problems as a good compiler prints them."""

from __future__ import annotations

from screener.cli.problem_list import WIDEST_EXCERPT, problem_list
from screener.problems import Place, Problem
from screener.wording.catalogue import load

ENGLISH = load("en")


def place(column: int, excerpt: str) -> Place:
    return Place("rules.yaml", 12, column, excerpt)


def test_a_problem_shows_place_sentence_line_and_caret() -> None:
    problem = Problem("value_unknown", "r", place(9, "effect: suports"), "suports", ("supports",), "supports")
    assert problem_list([problem], ENGLISH) == (
        "rules.yaml:12:9: suports is not one of the values. Allowed are: supports. Did you mean supports?\n"
        "  12 | effect: suports\n"
        "     |         ^\n"
        "1 problem.\n"
    )


def test_all_problems_are_shown_and_counted() -> None:
    problems = [Problem("file_missing", "a.yaml"), Problem("file_missing", "b.yaml")]
    assert problem_list(problems, ENGLISH) == (
        "There is no file a.yaml. Check its name.\nThere is no file b.yaml. Check its name.\n2 problems.\n"
    )


def test_a_place_without_a_line_has_no_caret() -> None:
    assert "|" not in problem_list([Problem("file_missing", "a.yaml", place(1, ""))], ENGLISH)


def test_tabs_keep_the_caret_under_its_spot() -> None:
    _, line, caret, _ = problem_list([Problem("yaml_syntax", "a", place(3, "\t\tx"), "x")], ENGLISH).splitlines()
    assert line[caret.index("^")] == "x"


def test_of_a_long_line_the_part_around_the_spot_is_shown() -> None:
    long_line = "a" * 150 + "x" + "b" * 49
    _, line, caret, _ = problem_list([Problem("yaml_syntax", "a", place(151, long_line), "x")], ENGLISH).splitlines()
    assert line[caret.index("^")] == "x"
    assert len(line) <= WIDEST_EXCERPT + 10


def test_what_stands_in_a_file_cannot_steer_the_terminal() -> None:
    shown = problem_list([Problem("control_character", "a\x1b[2J", place(1, "\x1b[31mred"), "U+001B")], ENGLISH)
    assert "\x1b" not in shown
    assert shown.count("\n") == 4
