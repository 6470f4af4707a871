"""What a screening says of a derived fact, and what an example expects of it, in one form."""

from __future__ import annotations

from screener.result.screening import Screening
from tests.spec.chapters import Written


def derived_text(screening: Screening, name: str) -> str:
    read = screening.derived[name].read
    if read.low is not None:
        return read.low if read.low == read.high else f"{read.low}-{read.high}"
    return ", ".join(read.values) if read.values else "unknown"


def expected_text(written: Written) -> str:
    if isinstance(written, list):
        return ", ".join(map(str, written))
    if isinstance(written, bool):
        return "yes" if written else "no"
    return str(written)
