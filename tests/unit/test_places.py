from pathlib import Path

import pytest

from screener import places

REPOSITORY = Path(__file__).resolve().parents[2]


def test_a_checkout_reads_the_rules_and_screens_being_edited() -> None:
    assert places.find_rules() == REPOSITORY / "rules"
    assert places.find_ui() == REPOSITORY / "ui"
    assert places.find_examples() == REPOSITORY / "examples"


def test_folders_inside_the_package_win_over_those_beside_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "screener"
    for name in ("rules", "ui", "examples"):
        (package / f"_{name}").mkdir(parents=True)
        (tmp_path / name).mkdir()
    monkeypatch.setattr(places, "_PACKAGE", package)

    assert places.find_rules() == package / "_rules"
    assert places.find_ui() == package / "_ui"
    assert places.find_examples() == package / "_examples"
