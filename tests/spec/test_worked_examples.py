"""Every worked example of the formulas and stages comes out of the built-in rules as written down."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter

import screener
from tests.bases.built_in import built_in_rules
from tests.spec.chapters import Written
from tests.spec.derived_texts import derived_text, expected_text


class Example(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str
    patient: dict[str, Written]
    derived: dict[str, Written]


class Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    chapter: str
    says: str
    examples: list[Example]


def tables() -> list[Table]:
    text = Path(__file__).with_name("worked_examples.yaml").read_text(encoding="utf-8")
    return TypeAdapter(list[Table]).validate_python(yaml.safe_load(text))


@pytest.mark.parametrize(
    "example",
    [pytest.param(each, id=f"{table.chapter}: {each.title}") for table in tables() for each in table.examples],
)
def test_a_worked_example_comes_out_as_written(example: Example) -> None:
    screening = screener.screen({"diagnosis": "hcc", **example.patient}, built_in_rules())
    found = {name: derived_text(screening, name) for name in example.derived}
    assert found == {name: expected_text(written) for name, written in example.derived.items()}
