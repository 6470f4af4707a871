"""HTML in which every text is escaped: whoever builds a piece of a screen cannot forget it."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping
from types import MappingProxyType

NO_ATTRIBUTES: Mapping[str, str] = MappingProxyType({})


class Html(str):
    """A piece of HTML whose texts are already escaped."""

    __slots__ = ()


Child = Html | str | None
EMPTY = Html()


def element(name: str, *children: Child, css: str = "", attributes: Mapping[str, str] = NO_ATTRIBUTES) -> Html:
    """Return an HTML element.

    Args:
        name: the element's name, such as `p`.
        children: what stands in it; plain text is escaped, None is left out.
        css: its CSS classes.
        attributes: its other attributes; the values are escaped.
    """
    named = {"class": css, **attributes} if css else attributes
    opening = "".join(f' {key}="{html.escape(value)}"' for key, value in named.items())
    return Html(f"<{name}{opening}>{join(children)}</{name}>")


def join(children: Iterable[Child]) -> Html:
    """Return pieces one after the other; plain text is escaped, None is left out."""
    return Html(
        "".join(child if isinstance(child, Html) else html.escape(child) for child in children if child is not None)
    )


def bullets(items: Iterable[Child]) -> Html:
    """Return a list with one bullet for each item, or nothing if there are none."""
    shown = [element("li", item) for item in items if item]
    return element("ul", *shown) if shown else EMPTY


def folded(summary: Child, *children: Child) -> Html:
    """Return a part that stays closed until it is asked for."""
    return element("details", element("summary", summary), *children)


def paragraph(text: Child, css: str = "") -> Html:
    """Return a paragraph, or nothing if there is nothing to say."""
    return element("p", text, css=css) if text else EMPTY
