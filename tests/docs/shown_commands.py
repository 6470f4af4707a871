"""Commands that README and docs show: run them again and put what they print in place of what is shown.

    python tests/docs/shown_commands.py README.md docs/*.md

A console block holds one or more commands, each in a line that begins with `$ `, and what each prints below it. Only
that output is replaced; every other word of a page stays. A command may cut a long output with a pipe.
"""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
Run = Callable[[str], str]
_CONSOLE = re.compile(r"(?<=```console\n).*?(?=```)", re.DOTALL)
_COMMAND = re.compile(r"^\$ (.*)$", re.MULTILINE)


def printed(command: str) -> str:
    """Return what a command of the screener prints, run in the repository.

    Raises:
        CalledProcessError: it fails.
        ValueError: it is no command of the screener.
    """
    program, _, rest = command.partition(" ")
    if program != "screener":
        raise ValueError(command)
    line = f"set -o pipefail; {shlex.quote(sys.executable)} -m screener {rest}"
    finished = subprocess.run(["bash", "-c", line], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    return finished.stdout


def refreshed(page: str, run: Run = printed) -> str:
    """Return a page with the output of its commands as they print it now."""
    return _CONSOLE.sub(lambda block: "".join(_session(command, run) for command in _COMMAND.findall(block[0])), page)


def _session(command: str, run: Run) -> str:
    return f"$ {command}\n{run(command).rstrip()}\n"


def main(names: Sequence[str]) -> None:
    """Refresh pages where they lie."""
    for path in map(Path, names):
        before = path.read_text(encoding="utf-8")
        after = refreshed(before)
        if after != before:
            path.write_text(after, encoding="utf-8")
            print(f"{path} is up to date again.")


if __name__ == "__main__":
    main(sys.argv[1:])
