"""The made-up patients in the `cases/` of the built-in rules, as they are written there."""

from __future__ import annotations

from functools import cache

from screener.loading.case_document import CaseDraft, read_case_files
from screener.places import default_rules
from screener.problems import Problem


@cache
def cases() -> tuple[CaseDraft, ...]:
    problems: list[Problem] = []
    found = read_case_files(default_rules(), problems)
    assert problems == []
    return found
