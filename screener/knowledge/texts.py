"""One thing said twice: to a clinician and to a patient."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Voice = Literal["clinician", "patient"]


@dataclass(frozen=True, slots=True)
class Text:
    """One thing said twice: to a clinician and to a patient."""

    clinician: str
    patient: str

    def to(self, voice: Voice) -> str:
        """Return the wording for one of the two voices."""
        return self.patient if voice == "patient" else self.clinician
