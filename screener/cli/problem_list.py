"""Problems as a good compiler prints them: where, what is wrong, the line, and a caret under the spot."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from screener.problems import Place, Problem
from screener.wording.catalogue import Catalogue

WIDEST_EXCERPT = 100
KEPT_BEFORE = 60
_UNPRINTABLE = "\N{REPLACEMENT CHARACTER}"


def problem_list(problems: Sequence[Problem], words: Catalogue) -> str:
    """Return problems as text, one after the other, and how many there are."""
    lines = [line for problem in problems for line in _lines(problem, words)]
    lines.append(words.counted("command.problems", len(problems), "clinician"))
    return "".join(f"{_printable(line)}\n" for line in lines)


def _lines(problem: Problem, words: Catalogue) -> Iterator[str]:
    sentence = words.problem_sentence(problem)
    if problem.place is None:
        yield sentence
        return
    yield words.text("command.problem", {"place": str(problem.place), "sentence": sentence})
    yield from _excerpt(problem.place)


def _excerpt(place: Place) -> Iterator[str]:
    """Yield the line with a caret below; of a long line the part around the spot."""
    if not place.excerpt:
        return
    start = max(place.column - 1 - KEPT_BEFORE, 0) if len(place.excerpt) > WIDEST_EXCERPT else 0
    shown = place.excerpt[start : start + WIDEST_EXCERPT].replace("\t", " ")
    number = str(place.line)
    yield f"  {number} | {shown}"
    yield f"  {' ' * len(number)} | {' ' * (place.column - 1 - start)}^"


def _printable(line: str) -> str:
    # What stands in a file must not steer the terminal.
    return "".join(sign if sign.isprintable() else _UNPRINTABLE for sign in line)
