"""The examples of CONTRIBUTING, put where it says, make a rule base that loads and is proved."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

import screener
from screener.places import find_rules
from tests.docs.shown_commands import ROOT

TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
EXAMPLE = re.compile(r"^ *<!-- rules/liver/(\S+): (.+?) -->\n( *)```yaml\n(.*?)^ *```", re.DOTALL | re.MULTILINE)
# A rule reads a fact that the next part adds: both parts are one change.
CHANGES = [("Add a rule", "Add a fact"), ("Add an option",), ("Add a tumor",)]


@dataclass(frozen=True)
class Addition:
    """What is written where in a file of the rules."""

    file: str
    where: str
    lines: str

    def put_into(self, folder: Path) -> None:
        path = folder / self.file
        if self.where == "new":
            assert not path.exists()
            path.write_text(self.lines, encoding="utf-8")
            return
        before = path.read_text(encoding="utf-8")
        path.write_text(self._put_into(before), encoding="utf-8")

    def _put_into(self, before: str) -> str:
        if self.where == "at the end":
            return before + self.lines
        found = re.fullmatch(r'(before|after|instead of) "(.*)"', self.where)
        assert found is not None, self.where
        (line,) = (line for line in before.splitlines(keepends=True) if line.startswith(found[2]))
        order = {"before": self.lines + line, "after": line + self.lines, "instead of": self.lines}
        return before.replace(line, order[found[1]])


def additions(part: str) -> list[Addition]:
    start = TEXT.index(f"\n## {part}\n")
    end = TEXT.index("\n## ", start + 1)
    return [
        Addition(file, where, re.sub(rf"^{margin}", "", lines, flags=re.MULTILINE))
        for file, where, margin, lines in EXAMPLE.findall(TEXT[start:end])
    ]


@pytest.mark.parametrize("parts", CHANGES, ids=" and ".join)
def test_the_examples_make_a_rule_base_that_loads_and_is_proved(parts: tuple[str, ...], tmp_path: Path) -> None:
    folder = tmp_path / "rules"
    shutil.copytree(find_rules() / "liver", folder)
    added = [addition for part in parts for addition in additions(part)]
    assert added
    for addition in added:
        addition.put_into(folder)
    before, now = screener.load_knowledge().knowledge, screener.load_knowledge(folder).knowledge
    assert len(now.rules) > len(before.rules)


def test_every_example_is_part_of_a_change() -> None:
    told = sum(len(additions(part)) for parts in CHANGES for part in parts)
    assert told == len(EXAMPLE.findall(TEXT)) == TEXT.count("```yaml")
