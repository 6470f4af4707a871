"""What a report is to tell beside the answer itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from screener.result.next_steps import Flip, NextQuestion


@dataclass(frozen=True, slots=True)
class Wanted:
    """What else is to be told.

    Attributes:
        only: the options to be told in full; all of them if empty. The overview always shows all.
        by_source: whether to tell with each option what each body says.
        questions: the questions that can still change something, the most useful first; None if nobody asked for them.
        flips: the smallest changes that would alter each option's status; None if nobody asked for them.
    """

    only: frozenset[str] = frozenset()
    by_source: bool = False
    questions: tuple[NextQuestion, ...] | None = None
    flips: Mapping[str, tuple[Flip, ...]] | None = None

    def is_told(self, option: str) -> bool:
        """Return whether an option is to be told in full."""
        return not self.only or option in self.only


NOTHING_ELSE = Wanted()
