"""HTML in which nothing can be forgotten to escape, and Markdown that shows what was written."""

import html
import re

from hypothesis import given
from hypothesis import strategies as st

from frame import WORD_JOINER, safe_text
from screener.report.markup import EMPTY, Html, bullets, element, folded, join, paragraph


@given(st.text())
def test_text_is_escaped_wherever_it_stands(text: str) -> None:
    shown = element("p", text, attributes={"title": text})

    body = re.fullmatch(r'<p title="([^"]*)">([^<]*)</p>', shown, re.DOTALL)
    assert body is not None
    assert html.unescape(body[1]) == html.unescape(body[2]) == html.unescape(html.escape(text))


def test_html_is_not_escaped_twice() -> None:
    assert element("p", element("b", "a & b")) == "<p><b>a &amp; b</b></p>"


def test_nothing_to_say_leaves_no_trace() -> None:
    assert paragraph("") == bullets([]) == bullets([EMPTY]) == EMPTY
    assert join(("a", None, Html("<b>"))) == "a<b>"


def test_a_folded_part_has_a_summary() -> None:
    assert folded("more", "text") == "<details><summary>more</summary>text</details>"


def test_every_sign_of_markdown_is_written_with_a_backslash() -> None:
    assert safe_text("> 7 cm, 3~5") == r"\> 7 cm, 3\~5"


def test_signs_that_streamlit_would_replace_are_kept_apart() -> None:
    assert safe_text("a >= 5") == rf"a {WORD_JOINER}\>= 5"
    assert WORD_JOINER not in safe_text("<-2.60 and a>=b")
