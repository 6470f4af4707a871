"""Every command that README and docs show is run, and prints what they say."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from screener.cli.commands import INTERRUPTED, UNEXPECTED
from screener.problems import ScreenerError
from tests.docs.shown_commands import ROOT, printed
from tests.patience import PATIENCE_SECONDS

PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])
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
    assert printed(command).rstrip() == output.rstrip()


def test_the_docs_show_at_least_one_session() -> None:
    assert _sessions()


def test_the_python_shown_prints_what_is_shown() -> None:
    blocks = [block for page in PAGES for block in PYTHON.findall(page.read_text(encoding="utf-8"))]
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


def test_a_command_of_another_program_is_not_run() -> None:
    with pytest.raises(ValueError, match="echo"):
        printed("echo hello")


def test_a_command_that_fails_shows_nothing() -> None:
    with pytest.raises(subprocess.CalledProcessError):
        printed("screener screen examples/no-such-file.yaml | cat")


def test_every_exit_code_is_told() -> None:
    page = (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8")
    told = {int(code) for code in re.findall(r"^\| (\d+) \|", page, re.MULTILINE)}
    assert told == {0, UNEXPECTED, INTERRUPTED, *(kind.exit_code for kind in ScreenerError.__subclasses__())}


def test_every_option_of_screen_is_told() -> None:
    page = (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8")
    shown = _run([sys.executable, "-m", "screener", "screen", "--help"]).stdout
    options = set(re.findall(r"^  (--[a-z-]+)", shown, re.MULTILINE)) - {"--help", "--lang"}
    assert sorted(option for option in options if option not in page) == []


def test_the_readme_is_short() -> None:
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) < 120
