"""A patient's facts from standard input, under the same limits as from a file."""

from __future__ import annotations

import sys

from screener.knowledge.problems import PatientError, Problem
from screener.knowledge.yaml_text import PATIENT_LIMIT
from screener.patient import PatientFacts
from screener.patient_file import read_patient_text


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
    if len(content) > PATIENT_LIMIT:
        raise PatientError([Problem("file_too_large", name, allowed=(f"{PATIENT_LIMIT} bytes",))])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        found = f"byte {content[error.start]:#04x}"
        raise PatientError([Problem("file_not_utf8", name, found=found, allowed=("UTF-8",))]) from error
    return read_patient_text(text, name)
