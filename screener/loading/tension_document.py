"""Reading `tensions.yaml`: why rules that oppose each other may meet, and how long a review may be late."""

from __future__ import annotations

from dataclasses import dataclass

from screener.knowledge.rules import CLOSING, INDICATIONS, AcceptedTension, Effect
from screener.loading.file_shapes import TENSIONS_FILE
from screener.loading.mapping_reader import MappingReader
from screener.loading.rule_document import RuleDraft
from screener.problems import Problem, nearest
from screener.yaml_text import Node, ScalarNode


@dataclass(frozen=True, slots=True)
class TensionDraft:
    """A reason and the words that name its rules; `indication` is blank if it is left out."""

    reader: MappingReader
    rule: ScalarNode
    indication: ScalarNode
    why: str


@dataclass(frozen=True, slots=True)
class TensionDocument:
    """Every reason, in the order written, and the days for which a review may be late."""

    review_grace_days: int | None
    accepted: tuple[TensionDraft, ...]


def read_tensions(root: Node, problems: list[Problem]) -> TensionDocument:
    """Return what the file says, names not yet looked up."""
    reader = MappingReader(root, TENSIONS_FILE, problems)
    return TensionDocument(reader.whole("review_grace_days"), tuple(map(_draft, reader.readers("accepted"))))


def resolve_tensions(document: TensionDocument, rules: tuple[RuleDraft, ...]) -> tuple[AcceptedTension, ...]:
    """Return the reasons in order; names that are no such rule's, and reasons given twice, are reported."""
    opposing = _ids(rules, CLOSING | {"disputed"})
    indications = _ids(rules, INDICATIONS)
    seen: dict[tuple[str, str], ScalarNode] = {}
    for draft in document.accepted:
        rule, indication = draft.rule, draft.indication
        if _is_unknown(rule, opposing):
            draft.reader.refuse("tension_rule_unknown", rule.place, rule.text, hint=nearest(rule.text, opposing))
        if _is_unknown(indication, indications):
            hint = nearest(indication.text, indications)
            draft.reader.refuse("tension_indication_unknown", indication.place, indication.text, hint=hint)
        first = seen.setdefault((rule.text, indication.text), rule)
        if first is not rule and rule.text:
            draft.reader.refuse("duplicate", rule.place, rule.text, related=(str(first.place),))
    return tuple(
        AcceptedTension(draft.rule.text, draft.indication.text, draft.why, draft.reader.place())
        for draft in document.accepted
    )


def _draft(reader: MappingReader) -> TensionDraft:
    why = " ".join(reader.word("why").text.split())
    return TensionDraft(reader, reader.word("rule"), reader.word("indication"), why)


def _ids(rules: tuple[RuleDraft, ...], effects: frozenset[Effect]) -> tuple[str, ...]:
    return tuple(rule.name.text for rule in rules if rule.effect in effects)


def _is_unknown(word: ScalarNode, known: tuple[str, ...]) -> bool:
    return bool(word.text) and word.text not in known
