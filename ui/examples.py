"""The synthetic patients a form can be filled with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path

import streamlit as st
import yaml

from screener import Patient, PatientError, read_patient_text
from screener.knowledge.knowledge import Knowledge
from screener.places import find_examples


@dataclass(frozen=True)
class Example:
    """A synthetic patient: who it is, and the answers."""

    name: str
    facts: Mapping[str, object]


@st.cache_resource(hash_funcs={Knowledge: attrgetter("hash")})
def read_examples(knowledge: Knowledge) -> tuple[Example, ...]:
    """Return the example patients whose facts a rule base asks for, by file name; read once for each rule base."""
    paths = sorted(find_examples().glob("*.yaml"))
    return tuple(example for path in paths if (example := _read(path, knowledge)) is not None)


def _read(path: Path, knowledge: Knowledge) -> Example | None:
    text = path.read_text(encoding="utf-8")
    try:
        facts = dict(read_patient_text(text, path.name))
        Patient.read(facts, knowledge)
    except PatientError:
        return None
    about = yaml.load(text, Loader=yaml.CSafeLoader)
    who = about.get("who") if isinstance(about, dict) else None
    return Example(str(who or path.stem.replace("-", " ").capitalize()), facts)
