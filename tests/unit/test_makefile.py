"""Make says plainly what is missing, and stops before it sets anything up."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
MAKE = shutil.which("make") or "make"


def run_make(*arguments: str, path: str = os.environ["PATH"]) -> subprocess.CompletedProcess[str]:
    # A bare environment, or the variables of a surrounding make would leak in.
    return subprocess.run(
        [MAKE, *arguments],
        cwd=REPOSITORY,
        env={"PATH": path},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def write_python(folder: Path, script: str) -> str:
    """A stand-in for Python that does what a shell script says."""
    program = folder / "python"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    return f"PYTHON={program}"


def pretend(asked: str, action: str) -> str:
    """A script that acts by itself when its program text mentions a word, else runs Python."""
    return f'case "$2" in *{asked}*) {action};; *) exec "{sys.executable}" "$@";; esac'


def test_a_complete_toolchain_passes_without_a_word() -> None:
    finished = run_make("toolchain", f"PYTHON={sys.executable}")

    assert finished.returncode == 0
    assert finished.stdout + finished.stderr == ""


def test_an_old_python_is_named_with_the_way_out(tmp_path: Path) -> None:
    old = write_python(tmp_path, 'test "$1" = --version || exit 1; echo "Python 3.9.2"')
    finished = run_make("toolchain", old)

    assert finished.returncode != 0
    assert "Python 3.11 or newer is needed. Found: Python 3.9.2." in finished.stderr
    assert "apt-get install -y python3 python3-venv python3-dev gcc" in finished.stderr
    assert "make app PYTHON=python3.12" in finished.stderr


def test_a_missing_venv_module_is_named_with_the_way_out(tmp_path: Path) -> None:
    finished = run_make("toolchain", write_python(tmp_path, pretend("ensurepip", "exit 1")))

    assert finished.returncode != 0
    assert "Python's venv module is missing" in finished.stderr
    assert "apt-get install" in finished.stderr


def test_a_missing_compiler_is_named_with_the_way_out(tmp_path: Path) -> None:
    finished = run_make("toolchain", f"PYTHON={sys.executable}", path=str(tmp_path))

    assert finished.returncode != 0
    assert "gcc is missing" in finished.stderr
    assert "apt-get install" in finished.stderr


def test_missing_headers_are_named_with_the_way_out(tmp_path: Path) -> None:
    script = pretend("sysconfig", f"echo {tmp_path}")
    finished = run_make("toolchain", write_python(tmp_path, script))

    assert finished.returncode != 0
    assert "Python.h is missing" in finished.stderr
    assert "apt-get install" in finished.stderr


def test_a_missing_chromium_is_named_before_the_tests_start(tmp_path: Path) -> None:
    finished = run_make("test", f"VENV={tmp_path}/environment", path=str(tmp_path))

    assert finished.returncode != 0
    assert "chromium is missing" in finished.stderr
    assert "apt-get install -y chromium" in finished.stderr


@pytest.mark.parametrize("target", ["app", "test"])
def test_nothing_is_set_up_while_a_tool_is_missing(target: str, tmp_path: Path) -> None:
    environment = tmp_path / "environment"
    finished = run_make(target, f"VENV={environment}", "PYTHON=false")

    assert finished.returncode != 0
    assert "Python 3.11 or newer is needed." in finished.stderr
    assert not environment.exists()


def test_help_lists_every_target_that_is_described() -> None:
    finished = run_make()

    described = {line.split()[1] for line in finished.stdout.splitlines()}
    assert {"app", "test", "lint", "types", "bench", "clean"} <= described
