"""The schemas in schemas/ are those that the program prints, and every rule file names its own."""

from __future__ import annotations

import os.path
import re
from pathlib import Path

import pytest

from screener.cli import commands
from screener.cli.options import SchemaKind
from screener.loading.file_shapes import FILE_SHAPES
from screener.places import default_rules
from tests.docs.schema_files import FOLDER, schema_files

AGAIN = "write it again with: make docs"
MODELINE = re.compile(r"# yaml-language-server: \$schema=(\S+)")
KINDS = {"facts": "facts", "options": "option", "shared": "rules", "diagnoses": "rules", "cases": "cases"}
RULES = default_rules()
RULE_FILES = sorted(RULES.rglob("*.yaml"))


def test_every_file_is_the_schema_of_its_kind() -> None:
    kept = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.iterdir()}
    made = schema_files()
    assert sorted(name for name in made.keys() | kept.keys() if made.get(name) != kept.get(name)) == [], AGAIN


@pytest.mark.parametrize("kind", FILE_SHAPES)
def test_the_command_line_prints_the_same_schema(kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        commands.main(["schema", kind])
    assert ended.value.code == 0
    assert capsys.readouterr().out == schema_files()[f"{kind}.json"]


def test_the_command_line_knows_every_kind_of_file() -> None:
    assert {str(kind) for kind in SchemaKind} == {"patient", "result", *FILE_SHAPES}


@pytest.mark.parametrize("path", RULE_FILES, ids=lambda path: path.relative_to(RULES).as_posix())
def test_a_rule_file_names_its_schema_in_its_first_line(path: Path) -> None:
    kind = path.stem if path.stem in FILE_SHAPES else KINDS[path.parent.name]
    found = MODELINE.fullmatch(path.read_text(encoding="utf-8").splitlines()[0])
    assert found is not None
    assert os.path.normpath(path.parent / found[1]) == str(FOLDER / f"{kind}.json")
