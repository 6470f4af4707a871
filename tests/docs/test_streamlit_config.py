"""The Streamlit settings: every key exists in the pinned version, and the colours can be read."""

import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from streamlit.file_util import get_main_script_streamlit_file_path

from tests.patience import PATIENCE_SECONDS

UI = Path(__file__).resolve().parents[2] / "ui"
CONFIG = UI / ".streamlit" / "config.toml"

# Streamlit knows these but does not list them.
UNLISTED = {"server.maxWidgetStateSize"}


def show_config(folder: Path, home: Path) -> str:
    """What `streamlit config show` prints for a project folder, warnings included."""
    finished = subprocess.run(
        [sys.executable, "-m", "streamlit", "config", "show"],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "HOME": str(home)},
        capture_output=True,
        text=True,
        check=True,
        timeout=PATIENCE_SECONDS,
    )
    return finished.stdout + finished.stderr


def read_listed_keys(shown: str) -> set[str]:
    """Every option that `streamlit config show` lists, set or commented out, with its section."""
    keys: set[str] = set()
    section = ""
    for line in shown.splitlines():
        if header := re.fullmatch(r"\[([\w.]+)\]", line):
            section = header[1]
        elif option := re.match(r"(?:# )?(\w+) =", line):
            keys.add(f"{section}.{option[1]}")
    return keys


def name_keys(table: Mapping[str, object], section: str = "") -> Iterator[str]:
    for key, value in table.items():
        name = f"{section}.{key}" if section else key
        if isinstance(value, dict):
            yield from name_keys(value, name)
        else:
            yield name


def test_streamlit_finds_the_settings_beside_the_script_it_runs() -> None:
    assert Path(get_main_script_streamlit_file_path(str(UI / "app.py"), "config.toml")) == CONFIG


def test_every_setting_exists_in_the_installed_streamlit(tmp_path: Path) -> None:
    shown = show_config(UI, tmp_path)
    written = set(name_keys(tomllib.loads(CONFIG.read_text())))

    assert "is not a valid config option" not in shown
    assert written - read_listed_keys(shown) == UNLISTED


def test_streamlit_says_when_a_setting_does_not_exist(tmp_path: Path) -> None:
    (tmp_path / ".streamlit").mkdir()
    (tmp_path / ".streamlit" / "config.toml").write_text("[server]\nnotASetting = 1\n")

    assert '"server.notASetting" is not a valid config option' in show_config(tmp_path, tmp_path)


def test_the_screens_listen_on_this_machine_only_and_report_to_nobody() -> None:
    settings = tomllib.loads(CONFIG.read_text())

    assert settings["server"]["address"] == "127.0.0.1"
    assert settings["server"]["enableXsrfProtection"] is True
    assert settings["browser"]["gatherUsageStats"] is False
    assert settings["client"]["showErrorDetails"] == "none"


def measure_luminance(colour: str) -> float:
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4 for channel in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def measure_contrast(one: str, other: str) -> float:
    darker, lighter = sorted((measure_luminance(one), measure_luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_measured_as_wcag_defines_it() -> None:
    assert measure_contrast("#000000", "#ffffff") == pytest.approx(21)
    assert measure_contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("background", ["backgroundColor", "secondaryBackgroundColor"])
def test_text_reaches_seven_to_one_and_borders_three_to_one(theme: str, background: str) -> None:
    colours = tomllib.loads(CONFIG.read_text())["theme"][theme]

    assert measure_contrast(colours["textColor"], colours[background]) >= 7
    assert measure_contrast(colours["linkColor"], colours[background]) >= 7
    assert measure_contrast(colours["primaryColor"], colours[background]) >= 3
    assert measure_contrast(colours["borderColor"], colours[background]) >= 3
