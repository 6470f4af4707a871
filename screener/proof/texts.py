"""Texts to patients: short sentences, and no word that judges whoever reads it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from screener.loading.rule_files import read_files
from screener.problems import Problem
from screener.yaml_text import ListNode, MappingNode, Node, ScalarNode

MOST_WORDS = 22
JUDGING = (
    "eligible",
    "candidate",
    "recommended",
    "best",
    "contraindicated",
    "score",
    "lesion",
    "should have",
    "invalid",
)
_JUDGING = re.compile(rf"\b(?:{'|'.join(JUDGING)})\b", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[.:?;]) ")
_SHOWN = 60


def text_problems(folder: Path) -> Iterator[Problem]:
    """Yield what patients would stumble over in the files of a rule base, wherever a text speaks to them."""
    for file in read_files(folder, []).files:
        for text in _to_patients(file.root):
            said = " ".join(text.text.split())
            for sentence in _SENTENCE.split(said):
                if len(sentence.split()) > MOST_WORDS:
                    found = f"{sentence[:_SHOWN]}..."
                    yield Problem("sentence_long", file.name, text.place, found, (str(MOST_WORDS),))
            for word in _JUDGING.findall(said):
                yield Problem("word_judges", file.name, text.place, word)


def _to_patients(node: Node) -> Iterator[ScalarNode]:
    match node:
        case ListNode(items):
            for item in items:
                yield from _to_patients(item)
        case MappingNode(entries):
            for entry in entries:
                if entry.key.text == "patient" and isinstance(entry.value, ScalarNode):
                    yield entry.value
                else:
                    yield from _to_patients(entry.value)
