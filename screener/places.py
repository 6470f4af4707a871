"""Where the rules, the screens and the examples lie: inside the package in a wheel, beside it in the repository.

A wheel carries them as `screener/_rules`, `screener/_ui` and `screener/_examples`. A checkout has no such folders, so
an editable install always reads the files being edited and never a copy.
"""

from __future__ import annotations

import os
from pathlib import Path

RULES_VARIABLE = "SCREENER_RULES"
DEFAULT = "DEFAULT"
_PACKAGE = Path(__file__).resolve().parent


def find_rules() -> Path:
    """The folder that holds the built-in rule bases, one folder each."""
    return _find(in_wheel="_rules", in_repository="rules")


def default_rules() -> Path:
    """The folder of the rule base that is used unless another one is named: `rules/DEFAULT` says which."""
    return find_rules() / (find_rules() / DEFAULT).read_text(encoding="utf-8").strip()


def rules_of_environment() -> Path | None:
    """The folder of rules that the environment names for commands and screens; None if it names none."""
    named = os.environ.get(RULES_VARIABLE)
    return Path(named) if named else None


def find_ui() -> Path:
    """The folder that holds the screens, `app.py` and the Streamlit settings among them."""
    return _find(in_wheel="_ui", in_repository="ui")


def find_examples() -> Path:
    """The folder that holds the example patients."""
    return _find(in_wheel="_examples", in_repository="examples")


def _find(*, in_wheel: str, in_repository: str) -> Path:
    inside = _PACKAGE / in_wheel
    return inside if inside.is_dir() else _PACKAGE.parent / in_repository
