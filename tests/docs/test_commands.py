"""Every command that README and docs show is run, and prints what they say."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.patience import PATIENCE_SECONDS

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([ROOT / "README.md", *ROOT.glob("docs/*.md")])
CONSOLE = re.compile(r"```console\n(.*?)```", re.DOTALL)
PYTHON = re.compile(r"```python\n(.*?)```\s*```text\n(.*?)```", re.DOTALL)
MAKE = re.compile(r"^(?:\$ )?make ([a-z-]+)", re.MULTILINE)
INLINE = re.compile(r"`screener ([a-z]+)(?: ([a-z]+))?[^`]*`")


def _sessions() -> list[tuple[str, str]]:
    found = []
    for page in PAGES:
        for block in CONSOLE.findall(page.read_text(encoding="utf-8")):
            for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
                command, _, output = part.partition("\n")
                found.append((command, output))
    return found


def _run(command: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE_SECONDS, check=False)


@pytest.mark.parametrize(("command", "output"), _sessions())
def test_a_command_shown_prints_what_is_shown(command: str, output: str) -> None:
    program, *arguments = shlex.split(command)
    assert program == "screener"
    result = _run([sys.executable, "-m", "screener", *arguments])
    assert result.returncode == 0, result.stderr
    assert result.stdout.rstrip() == output.rstrip()


def test_the_docs_show_at_least_one_session() -> None:
    assert _sessions()


def test_the_python_shown_prints_what_is_shown() -> None:
    blocks = PYTHON.findall((ROOT / "README.md").read_text(encoding="utf-8"))
    assert blocks
    for program, output in blocks:
        result = _run([sys.executable, "-c", program])
        assert result.returncode == 0, result.stderr
        assert result.stdout.rstrip() == output.rstrip()


def test_every_make_target_named_exists() -> None:
    targets = {target for page in PAGES for target in MAKE.findall(page.read_text(encoding="utf-8"))}
    assert {"app", "test"} <= targets
    rules = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert targets <= set(rules)


def test_every_screener_command_named_exists() -> None:
    named = {match for page in PAGES for match in INLINE.findall(page.read_text(encoding="utf-8"))}
    assert named
    for command, second in sorted(named):
        words = [command, second] if command == "rules" and second else [command]
        result = _run([sys.executable, "-m", "screener", *words, "--help"])
        assert result.returncode == 0, result.stderr


def test_the_example_file_shown_is_the_one_in_the_repository() -> None:
    shown = re.findall(r"```yaml\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    assert (ROOT / "examples" / "seed-nanoknife.yaml").read_text(encoding="utf-8") in shown
