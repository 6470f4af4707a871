"""The schemas for editors refuse what loading refuses, key by key, and accept every rule file there is."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from jsonschema import Draft7Validator

from screener.loading.about_document import read_about
from screener.loading.case_document import read_cases
from screener.loading.citations import read_sources
from screener.loading.derived_document import read_derived
from screener.loading.evidence_document import read_evidence
from screener.loading.fact_document import read_facts
from screener.loading.file_shapes import FILE_SHAPES
from screener.loading.rule_document import read_impossible, read_option, read_scope, read_shared
from screener.loading.shape import Day, Facts, Flag, Key, ListOf, Number, Pairs, Shape, Whole, Word
from screener.loading.tension_document import read_tensions
from screener.manual.file_schema import file_schema, inner_shapes
from screener.places import default_rules
from screener.problems import Problem
from screener.wording.catalogue import load_rule_file_words
from screener.yaml_text import ListNode, MappingNode, Node, ScalarNode, read_yaml
from tests.bases import measured_rules, small_rules, sound_rules

KINDS = {"facts": "facts", "options": "option", "shared": "rules", "diagnoses": "rules", "cases": "cases"}
READERS: dict[str, Callable[[Node, list[Problem]], object]] = {
    "about": read_about,
    "facts": read_facts,
    "impossible": read_impossible,
    "derived": read_derived,
    "sources": read_sources,
    "scope": read_scope,
    "tensions": read_tensions,
    "option": read_option,
    "rules": read_shared,
    "cases": read_cases,
    "evidence": read_evidence,
}
# Only the last band of a formula has no limit; a schema cannot say which one is the last.
LEFT_TO_LOADING = {("formula_band", "at_most"), ("formula_band", "below")}


@cache
def validator(kind: str) -> Draft7Validator:
    schema = file_schema(kind, load_rule_file_words("en"))
    Draft7Validator.check_schema(schema)
    return Draft7Validator(schema)


def kind_of(name: str) -> str:
    folder, _, file = name.rpartition("/")
    stem = file.removesuffix(".yaml")
    return stem if stem in FILE_SHAPES else KINDS[folder]


def value_of(node: Node) -> object:
    """What an editor takes a node for: bare words may be numbers, true, false or nothing."""
    match node:
        case MappingNode(entries):
            return {entry.key.text: value_of(entry.value) for entry in entries}
        case ListNode(items):
            return [value_of(item) for item in items]
    return bare_value(node)


def bare_value(node: ScalarNode) -> object:
    if node.style:
        return node.text
    if node.is_null or node.truth is not None:
        return node.truth
    for number in (int, float):
        try:
            return number(node.text)
        except ValueError:
            pass
    return node.text


def read(text: str, name: str = "file.yaml") -> object:
    root, problems = read_yaml(text, name)
    assert root is not None, problems
    return value_of(root)


def is_valid(kind: str, content: object) -> bool:
    return bool(validator(kind).is_valid(content))


RULE_BASES = {
    "small": small_rules.FILES,
    "sound": sound_rules.RULES,
    "measured": measured_rules.RULES,
    "liver": {
        path.relative_to(default_rules()).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(default_rules().rglob("*.yaml"))
    },
}
FILES = [
    (base, name, text) for base, files in RULE_BASES.items() for name, text in files.items() if name.endswith(".yaml")
]


@pytest.mark.parametrize(("base", "name", "text"), FILES)
def test_every_rule_file_is_as_its_schema_says(base: str, name: str, text: str) -> None:
    assert [error.message for error in validator(kind_of(name)).iter_errors(read(text))] == []


def test_every_kind_of_file_has_a_schema_that_some_file_follows() -> None:
    assert {kind_of(name) for _, name, _ in FILES} == set(FILE_SHAPES)


PREMISE = (
    "{values: [VALUES], for: [hcc], even_if_undescribed: true, stated: [tumor_count], unless_stated: [pacemaker], "
    "when: tumor_count > 1, unless: tumor_count > 3, tier: report, confirm: before_talk, "
    'why: {clinician: "Usual.", patient: "Usual."}, risk: {clinician: "None.", patient: "None."}}'
)
# The small rule base with every key that it leaves out.
FULL = {
    **small_rules.FILES,
    "facts/20_tumor.yaml": small_rules.TUMOR.replace(
        "    unit: cm\n",
        "    unit: cm\n    also_written: [centimeters]\n"
        "    units: [{unit: mm, per_unit: 10, also_written: [millimeters], asked_above: 15}]\n"
        "    approximate: {plus_minus: 0.5, percent: 20, percent_above: 5}\n"
        '    fresh_for: {days: 42, sources: [{key: TRIAL, at: "p. 1", checked: "2026-11-24", read: primary}]}\n'
        f"    usual:\n      - {PREMISE.replace('VALUES', '0.3-3')}\n",
    ),
    "derived.yaml": small_rules.DERIVED.replace(
        "stated: judgement\n", "stated: judgement\n    diagnoses: [hcc]\n"
    ).replace(
        "    stated: arithmetic\n    sources:",
        f"    stated: arithmetic\n    usual: [{PREMISE.replace('VALUES', '1, 2')}]\n    sources:",
    ),
    "scope.yaml": small_rules.SCOPE.replace("covered: [hcc]\n", "covered: [hcc]\ndescribed_by: [tumor_count]\n"),
    "options/a_needle.yaml": small_rules.NEEDLE.replace("with: [beads]\n", "with: [beads]\n    label_status: true\n"),
    "tensions.yaml": """\
review_grace_days: 90
accepted:
  - {rule: safety.heat, indication: needle.population, why: "Heat closes by itself."}
""",
    "evidence.yaml": """\
sections:
  - title: "All"
    rows:
      - id: B-01
        about: "made up"
        corrected: "made up again"
        left_out: {part: "half of it", reason: no_such_fact, because: "nobody asks", needed: "a fact"}
""",
    "cases/made_up.yaml": """\
cases:
  - id: one
    who: "Somebody"
    synthetic: true
    facts: {diagnosis: hcc, tumor_count: 2}
    expect: {beads: cannot_tell}
    decides: [{option: beads, rule: beads.population, source: TRIAL}]
""",
}


@dataclass(frozen=True)
class Spot:
    """A mapping in a file: the file, the mapping's shape and the way to it."""

    file: str
    shape: Shape
    way: tuple[str | int, ...]

    def __str__(self) -> str:
        return f"{self.file} {'.'.join(map(str, self.way))}"


def mappings_in(file: str, shape: Shape, content: object, way: tuple[str | int, ...]) -> Iterator[Spot]:
    assert isinstance(content, dict)
    yield Spot(file, shape, way)
    for key in shape.keys:
        value = content.get(key.name)
        if isinstance(key.takes, Shape) and value is not None:
            yield from mappings_in(file, key.takes, value, (*way, key.name))
        if isinstance(key.takes, ListOf) and isinstance(key.takes.item, Shape):
            for number, item in enumerate(value or ()):
                yield from mappings_in(file, key.takes.item, item, (*way, key.name, number))


def mapping_at(content: object, way: tuple[str | int, ...]) -> dict[str, object]:
    for step in way:
        if isinstance(content, list):
            content = content[int(step)]
        else:
            assert isinstance(content, dict)
            content = content[step]
    assert isinstance(content, dict)
    return content


def written_at(spot: Spot) -> dict[str, object]:
    return mapping_at(read(FULL[spot.file]), spot.way)


SPOTS = [
    spot
    for name, text in FULL.items()
    if name.endswith(".yaml")
    for spot in mappings_in(name, FILE_SHAPES[kind_of(name)], read(text), ())
]
KEYS = [(spot, key) for spot in SPOTS for key in spot.shape.keys if key.name in written_at(spot)]


def refusals(spot: Spot, key: str, value: object = None) -> tuple[bool, list[Problem]]:
    """Whether the schema refuses a file in which a key is changed or taken away, and what loading says of it."""
    content = read(FULL[spot.file])
    mapping = mapping_at(content, spot.way)
    mapping[key] = value
    if value is None:
        del mapping[key]
    problems: list[Problem] = []
    # JSON is read as YAML is.
    root, _ = read_yaml(json.dumps(content), spot.file)
    assert root is not None
    READERS[kind_of(spot.file)](root, problems)
    return not validator(kind_of(spot.file)).is_valid(content), problems


def wrong_value(key: Key) -> object:
    match key.takes:
        case ListOf() | Pairs() | Shape() | Facts():
            return "nothing of the kind"
        case Number() | Whole() | Flag() | Day():
            return "often"
    return {"a": "mapping"}


def test_the_full_rule_base_loads(tmp_path: Path) -> None:
    assert small_rules.problems_of(tmp_path, FULL) == ()


def test_the_full_rule_base_has_every_key_of_every_shape() -> None:
    shapes = {shape for root in FILE_SHAPES.values() for shape in (root, *inner_shapes(root))}
    every = {(shape.name, key) for shape in shapes for key in shape.names}
    assert every - {(spot.shape.name, key.name) for spot, key in KEYS} == set()


def test_a_key_left_out_is_refused_by_both_or_by_neither() -> None:
    for spot, key in KEYS:
        is_refused, problems = refusals(spot, key.name)
        if is_refused or (spot.shape.name, key.name) not in LEFT_TO_LOADING:
            assert is_refused == bool(problems), f"{spot} without {key.name}: {problems}"


def test_an_unknown_key_is_refused_by_both() -> None:
    for spot in SPOTS:
        is_refused, problems = refusals(spot, "no_such_key", "text")
        assert is_refused, spot
        assert [problem.code for problem in problems] == ["key_unknown"], spot


def test_a_word_outside_a_closed_list_is_refused_by_both() -> None:
    closed = 0
    for spot, key in KEYS:
        item = key.takes.item if isinstance(key.takes, ListOf) else key.takes
        if isinstance(item, Word) and item.values:
            closed += 1
            value = ["no_such_word"] if isinstance(key.takes, ListOf) else "no_such_word"
            is_refused, problems = refusals(spot, key.name, value)
            assert is_refused, f"{spot} with {key.name}"
            assert "value_unknown" in {problem.code for problem in problems}, f"{spot} with {key.name}"
    assert closed > 0


def test_a_value_of_the_wrong_kind_is_refused_by_both() -> None:
    for spot, key in KEYS:
        is_refused, problems = refusals(spot, key.name, wrong_value(key))
        assert is_refused, f"{spot} with {key.name}"
        assert problems, f"{spot} with {key.name}"


def test_a_value_written_wrongly_is_refused_by_both() -> None:
    patterns = 0
    for spot, key in KEYS:
        if isinstance(key.takes, Word) and key.takes.pattern is not None:
            patterns += 1
            is_refused, problems = refusals(spot, key.name, "- not so -")
            assert is_refused, f"{spot} with {key.name}"
            assert key.takes.pattern.code in {problem.code for problem in problems}
    assert patterns > 0


def test_a_key_that_belongs_elsewhere_is_refused_by_both() -> None:
    examples = {(spot.shape.name, key.name): written_at(spot)[key.name] for spot, key in KEYS}
    misplaced = 0
    for spot in SPOTS:
        written = written_at(spot)
        for key, _ in spot.shape.limited:
            if key.name not in written:
                is_refused, problems = refusals(spot, key.name, examples[spot.shape.name, key.name])
                codes = {problem.code for problem in problems}
                assert is_refused == ("key_misplaced" in codes), f"{spot} with {key.name}: {problems}"
                misplaced += is_refused
    assert misplaced > 0


def test_numbers_have_the_same_limits_in_both() -> None:
    for spot, key in KEYS:
        match key.takes:
            case Whole(low, high):
                values: list[float] = [low - 1, high + 1, low + 0.5]
            case Number(above) if above is not None:
                values = [above, above - 1]
            case _:
                values = []
        for value in values:
            is_refused, problems = refusals(spot, key.name, value)
            assert is_refused, f"{spot} with {key.name} {value}"
            assert problems, f"{spot} with {key.name} {value}"


def test_a_list_that_is_too_short_is_refused_by_both() -> None:
    for spot, key in KEYS:
        if isinstance(key.takes, ListOf) and key.takes.at_least:
            is_refused, problems = refusals(spot, key.name, [])
            assert is_refused, f"{spot} with {key.name}"
            assert problems, f"{spot} with {key.name}"


def test_definitions_of_a_derived_fact_do_not_stand_together_in_either() -> None:
    (spot,) = (spot for spot in SPOTS if written_at(spot).get("id") == "burden_sum")
    is_refused, problems = refusals(spot, "when", "pacemaker")
    assert is_refused
    assert [problem.code for problem in problems] == ["definition_count"]


def test_both_limits_of_a_band_do_not_stand_together_in_either() -> None:
    spot = next(spot for spot, key in KEYS if key.name == "at_most")
    is_refused, problems = refusals(spot, "below", 1)
    assert is_refused
    assert [problem.code for problem in problems] == ["key_misplaced"]


def test_every_text_about_keys_is_about_a_key_that_there_is() -> None:
    shapes = {shape for root in FILE_SHAPES.values() for shape in (root, *inner_shapes(root))}
    keys = {f"{shape.name}.keys.{key}" for shape in shapes for key in shape.names}
    assert set(load_rule_file_words("en").texts) == keys | {f"{shape.name}.means" for shape in shapes}


def test_texts_about_keys_are_sentences() -> None:
    for key, text in load_rule_file_words("en").texts.items():
        assert text.endswith("."), key
        assert text[0].isupper(), key
        assert not set(text) & set("<>~`*|$"), key
