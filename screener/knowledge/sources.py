"""Sources, and where in them something stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Citation:
    """Where in a source something stands, when it was checked and how far it was read."""

    key: str
    at: str
    checked: str
    read: Literal["primary", "secondary", "unverified"]


@dataclass(frozen=True, slots=True)
class Source:
    """A publication, label or other text that a rule rests on."""

    key: str
    body: str
    citation: str
    year: int
    locator: str
