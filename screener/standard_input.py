"""A patient's facts from standard input, under the same limits as from a file."""

from __future__ import annotations

import sys

from screener.patient import PatientFacts
from screener.patient_file import read_patient_text
from screener.problems import PatientError, Problem
from screener.yaml_text import PATIENT_LIMIT, decode


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
