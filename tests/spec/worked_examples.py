"""The worked examples of formulas and stages, as they are written in `worked_examples.yaml`."""

from __future__ import annotations

from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter

from tests.spec.chapters import Written


class Example(BaseModel):
    """A patient, and the derived facts that come out."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str
    patient: dict[str, Written]
    derived: dict[str, Written]


class Table(BaseModel):
    """The examples of one formula or stage."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    chapter: str
    says: str
    examples: list[Example]


def tables() -> list[Table]:
    """Return all of them, in the order written."""
    text = Path(__file__).with_name("worked_examples.yaml").read_text(encoding="utf-8")
    return TypeAdapter(list[Table]).validate_python(yaml.safe_load(text))
