"""Reviews: which rules have passed the day by which somebody was to read their sources again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from screener.knowledge.knowledge import Knowledge
from screener.problems import Problem


@dataclass(frozen=True, slots=True)
class ReviewsDue:
    """Rules past their day: `warnings` within the days of grace that the rule base gives, `errors` after them."""

    warnings: tuple[Problem, ...]
    errors: tuple[Problem, ...]


def reviews_due(knowledge: Knowledge, today: date) -> ReviewsDue:
    """Return the rules that were to be reviewed before today, in the order of the rule base.

    A rule base that gives no days of grace has warnings only.
    """
    warnings, errors = [], []
    for rule in knowledge.rules:
        day = date.fromisoformat(rule.review_by) if rule.review_by else today
        end = day + timedelta(days=knowledge.review_grace_days) if knowledge.review_grace_days is not None else today
        if end < today:
            found = end.isoformat()
            errors.append(Problem("review_overdue", rule.id, rule.place, rule.review_by, (found,)))
        elif day < today:
            warnings.append(Problem("review_due", rule.id, rule.place, rule.review_by))
    return ReviewsDue(tuple(warnings), tuple(errors))
