"""Everything clinical stands in the rules: Python and the catalogue name no fact, option, tumor, group or source."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from screener.knowledge.domains import DIAGNOSIS
from tests.bases.built_in import built_in_rules

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted([*(ROOT / "screener").rglob("*.py"), *(ROOT / "ui").glob("*.py")])
WORDS = re.compile(
    r"liver|hepat|hcc|icca|metasta|kidney|\bneedle|catheter|\balbi|bilirubin|albumin|nanoknife|\btace|y-?90|bclc"
    r"|child-pugh|ablation|emboli|cirrho|transplant|ascites|encephalopathy|pacemaker|platelet|\bnine\b",
    re.IGNORECASE,
)
# Examples in docstrings, where an idea is hard without one; a new one is added here. "Tumor" is no such word: sentences
# call a diagnosis so.
EXAMPLES = {
    "screener/engine/derive.py": {"encephalopathy", "child-pugh"},
    "screener/knowledge/about.py": {"liver", "catheter"},
    "screener/knowledge/conditions.py": {"pacemaker", "hcc", "icca"},
    "screener/loading/condition_slips.py": {"pacemaker"},
    "screener/report/blocks.py": {"bclc", "ascites"},
    "screener/report/html.py": {"nanoknife"},
    "screener/wording/sentence.py": {"child-pugh", "liver"},
    "screener/wording/wording.py": {"platelet"},
}


def test_no_name_and_no_text_in_the_code_is_one_of_the_rules() -> None:
    knowledge = built_in_rules().knowledge
    named = {
        knowledge.about.id,
        *knowledge.domains,
        *knowledge.covered,
        *knowledge.source_by_key,
        *(group.id for group in knowledge.about.groups),
        *knowledge.about.subgroups,
        *(option.id for option in knowledge.options),
        *(product.id for product in knowledge.products),
    }
    found = {path.relative_to(ROOT): set(words_in(path)) & named - {DIAGNOSIS} for path in FILES}
    assert {path: words for path, words in found.items() if words} == {}


def test_the_fact_that_the_program_knows_by_name_is_written_once() -> None:
    written = [path.relative_to(ROOT).as_posix() for path in FILES if f'= "{DIAGNOSIS}"' in path.read_text("utf-8")]
    assert written == ["screener/knowledge/domains.py"]


def test_no_file_speaks_of_an_organ_a_tumor_or_a_procedure_except_in_examples() -> None:
    found = {path.relative_to(ROOT).as_posix(): words_of(path.read_text(encoding="utf-8")) for path in FILES}
    assert {path: words for path, words in found.items() if words} == EXAMPLES


def test_the_catalogue_speaks_of_none_either_except_where_it_explains_the_rule_files() -> None:
    words = {
        path.name: words_of(path.read_text(encoding="utf-8")) for path in (ROOT / "screener").rglob("words/*.yaml")
    }
    assert {name: found for name, found in words.items() if found} == {"en_rule_files.yaml": {"catheter", "bclc"}}


def words_of(text: str) -> set[str]:
    return {word.lower() for word in WORDS.findall(text)}


def words_in(path: Path) -> Iterator[str]:
    """Every name and every text of a file, its docstrings left out."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        match node:
            case ast.Constant(str() as text) if id(node) not in docstrings:
                yield text
            case ast.Name(name) | ast.Attribute(attr=name) | ast.arg(name):
                yield name
            case _:
                pass
