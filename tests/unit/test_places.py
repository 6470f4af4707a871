from pathlib import Path

import pytest

from screener import places

REPOSITORY = Path(__file__).resolve().parents[2]


def test_a_checkout_reads_the_rules_and_screens_being_edited() -> None:
    assert places.find_rules() == REPOSITORY / "rules"
    assert places.find_ui() == REPOSITORY / "ui"
    assert places.find_examples() == REPOSITORY / "examples"


def test_the_rules_say_which_of_them_are_used_unless_others_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert places.default_rules().parent == REPOSITORY / "rules"
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "DEFAULT").write_text("other\n", encoding="utf-8")
    monkeypatch.setattr(places, "_PACKAGE", tmp_path / "screener")
    assert places.default_rules() == tmp_path / "rules" / "other"


def test_the_environment_may_name_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(places.RULES_VARIABLE, raising=False)
    assert places.rules_of_environment() is None
    monkeypatch.setenv(places.RULES_VARIABLE, "some/rules")
    assert places.rules_of_environment() == Path("some/rules")


def test_folders_inside_the_package_win_over_those_beside_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "screener"
    for name in ("rules", "ui", "examples"):
        (package / f"_{name}").mkdir(parents=True)
        (tmp_path / name).mkdir()
    monkeypatch.setattr(places, "_PACKAGE", package)

    assert places.find_rules() == package / "_rules"
    assert places.find_ui() == package / "_ui"
    assert places.find_examples() == package / "_examples"
