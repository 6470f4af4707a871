"""Every kind of text that Markdown or HTML would change, shown through the screens' own functions."""

import sys
from pathlib import Path

import streamlit as st

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[1] / "ui")]

from frame import safe_text
from markup import element
from nasty_texts import NASTY_TEXTS

for number, text in enumerate(NASTY_TEXTS):
    with st.container(key=f"markdown-{number}"):
        st.markdown(safe_text(text))
    with st.container(key=f"html-{number}"):
        st.html(element("p", text, attributes={"title": text}))
st.radio("Texts", NASTY_TEXTS, format_func=safe_text)
with st.expander(safe_text(NASTY_TEXTS[0])):
    st.html(element("p", "shown last", attributes={"id": "last"}))
