"""Showing text in a terminal; colour only adds to what the words say, and only where a person is looking."""

from __future__ import annotations

import io
import re
import sys

_UNDERLINE = re.compile(r"^(=+|-+)$")


def make_streams_robust() -> None:
    """Let output streams write every character they can and spell out the others instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def show(text: str) -> None:
    """Write text to standard output, with its headings in bold if that is a terminal."""
    if sys.stdout.isatty():
        _show_with_style(text)
    else:
        sys.stdout.write(text)
    # A closed pipe must show here and not when Python ends.
    sys.stdout.flush()


def show_aside(text: str) -> None:
    """Write a line to standard error: questions and problems, so that results can be redirected."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def read_line(prompt: str) -> str:
    """Show a prompt and return the line typed.

    Raises:
        EOFError: there are no more lines.
    """
    sys.stderr.write(prompt)
    sys.stderr.flush()
    line = sys.stdin.readline()
    if not line:
        sys.stderr.write("\n")
        raise EOFError
    return line


def _show_with_style(text: str) -> None:
    # Rich takes as long to load as a whole screening.
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False, soft_wrap=True)
    lines = text.splitlines()
    for line, below in zip(lines, [*lines[1:], ""], strict=True):
        is_heading = bool(_UNDERLINE.match(below)) and bool(line)
        console.print(Text(line, style="bold" if is_heading else ""))
