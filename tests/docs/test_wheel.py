"""The built wheel, installed into an empty environment, works far from the repository."""

import json
import os
import subprocess
import sys
import sysconfig
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.patience import PATIENCE_SECONDS

# The wheel is built once, so one process takes all of these.
pytestmark = pytest.mark.xdist_group("wheel")

REPOSITORY = Path(__file__).resolve().parents[2]
OPTIONS = [
    "chemoembolization",
    "therasphere",
    "sir_spheres",
    "intra_arterial_chemotherapy",
    "bland_embolization",
    "nanoknife",
    "microwave_ablation",
    "cryoablation",
    "radiofrequency_ablation",
]


@dataclass(frozen=True)
class Installed:
    """An environment that holds the wheel, and what its site-packages gained by it."""

    wheel: Path
    programs: Path
    site_packages: Path
    gained: frozenset[str]
    elsewhere: Path

    def run(self, *command: str) -> str:
        """What a program of this environment prints when started outside the repository."""
        program, *arguments = command
        return run([str(self.programs / program), *arguments], self.elsewhere)


def run(command: list[str], folder: Path) -> str:
    # Bare, so that neither PYTHONPATH nor coverage's start-up leads back to the repository.
    finished = subprocess.run(
        command,
        cwd=folder,
        env={"PATH": os.environ["PATH"], "HOME": str(folder)},
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE_SECONDS,
    )
    assert finished.returncode == 0, finished.stdout + finished.stderr
    return finished.stdout


def list_names(folder: Path) -> frozenset[str]:
    return frozenset(entry.name for entry in folder.iterdir())


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    room = tmp_path_factory.mktemp("wheel")
    elsewhere = room / "elsewhere"
    elsewhere.mkdir()
    python = sys.executable

    build = [python, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(room / "dist")]
    run([*build, str(REPOSITORY)], elsewhere)
    (wheel,) = (room / "dist").glob("*.whl")

    environment = room / "environment"
    run([python, "-m", "venv", "--without-pip", str(environment)], elsewhere)
    (site_packages,) = environment.glob("lib/python3*/site-packages")
    # The dependencies are lent, not installed again. Lent folders' own .pth files are not read, so
    # an editable install of the repository stays out of reach.
    lenders = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    (site_packages / "lent.pth").write_text("\n".join(sorted(lenders)) + "\n")

    before = list_names(site_packages)
    pip = [python, "-m", "pip", "--python", str(environment / "bin" / "python"), "install"]
    run([*pip, "--no-deps", "--no-index", "--quiet", str(wheel)], elsewhere)
    return Installed(
        wheel=wheel,
        programs=environment / "bin",
        site_packages=site_packages,
        gained=list_names(site_packages) - before,
        elsewhere=elsewhere,
    )


def test_site_packages_gains_the_package_and_its_metadata_only(installed: Installed) -> None:
    assert installed.gained == {"screener", "ir_option_screener-0.1.0.dist-info"}


def test_the_wheel_carries_every_rule_and_screen_and_no_compiled_file(installed: Installed) -> None:
    carried = {Path(name) for name in zipfile.ZipFile(installed.wheel).namelist()}

    for outside, inside in (("rules", "screener/_rules"), ("ui", "screener/_ui")):
        folder = REPOSITORY / outside
        files = {path.relative_to(folder) for path in folder.rglob("*") if path.is_file()}
        sources = {file for file in files if "__pycache__" not in file.parts}
        assert sources
        assert {Path(inside) / file for file in sources} <= carried
    assert not [path for path in carried if path.suffix == ".pyc"]


def test_rules_and_screens_are_found_inside_the_package(installed: Installed) -> None:
    program = "from screener.places import find_rules, find_ui; print(find_rules()); print(find_ui())"
    rules, ui = map(Path, installed.run("python", "-c", program).splitlines())

    package = installed.site_packages.resolve() / "screener"
    assert rules == package / "_rules"
    assert (rules / "liver" / "sources.yaml").is_file()
    assert ui == package / "_ui"
    assert (ui / "app.py").is_file()
    assert (ui / ".streamlit" / "config.toml").is_file()


def test_a_patient_is_screened_by_the_same_rules_as_in_the_repository(installed: Installed) -> None:
    example = sorted((REPOSITORY / "examples").glob("*.yaml"))[0]
    command = ["-m", "screener", "screen", str(example), "--format", "json"]

    by_wheel = json.loads(installed.run("python", *command))
    by_repository = json.loads(run([sys.executable, *command], REPOSITORY))

    assert list(by_wheel["options"]) == OPTIONS
    assert by_wheel == by_repository


def test_the_console_command_and_the_module_are_one_program(installed: Installed) -> None:
    assert installed.run("screener", "schema") == installed.run("python", "-m", "screener", "schema")


def test_importing_the_package_pulls_in_neither_streamlit_nor_dataframes(
    installed: Installed,
) -> None:
    program = "import screener, sys; print(*sorted({'streamlit', 'pandas', 'polars'} & set(sys.modules)))"
    assert installed.run("python", "-c", program).strip() == ""
