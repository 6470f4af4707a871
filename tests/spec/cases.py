"""The made-up patients in `rules/liver/cases`, as they are written there."""

from __future__ import annotations

from functools import cache

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter

from screener.places import default_rules
from screener.result.option import Status
from tests.spec.chapters import Written


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Decides(_Strict):
    """A rule that carries an answer, and one of the sources it rests on."""

    rule: str
    source: str


class Case(_Strict):
    """A made-up patient and what each option must show."""

    id: str
    who: str
    synthetic: bool
    facts: dict[str, Written]
    expect: dict[str, Status]
    decides: dict[str, list[Decides]] = {}


@cache
def cases() -> tuple[Case, ...]:
    files = sorted((default_rules() / "cases").glob("*.yaml"))
    read = [yaml.safe_load(file.read_text(encoding="utf-8"))["cases"] for file in files]
    return tuple(case for part in read for case in TypeAdapter(list[Case]).validate_python(part))
