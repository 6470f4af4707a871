"""The screens without a browser: open them, answer, send, read."""

from __future__ import annotations

import re
from pathlib import Path

from streamlit.testing.v1 import AppTest

from tests.patience import PATIENCE_SECONDS

APP = Path(__file__).resolve().parents[2] / "ui" / "app.py"
CARD = re.compile(r'<article class="option (\w+)"')


def open_form() -> AppTest:
    app = AppTest.from_file(str(APP), default_timeout=PATIENCE_SECONDS).run()
    assert not app.exception
    return app


def text_of(app: AppTest) -> str:
    return " ".join(str(piece.proto.body) for piece in app.get("html"))


def send(app: AppTest) -> AppTest:
    button = next(button for button in app.button if button.label == "Show options")
    return button.click().run()


def clear(app: AppTest) -> AppTest:
    return app.button(key="clear").click().run()


def answer(app: AppTest, fact: str, value: str) -> None:
    ending = f"-{fact}"
    for widget in (*app.text_input, *app.radio):
        if widget.key and widget.key.startswith("answer-") and widget.key.endswith(ending):
            widget.set_value(value)
            return
    raise AssertionError(f"no field for {fact}")


def answers_kept(app: AppTest) -> dict[str, str]:
    fields = (*app.text_input, *app.radio)
    return {each.key: str(each.value) for each in fields if each.key and each.key.startswith("answer-")}
