"""The built-in rule base, read once for all tests of a process."""

from __future__ import annotations

from functools import cache

import screener
from screener.screening.knowledge_base import KnowledgeBase


@cache
def built_in_rules() -> KnowledgeBase:
    """Return the built-in rules; no test may change what it gets."""
    return screener.load_knowledge()
