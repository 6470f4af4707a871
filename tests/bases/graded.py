"""A rule base without rules in which two labs give points, the points a grade, and the grade a stage."""

from __future__ import annotations

from decimal import Decimal

from screener.knowledge.possible import Possible
from tests.bases.description import (
    CaseLine,
    ChoiceLine,
    Description,
    FirstLine,
    NumberLine,
    OptionLine,
    PointsLine,
    SumLine,
    WhenLine,
    knowledge_of,
)

KNOWLEDGE = knowledge_of(
    Description(
        facts=(
            NumberLine("bilirubin", Decimal(1), Decimal(9), Decimal(1)),
            ChoiceLine("ascites", ("none", "mild", "severe")),
            NumberLine("size", Decimal(1), Decimal(6), Decimal("0.5")),
        ),
        derived=(
            PointsLine(
                "points",
                (
                    (CaseLine("1", "bilirubin < 2"), CaseLine("2", "bilirubin <= 3"), CaseLine("3")),
                    (CaseLine("1", "ascites == none"), CaseLine("2", "ascites == mild"), CaseLine("3")),
                ),
            ),
            FirstLine("grade", (CaseLine("A", "points <= 3"), CaseLine("B", "points <= 4"), CaseLine("C"))),
            WhenLine("good", "grade == A"),
            SumLine("total", "size", "bilirubin"),
            FirstLine("stage", (CaseLine("early", "grade == A"), CaseLine("late")), is_judgement=True),
            FirstLine("twin", (CaseLine("p", "good"), CaseLine("q", "not good"), CaseLine("never"))),
        ),
        rules=(),
        options=(OptionLine("option", ("option",)),),
    )
)


def one_of(*values: str) -> Possible:
    """Return what is known of a choice that is one of some values."""
    return frozenset(values)
