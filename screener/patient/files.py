"""Patient files: YAML or JSON, a mapping of facts, alone or under `facts:` beside `who:` and `synthetic:`."""

from __future__ import annotations

import sys
from pathlib import Path

from screener.patient.patient import PatientFacts
from screener.problems import PatientError, Problem, nearest
from screener.yaml_text import PATIENT_LIMIT, ListNode, MappingNode, Node, ScalarNode, decode, read_text, read_yaml

_ABOUT = ("who", "synthetic", "facts")


def read_patient_file(path: Path) -> PatientFacts:
    """Return the facts in a patient file.

    Raises:
        PatientError: the file cannot be read; every reason at once.
    """
    text, problems = read_text(path, PATIENT_LIMIT)
    if text is None:
        raise PatientError(problems)
    return read_patient_text(text, str(path))


def read_standard_input(name: str) -> PatientFacts:
    """Return the facts that stand on standard input.

    Args:
        name: what to call it in problems.

    Raises:
        PatientError: they cannot be read; every reason at once.
    """
    try:
        content = sys.stdin.buffer.read(PATIENT_LIMIT + 1)
    except (OSError, ValueError, AttributeError) as error:
        # Without a standard input Python has no stream at all.
        raise PatientError([Problem("file_unreadable", name, found=str(error))]) from error
    text, problems = decode(content, PATIENT_LIMIT, name)
    if text is None:
        raise PatientError(problems)
    return read_patient_text(text, name)


def read_patient_text(text: str, file: str) -> PatientFacts:
    """Return the facts in the text of a patient file.

    Args:
        text: YAML or JSON.
        file: what to call it in problems.

    Raises:
        PatientError: the text cannot be read; every reason at once.
    """
    root, problems = read_yaml(text, file)
    if root is None:
        raise PatientError(problems)
    if not isinstance(root, MappingNode):
        raise PatientError([Problem("facts_expected", file, root.place)])
    by_key = {entry.key.text: entry for entry in root.entries}
    if "facts" in by_key:
        for key, entry in by_key.items():
            if key not in _ABOUT:
                hint = nearest(key, _ABOUT)
                problems.append(Problem("key_unknown", key, entry.key.place, key, _ABOUT, hint))
        root = by_key["facts"].value
        if not isinstance(root, MappingNode):
            problems.append(Problem("facts_expected", file, root.place))
    if problems or not isinstance(root, MappingNode):
        raise PatientError(problems)
    return facts_of_node(root)


def facts_of_node(node: MappingNode) -> PatientFacts:
    """Return the facts that a mapping in a file holds, and where each stands."""
    return PatientFacts(
        {entry.key.text: _plain(entry.value) for entry in node.entries},
        {entry.key.text: entry.key.place for entry in node.entries},
    )


def _plain(node: Node) -> object:
    match node:
        case ScalarNode():
            if node.is_null:
                return None
            return node.text if node.truth is None else node.truth
        case ListNode(items=items):
            return [_plain(item) for item in items]
    return {entry.key.text: _plain(entry.value) for entry in node.entries}
