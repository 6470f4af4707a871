"""Make says plainly what is missing, and stops before it sets anything up."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.patience import PATIENCE_SECONDS

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
        timeout=PATIENCE_SECONDS,
    )


def write_program(folder: Path, name: str, script: str) -> Path:
    """A program that does what a shell script says."""
    program = folder / name
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    return program


def write_python(folder: Path, script: str) -> str:
    """A stand-in for Python."""
    return f"PYTHON={write_program(folder, 'python', script)}"


def note(name: str, folder: Path) -> str:
    """A command of a shell script that notes with which arguments the script was called."""
    return f'echo "{name} $*" >>"{folder}/noted"'


def noted(folder: Path) -> list[str]:
    notes = folder / "noted"
    return notes.read_text().splitlines() if notes.exists() else []


def bring(name: str, folder: Path) -> str:
    """A command of a shell script that puts a program there which does nothing."""
    return f'echo "#!/bin/sh" >"{folder}/{name}"; /bin/chmod +x "{folder}/{name}"'


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


def test_root_gets_what_is_missing_installed(tmp_path: Path) -> None:
    write_program(tmp_path, "python3", f'exec "{sys.executable}" "$@"')
    write_program(tmp_path, "id", "echo 0")
    write_program(tmp_path, "apt-get", f"{note('apt-get', tmp_path)}; {bring('gcc', tmp_path)}")
    finished = run_make("toolchain", path=str(tmp_path))

    assert finished.returncode == 0, finished.stderr
    assert "Installing as root: python3 python3-venv python3-dev gcc libc6-dev" in finished.stdout
    update, install = noted(tmp_path)
    assert update.startswith("apt-get update")
    assert install.startswith("apt-get install -y")
    assert install.endswith("python3 python3-venv python3-dev gcc libc6-dev")


def test_nobody_but_root_gets_anything_installed(tmp_path: Path) -> None:
    write_program(tmp_path, "python3", f'exec "{sys.executable}" "$@"')
    write_program(tmp_path, "id", "echo 1000")
    write_program(tmp_path, "apt-get", note("apt-get", tmp_path))
    finished = run_make("toolchain", path=str(tmp_path))

    assert finished.returncode != 0
    assert "gcc is missing" in finished.stderr
    assert "sudo apt-get install -y" in finished.stderr
    assert noted(tmp_path) == []


def test_what_an_installation_did_not_bring_is_named(tmp_path: Path) -> None:
    write_program(tmp_path, "python3", f'exec "{sys.executable}" "$@"')
    write_program(tmp_path, "id", "echo 0")
    write_program(tmp_path, "apt-get", "exit 100")
    finished = run_make("toolchain", path=str(tmp_path))

    assert finished.returncode != 0
    assert "gcc is missing" in finished.stderr


def see_to_a_browser(folder: Path, user: int, comes_by: str) -> subprocess.CompletedProcess[str]:
    """Run the script where a browser starts once one program was called, and note what it calls."""
    comes = {name: bring("browser", folder) if name == comes_by else "true" for name in ("apt-get", "playwright")}
    write_program(folder, "id", f"echo {user}")
    write_program(folder, "apt-get", f"{note('apt-get', folder)}; {comes['apt-get']}")
    starts, installs = f'test -e "{folder}/browser"', f"{note('python', folder)}; {comes['playwright']}"
    python = write_program(folder, "python", f'case "$*" in *tests.browser.chromium) {starts};; *) {installs};; esac')
    return subprocess.run(
        [str(REPOSITORY / "setup" / "browser.sh"), str(python)],
        env={"PATH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_SECONDS,
    )


def test_a_browser_that_starts_is_left_alone(tmp_path: Path) -> None:
    write_program(tmp_path, "browser", "true")
    finished = see_to_a_browser(tmp_path, 0, comes_by="nothing")

    assert (finished.returncode, finished.stdout, finished.stderr) == (0, "", "")
    assert noted(tmp_path) == []


def test_root_gets_the_package_of_a_browser(tmp_path: Path) -> None:
    finished = see_to_a_browser(tmp_path, 0, comes_by="apt-get")

    assert finished.returncode == 0, finished.stderr
    assert [line.split()[:2] for line in noted(tmp_path)] == [["apt-get", "update"], ["apt-get", "install"]]


@pytest.mark.parametrize("user", [0, 1000])
def test_where_no_package_helps_playwright_downloads_its_own(tmp_path: Path, user: int) -> None:
    finished = see_to_a_browser(tmp_path, user, comes_by="playwright")

    assert finished.returncode == 0, finished.stderr
    assert noted(tmp_path)[-1] == "python -m playwright install chromium"


def test_without_any_browser_one_command_is_named(tmp_path: Path) -> None:
    finished = see_to_a_browser(tmp_path, 1000, comes_by="nothing")

    assert finished.returncode != 0
    assert "No Chromium could be started" in finished.stderr
    assert finished.stderr.count("sudo apt-get install -y chromium") == 1


@pytest.mark.parametrize("target", ["app", "check", "test"])
def test_nothing_is_set_up_while_a_tool_is_missing(target: str, tmp_path: Path) -> None:
    environment = tmp_path / "environment"
    finished = run_make(target, f"VENV={environment}", "PYTHON=false")

    assert finished.returncode != 0
    assert "Python 3.11 or newer is needed." in finished.stderr
    assert not environment.exists()


def test_help_lists_every_target_that_is_described() -> None:
    finished = run_make()

    described = {line.split()[1] for line in finished.stdout.splitlines()}
    assert {"app", "check", "test", "lint", "types", "imports", "bench", "clean"} <= described
