"""Commands that take their time show on a terminal how far they are, and nothing anywhere else."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

import screener
from screener.cli.waiting import checks_shown
from screener.proof.checks import CHECKS
from screener.proof.progress import Step, tell_nobody
from screener.wording.catalogue import load
from tests.bases import sound_rules

ROOT = Path(screener.__file__).parents[1]


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sound_rules.rules_in(tmp_path_factory.mktemp("rules"))


def program(*arguments: str | Path) -> list[str]:
    return [sys.executable, "-m", "screener", *map(str, arguments)]


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm", "COLUMNS": "120"}


def shown_on_terminal(*arguments: str | Path) -> str:
    """What a command shows on a terminal when its results go elsewhere."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(program(*arguments), stdout=subprocess.DEVNULL, stderr=theirs, env=environment()) as running:
        os.close(theirs)
        shown = everything_on(ours)
    assert running.returncode == 0
    return shown


def everything_on(terminal: int) -> str:
    """What stands on a terminal by the time its other side is closed."""
    pieces = []
    with os.fdopen(terminal, "rb", buffering=0) as ours:
        try:
            while piece := ours.read(4096):
                pieces.append(piece)
        except OSError:
            # This is how Linux says that the other side is closed.
            pass
    return b"".join(pieces).decode()


def test_a_check_shows_on_a_terminal_what_is_being_checked(rules: Path) -> None:
    shown = shown_on_terminal("rules", "check", "--mark", "--rules", rules)
    for number, check in enumerate(CHECKS, 1):
        assert f"{load('en').text(f'progress.checks.{check.__name__}')} ({number} of {len(CHECKS)})" in shown


def test_the_manual_shows_on_a_terminal_which_page_is_being_written(rules: Path, tmp_path: Path) -> None:
    shown = shown_on_terminal("rules", "doc", "--rules", rules, "--out", tmp_path)
    pages = len(list(tmp_path.glob("*.md")))
    assert f"Writing index.md (1 of {pages})" in shown
    assert f"Writing needle.md (3 of {pages})" in shown
    assert f"({pages} of {pages})" in shown


@pytest.mark.parametrize("arguments", [("check",), ("check", "--mark"), ("doc", "--out", "pages")])
def test_nothing_is_shown_when_piped(rules: Path, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    ended = subprocess.run(
        program("rules", *arguments, "--rules", rules),
        capture_output=True,
        text=True,
        env=environment(),
        cwd=tmp_path,
        check=True,
    )
    assert ended.stderr == ""
    assert " of 6)" not in ended.stdout


def test_a_terminal_is_told_each_step_and_left_clean(monkeypatch: pytest.MonkeyPatch) -> None:
    ours, theirs = pty.openpty()
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "120")
    with os.fdopen(theirs, "w", encoding="utf-8") as terminal:
        monkeypatch.setattr(sys, "stderr", terminal)
        with checks_shown(load("en")) as tell:
            tell(Step("tensions_are_meant", 5, 6))
    shown = everything_on(ours)
    assert "Looking for pairs of rules in tension (5 of 6)" in shown
    # The last line is wiped.
    assert shown.rstrip().endswith("\x1b[2K")


def test_where_nobody_looks_nobody_is_told() -> None:
    with checks_shown(load("en")) as tell:
        assert tell is tell_nobody
        tell(Step("tensions_are_meant", 5, 6))


def test_every_check_has_words() -> None:
    texts = load("en").texts
    assert [check.__name__ for check in CHECKS if f"progress.checks.{check.__name__}" not in texts] == []
