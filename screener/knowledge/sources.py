"""Sources, and where in them something stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from screener.problems import Place

HowRead = Literal["primary", "secondary", "unverified"]
HOW_READ: tuple[HowRead, ...] = get_args(HowRead)


@dataclass(frozen=True, slots=True)
class Citation:
    """Where in a source something stands, when it was checked and how far it was read."""

    key: str
    at: str
    checked: str
    read: HowRead


@dataclass(frozen=True, slots=True)
class Source:
    """A publication, label or other text that a rule rests on.

    Attributes:
        body: who speaks in it, or in small letters what kind of source it is.
        place: where it stands in its file.
    """

    key: str
    body: str
    citation: str
    year: int
    locator: str
    place: Place
