"""How far something long is, for whoever waits: a callback is told of every step before it is taken."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """A step that is about to be taken.

    Attributes:
        name: what is done in it.
        number: its place among all steps, from 1.
        count: how many steps there are.
    """

    name: str
    number: int
    count: int


Tell = Callable[[Step], None]


def tell_nobody(step: Step) -> None:
    """Let nobody wait for it."""
