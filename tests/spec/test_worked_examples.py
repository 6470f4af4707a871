"""Every worked example of the formulas and stages comes out of the built-in rules as written down."""

from __future__ import annotations

import pytest

import screener
from tests.bases.built_in import built_in_rules
from tests.spec.derived_texts import derived_text, expected_text
from tests.spec.worked_examples import Example, tables


@pytest.mark.parametrize(
    "example",
    [pytest.param(each, id=f"{table.chapter}: {each.title}") for table in tables() for each in table.examples],
)
def test_a_worked_example_comes_out_as_written(example: Example) -> None:
    screening = screener.screen({"diagnosis": "hcc", **example.patient}, built_in_rules())
    found = {name: derived_text(screening, name) for name in example.derived}
    assert found == {name: expected_text(written) for name, written in example.derived.items()}
