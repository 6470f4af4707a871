"""The pages in docs/semantics are what the chapters of tests/spec make, and their links lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

from tests.docs.semantics_pages import FOLDER, INDEX, main, pages
from tests.spec.chapters import chapters
from tests.spec.worked_examples import tables

AGAIN = "write it again with: make docs"
LINK = re.compile(r"\]\(([^)#:]+)\)")


def test_every_page_is_what_the_chapters_make() -> None:
    made = pages()
    kept = {page.name: page.read_text(encoding="utf-8") for page in FOLDER.iterdir()}
    assert sorted(name for name in made.keys() | kept.keys() if made.get(name) != kept.get(name)) == [], AGAIN


def test_every_case_and_every_example_stands_on_a_page() -> None:
    written = "\n".join(pages().values())
    titles = [case.title for _, chapter in chapters() for section in chapter.sections for case in section.cases]
    titles += [example.title for table in tables() for example in table.examples]
    assert [title for title in titles if f"{title[0].upper()}{title[1:]}" not in written and title not in written] == []


def test_the_index_leads_to_every_page() -> None:
    made = pages()
    assert set(LINK.findall(made[INDEX])) == made.keys() - {INDEX}


def test_every_link_leads_somewhere() -> None:
    for name, text in pages().items():
        assert [link for link in LINK.findall(text) if not (FOLDER / link).is_file()] == [], name


def test_a_section_without_cases_tells_something() -> None:
    sections = [section for _, chapter in chapters() for section in chapter.sections]
    assert [section.title for section in sections if not section.cases and not section.says] == []


def test_a_page_that_no_chapter_makes_any_more_is_removed(tmp_path: Path) -> None:
    (tmp_path / "gone.md").write_text("Old.", encoding="utf-8")
    main(tmp_path)
    assert {page.name for page in tmp_path.iterdir()} == set(pages())
