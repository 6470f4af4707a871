"""The card of an option as it stands on the screen."""

from __future__ import annotations

import re
from html import unescape

from screener.report.html import render_html
from screener.report.option_outline import option_part
from screener.result.option import OptionResult
from screener.wording.wording import Wording


def card(option: OptionResult, wording: Wording) -> str:
    """The card as HTML."""
    return render_html([option_part(option, wording, frozenset(), by_source=True)], wording)


def read(html: str) -> str:
    """What the eye reads of a piece of HTML."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())
