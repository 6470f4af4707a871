"""The made-up patients that come with the program."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from screener.knowledge.knowledge import Knowledge
from screener.patient.files import read_patient_text
from screener.patient.patient import Patient, PatientFacts
from screener.places import find_examples
from screener.problems import PatientError
from screener.yaml_text import PATIENT_LIMIT, MappingNode, ScalarNode, read_text, read_yaml


@dataclass(frozen=True, slots=True)
class Example:
    """A made-up patient: who it is, and the answers."""

    name: str
    facts: PatientFacts


def read_examples(knowledge: Knowledge) -> tuple[Example, ...]:
    """Return the example patients whose facts a rule base asks for, in the order of their files."""
    paths = sorted(find_examples().glob("*.yaml"))
    return tuple(example for path in paths for example in _examples_in(path, knowledge))


def _examples_in(path: Path, knowledge: Knowledge) -> Iterator[Example]:
    text, _ = read_text(path, PATIENT_LIMIT)
    try:
        facts = read_patient_text(text or "", path.name)
        Patient.read(facts, knowledge)
    except PatientError:
        return
    yield Example(_who(text or "", path), facts)


def _who(text: str, path: Path) -> str:
    """Return who it is; if the file does not say, what it is called."""
    root, _ = read_yaml(text, path.name)
    entries = root.entries if isinstance(root, MappingNode) else ()
    who = [entry.value.text for entry in entries if entry.key.text == "who" and isinstance(entry.value, ScalarNode)]
    return who[0] if who else path.stem.replace("-", " ").capitalize()
