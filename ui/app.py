"""The screens' front door: Streamlit runs this file for every visit."""

from __future__ import annotations

import streamlit as st

import frame
import nurse_page
import rules_page


def main() -> None:
    """Put the page that was asked for on the screen."""
    st.set_page_config(page_title=frame.say("app"), layout="wide")
    pages = [
        st.Page(nurse_page.show, title=frame.say("pages.screen"), default=True),
        st.Page(rules_page.show, title=frame.say("pages.rules"), url_path="rules"),
    ]
    page = st.navigation(pages, position="hidden")
    frame.draw_head(pages)
    page.run()


main()
