"""The procedures, and the forms in which they come."""

from __future__ import annotations

from dataclasses import dataclass

from screener.knowledge.texts import Text
from screener.problems import Place


@dataclass(frozen=True, slots=True)
class Product:
    """A form in which an option comes; an option without products is its own only product."""

    id: str
    option: str
    name: Text


@dataclass(frozen=True, slots=True)
class Option:
    """A procedure that may be worth discussing.

    Attributes:
        group: the group in which it is shown.
        groups: every group it belongs to, for rules that speak of a group.
        no_discuss: why it has no plain `discuss`, by diagnosis.
        place: where it stands in its file.
    """

    id: str
    group: str
    groups: frozenset[str]
    name: Text
    what: Text
    products: tuple[Product, ...]
    no_discuss: tuple[tuple[str, str], ...]
    place: Place
