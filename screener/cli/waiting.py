"""What is shown while a command lasts: on standard error, and only if a person looks at it in a terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from screener.proof.progress import Step, Tell, tell_nobody
from screener.wording.catalogue import Catalogue


@contextmanager
def checks_shown(words: Catalogue) -> Iterator[Tell]:
    """Show which check of the rules is running."""
    with _shown(words, lambda step: words.text(f"progress.checks.{step.name}")) as tell:
        yield tell


@contextmanager
def pages_shown(words: Catalogue) -> Iterator[Tell]:
    """Show which page of the manual is being made."""
    with _shown(words, lambda step: words.text("progress.page", {"page": step.name})) as tell:
        yield tell


@contextmanager
def _shown(words: Catalogue, said: Callable[[Step], str]) -> Iterator[Tell]:
    if not sys.stderr.isatty():
        yield tell_nobody
        return
    # Rich takes as long to load as a whole screening.
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    columns = BarColumn(), TextColumn("{task.description}", markup=False)
    with Progress(*columns, console=Console(file=sys.stderr), transient=True) as bar:
        task = bar.add_task("")

        def tell(step: Step) -> None:
            values = {"what": said(step), "number": str(step.number), "count": str(step.count)}
            shown = words.text("progress.step", values)
            bar.update(task, description=shown, completed=step.number - 1, total=step.count, refresh=True)

        yield tell
