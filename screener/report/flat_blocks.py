"""The parts a report is made of, before they become text or Markdown."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: 1 the report's title, 2 a part, 3 an option, 4 a label inside an option."""

    text: str
    level: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A sentence or more."""

    text: str


@dataclass(frozen=True, slots=True)
class Bullet:
    """One item of a list; what belongs to an item stands one level deeper."""

    text: str
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """A name and what is said of it; rows that follow each other are aligned."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Numbered:
    """One item of a numbered list."""

    number: int
    text: str


Block = Heading | Paragraph | Bullet | Row | Numbered
