"""The mark of a rule base whose soundness was proved: the proofs are not repeated at every start.

The file `PROVED` beside the rules names the proofs and the hash of the rules. Any change of a rule changes the hash,
and the proofs run again. `screener rules check --mark` writes it, after running them.
"""

from __future__ import annotations

from pathlib import Path

from screener.knowledge.knowledge import Knowledge
from screener.problems import Problem

MARK = "PROVED"
# To be raised whenever a proof is added or made stricter: marks of other proofs count for nothing.
PROOFS = 1


def is_marked(folder: Path, knowledge: Knowledge) -> bool:
    """Return whether these very rules carry the mark of today's proofs."""
    try:
        return (folder / MARK).read_text(encoding="utf-8") == _text(knowledge)
    except (OSError, UnicodeDecodeError):
        return False


def mark(folder: Path, knowledge: Knowledge) -> tuple[Problem, ...]:
    """Write the mark beside rules that were just proved; return what stood in the way."""
    try:
        (folder / MARK).write_text(_text(knowledge), encoding="utf-8")
    except OSError as error:
        return (Problem("folder_not_writable", str(folder), found=error.strerror or ""),)
    return ()


def _text(knowledge: Knowledge) -> str:
    return f"proofs {PROOFS}, rules {knowledge.hash}\n"
