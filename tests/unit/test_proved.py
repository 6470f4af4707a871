"""The mark of proved rules: loading believes it for these very rules and these proofs, and for nothing else."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import screener
from screener.cli.commands import main
from screener.diagrams import soundness
from screener.diagrams.compiled import CompiledRules
from screener.knowledge.knowledge import Knowledge
from screener.problems import Problem
from screener.proof import checks
from screener.screening import knowledge_base, proved
from screener.screening.proved import MARK, is_marked, mark
from tests.bases import sound_rules
from tests.patience import PATIENCE_SECONDS

Loaded = list[str]


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    return sound_rules.rules_in(tmp_path / "rules")


@pytest.fixture
def proofs(monkeypatch: pytest.MonkeyPatch) -> Loaded:
    """Every rule base whose proofs were run."""
    run: Loaded = []
    unsound = soundness.unsound

    def told(knowledge: Knowledge, compiled: CompiledRules) -> tuple[Problem, ...]:
        run.append("proved")
        return unsound(knowledge, compiled)

    for module in (knowledge_base, checks):
        monkeypatch.setattr(module, "unsound", told)
    return run


def check(rules: Path, *more: str) -> int | str | None:
    """Run `screener rules check` and return its exit code."""
    with pytest.raises(SystemExit) as ended:
        main(["rules", "check", "--rules", str(rules), *more])
    return ended.value.code


def test_marked_rules_are_not_proved_again(rules: Path, proofs: Loaded) -> None:
    kb = screener.load_knowledge(rules)
    assert proofs == ["proved"]
    assert mark(rules, kb.knowledge) == ()
    screener.load_knowledge(rules)
    assert proofs == ["proved"]


def test_rules_that_changed_are_proved_whatever_the_mark_says(rules: Path, proofs: Loaded) -> None:
    mark(rules, screener.load_knowledge(rules).knowledge)
    (rules / "VERSION").write_text("2026.11.9\n", encoding="utf-8")
    screener.load_knowledge(rules)
    assert proofs == ["proved", "proved"]


def test_a_mark_of_older_proofs_counts_for_nothing(rules: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    knowledge = screener.load_knowledge(rules).knowledge
    mark(rules, knowledge)
    monkeypatch.setattr(proved, "PROOFS", proved.PROOFS + 1)
    assert not is_marked(rules, knowledge)


def test_a_mark_that_cannot_be_read_counts_for_nothing(rules: Path) -> None:
    knowledge = screener.load_knowledge(rules).knowledge
    assert not is_marked(rules, knowledge)
    (rules / MARK).write_bytes(b"\xff\xfe")
    assert not is_marked(rules, knowledge)


def test_checking_proves_marked_rules_too_and_writes_the_mark_only_when_asked(
    rules: Path, proofs: Loaded, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check(rules) == 0
    assert not (rules / MARK).exists()
    assert check(rules, "--mark") == 0
    assert is_marked(rules, screener.load_knowledge(rules).knowledge)
    count = len(proofs)
    assert check(rules) == 0
    assert len(proofs) == count + 1
    assert "No problem found" in capsys.readouterr().out


def test_a_folder_that_cannot_be_written_is_named(rules: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (rules / MARK).mkdir()
    assert check(rules, "--mark") == screener.ScreenerError.exit_code
    assert "cannot be written" in capsys.readouterr().err


def too_wide(rules: Path) -> None:
    """Give the rules a condition that the engine, and nothing before it, refuses: its alternatives multiply."""
    sizes = " and ".join(f"(largest_tumor_cm < {number} or tumor_count > {number})" for number in range(2, 9))
    file = rules / "options/a_needle.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("tumor_count == 4 and pacemaker", f"pacemaker and {sizes}"), encoding="utf-8")


def test_rules_that_only_the_engine_refuses_do_not_load(rules: Path) -> None:
    too_wide(rules)
    with pytest.raises(screener.KnowledgeError) as caught:
        screener.load_knowledge(rules)
    assert {problem.code for problem in caught.value.problems} == {"rule_too_wide"}


def test_unmarked_rules_are_proved_whole_without_asserts_too(rules: Path) -> None:
    too_wide(rules)
    command = [sys.executable, "-O", "-m", "screener", "rules", "check", "--rules", str(rules)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False, timeout=PATIENCE_SECONDS)
    assert ended.returncode == screener.KnowledgeError.exit_code, ended
    assert "needle.four_with_pacemaker branches too widely for the engine" in ended.stderr
