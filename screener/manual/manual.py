"""The manual of the rules: one page for each option, and pages for facts, sources, pairs in tension and statuses."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from screener.knowledge.evidence import EvidenceSection
from screener.manual.boundaries import Boundaries
from screener.manual.evidence_page import evidence_page
from screener.manual.facts_page import facts_page
from screener.manual.index_page import index_page
from screener.manual.option_page import option_page
from screener.manual.places import EVIDENCE, FACTS, INDEX, SOURCES, STATUSES, TENSIONS, file_of, places_seen_from
from screener.manual.sources_page import sources_page
from screener.manual.statuses_page import statuses_page
from screener.manual.tensions_page import tensions_page
from screener.problems import Problem
from screener.proof.progress import Step, Tell, tell_nobody
from screener.report.blocks import Link, Paragraph, Part, Target, joined
from screener.report.links import option_link
from screener.report.markdown import render_markdown
from screener.result.screening import version_of
from screener.screening.knowledge_base import KnowledgeBase
from screener.wording.about import limits_of
from screener.wording.wording import Wording

_PATTERN = "*.md"
# What a page is called where another one leads to it.
_NAMES = {
    INDEX: "manual.index",
    FACTS: "manual.facts",
    SOURCES: "report.sources",
    TENSIONS: "tension_page.title",
    STATUSES: "status_page.title",
    EVIDENCE: "evidence_page.title",
}


def manual_pages(
    kb: KnowledgeBase,
    wording: Wording,
    program: str,
    evidence: tuple[EvidenceSection, ...] = (),
    tell: Tell = tell_nobody,
) -> dict[str, str]:
    """Return the pages of the manual as Markdown, by file name.

    Args:
        kb: the rule base.
        wording: the words.
        program: the program's version.
        evidence: the rows of evidence; without any there is no page about them.
        tell: is told of each page before it is made, by the name of its file.
    """
    pages = _pages(kb, wording, evidence)
    made = {}
    for number, (name, make) in enumerate(pages.items(), 1):
        tell(Step(file_of(name), number, len(pages)))
        page = _framed(make(), tuple(pages), wording, program)
        made[file_of(name)] = render_markdown([page], places_seen_from(name, wording))
    return made


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


def _pages(kb: KnowledgeBase, wording: Wording, evidence: tuple[EvidenceSection, ...]) -> dict[str, Callable[[], Part]]:
    """Return what makes each page, by the page's name."""
    boundaries = Boundaries(kb, wording)
    options = {option.id: partial(option_page, option, wording, boundaries) for option in wording.knowledge.options}
    others = {FACTS: facts_page, SOURCES: sources_page, TENSIONS: tensions_page, STATUSES: statuses_page}
    return {
        INDEX: partial(index_page, wording),
        **options,
        **{name: partial(page, wording) for name, page in others.items()},
        **({EVIDENCE: partial(evidence_page, wording, evidence)} if evidence else {}),
    }


def _framed(page: Part, pages: Sequence[str], wording: Wording, program: str) -> Part:
    """Return a page with what each must carry: its limits, that no clinician reviewed the rules, the way to others."""
    version, limits = version_of(wording.knowledge), limits_of(wording)
    # The version changes with every rule, so it stands on one page only.
    reviewed = wording.version(version, program) if page.name == INDEX else wording.reviewed(version)
    below = (limits.when_to_call, limits.below, wording.say("manual.made"))
    return replace(
        page, blocks=(*_limits((reviewed, limits.above)), _way(pages, wording), *page.blocks, *_limits(below))
    )


def _limits(texts: Iterable[str]) -> Iterator[Paragraph]:
    return (Paragraph(text, "limits") for text in texts)


def _way(pages: Sequence[str], wording: Wording) -> Paragraph:
    """Return the links to every page."""
    options = {option.id: option_link(option, wording) for option in wording.knowledge.options}
    links = (options.get(name) or Link(wording.say(_NAMES[name]), Target("page", name)) for name in pages)
    return Paragraph(joined(links, " · "))
