"""Every kind of text that Markdown or HTML would change, shown through the screens' own functions."""

from pathlib import Path

import streamlit as st

from frame import safe_text
from screener.report.markup import element

TEXTS = (Path(__file__).parent / "nasty_texts.txt").read_text(encoding="utf-8").splitlines()

for number, text in enumerate(TEXTS):
    with st.container(key=f"markdown-{number}"):
        st.markdown(safe_text(text))
    with st.container(key=f"html-{number}"):
        st.html(element("p", text, attributes={"title": text}))
st.radio("Texts", TEXTS, format_func=safe_text)
with st.expander(safe_text(TEXTS[0])):
    st.html(element("p", "shown last", attributes={"id": "last"}))
