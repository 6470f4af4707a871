"""Parts of a report in plain text."""

from __future__ import annotations

import re


def section(text: str, title: str) -> str:
    """The text between a heading and the next one."""
    start = re.search(rf"(?m)^{re.escape(title)}\n[=-]+\n", text)
    assert start is not None, text
    following = re.search(r"(?m)^.+\n[=-]{3,}$", text[start.end() :])
    return text[start.end() : start.end() + following.start()] if following else text[start.end() :]
