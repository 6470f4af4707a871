"""How old an answer is: the day it was taken, or its age in words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from screener.patient.number_patterns import any_case
from screener.problems import Problem

_DAYS = {"day": 1, "week": 7, "month": 30}
_AGE = r"\s*([0-9]{1,4})\s*(" + "|".join(map(any_case, _DAYS)) + r")[sS]?\s*"
_DAY = r"\s*([0-9]{4}-[0-9]{2}-[0-9]{2})\s*"
AGE_PATTERN = f"^{_AGE}$"
DAY_PATTERN = f"^{_DAY}$"
AGE_EXAMPLE = "3 weeks"
DAY_EXAMPLE = "2026-11-23"


@dataclass(frozen=True, slots=True)
class Age:
    """How old an answer is.

    Attributes:
        taken: the day it was taken, if that was written.
        days: its age, None if only the day is known and nobody said as of when.
    """

    taken: date | None
    days: int | None


def read_days(as_written: object) -> int | None:
    """Return an age such as "3 weeks" in days, a month as 30; None if it cannot be read."""
    found = re.fullmatch(_AGE, as_written) if isinstance(as_written, str) else None
    return int(found[1]) * _DAYS[found[2].lower()] if found else None


def age_problem(as_written: str, subject: str, related: tuple[str, ...] = ()) -> Problem | None:
    """Return what is wrong with an age such as "3 weeks"; None if it can be read.

    Args:
        as_written: the age.
        subject: what it is the age of.
        related: where it was asked for.
    """
    if read_days(as_written) is not None:
        return None
    return Problem("age_malformed", subject, found=as_written, allowed=(AGE_EXAMPLE,), related=related)


def read_day(as_written: object) -> date | None:
    """Return a calendar day such as 2026-11-23; None if it cannot be read."""
    if isinstance(as_written, date) and not isinstance(as_written, datetime):
        return as_written
    found = re.fullmatch(_DAY, as_written) if isinstance(as_written, str) else None
    try:
        return date.fromisoformat(found[1]) if found else None
    except ValueError:
        return None
