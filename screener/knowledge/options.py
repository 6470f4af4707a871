"""The procedures, and the forms in which they come."""

from __future__ import annotations

from dataclasses import dataclass

from screener.knowledge.texts import Text


@dataclass(frozen=True, slots=True)
class Product:
    """A form in which an option comes; an option without products is its own only product."""

    id: str
    option: str
    name: Text


@dataclass(frozen=True, slots=True)
class Option:
    """A procedure that may be worth discussing."""

    id: str
    group: str
    groups: frozenset[str]
    name: Text
    what: Text
    products: tuple[Product, ...]
    no_discuss: tuple[tuple[str, str], ...]
