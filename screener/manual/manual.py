"""The manual of the rules: one page for each option, and pages for facts, sources, pairs in tension and statuses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from screener.manual.boundaries import Boundaries
from screener.manual.facts_page import fact_blocks
from screener.manual.index_page import index_blocks
from screener.manual.links import FACTS, INDEX, SOURCES, STATUSES, TENSIONS, option_link, page_of
from screener.manual.markup import Markdown, heading, inline, link, page
from screener.manual.option_page import option_blocks
from screener.manual.sources_page import source_blocks
from screener.manual.statuses_page import status_blocks
from screener.manual.tensions_page import tensions_page
from screener.problems import Problem
from screener.result.screening import RuleBaseVersion
from screener.screening.knowledge_base import KnowledgeBase
from screener.wording.wording import Wording

_PATTERN = "*.md"


def manual_pages(kb: KnowledgeBase, wording: Wording, program: str) -> dict[str, str]:
    """Return the pages of the manual by file name.

    Args:
        kb: the rule base.
        wording: the words.
        program: the program's version.
    """
    frame = _Frame(wording, program)
    boundaries = Boundaries(kb, wording)
    pages = {INDEX: frame.around(wording.say("manual.title"), index_blocks(wording))}
    for option in wording.knowledge.options:
        blocks = option_blocks(option, wording, boundaries)
        pages[page_of(option.id)] = frame.around(wording.to(option.name), blocks)
    pages[FACTS] = frame.around(wording.say("manual.facts"), fact_blocks(wording))
    pages[SOURCES] = frame.around(wording.say("report.sources"), source_blocks(wording))
    # That page comes whole; only what every page must carry is put around it.
    _, _, tensions = tensions_page(kb, wording).partition("\n\n")
    pages[TENSIONS] = frame.around(wording.say("tension_page.title"), [Markdown(tensions.rstrip())])
    pages[STATUSES] = frame.around(wording.say("status_page.title"), status_blocks(wording))
    return pages


def write_manual(pages: Mapping[str, str], folder: Path) -> tuple[Problem, ...]:
    """Write the pages into a folder, which is made if it is not there; return why it cannot be done, if so."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in pages.items():
            (folder / name).write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        return (Problem("folder_not_writable", str(folder), found=error.strerror or ""),)
    return ()


def stale_pages(pages: Mapping[str, str], folder: Path) -> tuple[Problem, ...]:
    """Return what is wrong with the pages in a folder: missing, not what the rules say, or no longer made."""
    problems = [
        Problem("page_stale", str(folder / name))
        for name, text in pages.items()
        if not (folder / name).is_file() or (folder / name).read_bytes() != text.encode()
    ]
    left = sorted(path for path in folder.glob(_PATTERN) if path.name not in pages)
    return (*problems, *(Problem("page_left_over", str(path)) for path in left))


class _Frame:
    """Puts around every page what each must carry: its limits, the version, and that no clinician reviewed it."""

    def __init__(self, wording: Wording, program: str) -> None:
        knowledge, self._say = wording.knowledge, wording.say
        is_reviewed = all(rule.reviewed_by for rule in knowledge.rules)
        read = RuleBaseVersion(knowledge.version, knowledge.hash, knowledge.checked, is_reviewed)
        self._version = wording.version(read, program)
        self._wording = wording

    def around(self, title: str, blocks: Iterable[Markdown]) -> str:
        """Return a page."""
        return page([*self._above(title), *blocks, *self._below()])

    def _above(self, title: str) -> Iterator[Markdown]:
        yield heading(title, 1)
        yield inline(self._version)
        yield inline(self._say("disclaimers.above"))
        yield self._way()

    def _way(self) -> Markdown:
        places = [
            link(self._say("manual.index"), INDEX),
            *(option_link(option, self._wording) for option in self._wording.knowledge.options),
            link(self._say("manual.facts"), FACTS),
            link(self._say("report.sources"), SOURCES),
            link(self._say("tension_page.title"), TENSIONS),
            link(self._say("status_page.title"), STATUSES),
        ]
        return Markdown(" · ".join(places))

    def _below(self) -> Iterator[Markdown]:
        yield Markdown("---")
        yield inline(self._say("disclaimers.when_to_call"))
        yield inline(self._say("disclaimers.below"))
        yield inline(self._say("manual.made"))
