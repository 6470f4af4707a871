"""What is known of a fact: the set of values it may still have.

A number is an interval in half grid steps, a choice the set of its still possible values. A fact that stands in no
mapping is unknown: every value of its domain is possible, and it is never read as no, zero or normal.
"""

from __future__ import annotations

from enum import StrEnum

from screener.knowledge.domains import ChoiceDomain, Domain, NumberDomain

Interval = tuple[int, int]
Possible = Interval | frozenset[str]


class Outcome(StrEnum):
    """Whether a rule or a comparison holds for what is known."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"


def everything(domain: Domain) -> Possible:
    """Return what is possible when nothing is known."""
    if isinstance(domain, NumberDomain):
        return domain.low, domain.high
    return frozenset(domain.values)


def is_everything(possible: Possible, domain: Domain) -> bool:
    """Return whether every value of a domain is possible."""
    if isinstance(domain, NumberDomain):
        return possible == (domain.low, domain.high)
    return len(possible) == len(domain.values)


def is_open(possible: Possible) -> bool:
    """Return whether more than one value is still possible."""
    if isinstance(possible, tuple):
        return possible[0] != possible[1]
    return len(possible) > 1


def common(first: Possible, second: Possible) -> Possible | None:
    """Return what both allow, or None if nothing is left."""
    if isinstance(first, tuple) and isinstance(second, tuple):
        low, high = max(first[0], second[0]), min(first[1], second[1])
        return (low, high) if low <= high else None
    if isinstance(first, frozenset) and isinstance(second, frozenset):
        return first & second or None
    raise TypeError("a number and a choice have nothing in common")


def texts_of(possible: Possible, domain: Domain) -> tuple[str, ...]:
    """Return the possible values as texts: lowest and highest of a number, every value of a choice in order."""
    if isinstance(possible, tuple):
        assert isinstance(domain, NumberDomain)
        low, high = domain.text(possible[0]), domain.text(possible[1])
        return (low,) if low == high else (low, high)
    assert isinstance(domain, ChoiceDomain)
    return tuple(value for value in domain.values if value in possible)
