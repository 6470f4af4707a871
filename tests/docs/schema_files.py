"""The JSON Schemas of rule files as files in schemas/, where editors find them.

python -m tests.docs.schema_files
"""

from __future__ import annotations

import json

from screener.loading.file_shapes import FILE_SHAPES
from screener.manual.file_schema import file_schema
from screener.wording.catalogue import load_rule_file_words
from tests.docs.shown_commands import ROOT

FOLDER = ROOT / "schemas"


def schema_files() -> dict[str, str]:
    """Return every schema by its file name."""
    words = load_rule_file_words("en")
    return {
        f"{kind}.json": json.dumps(file_schema(kind, words), indent=2, ensure_ascii=False) + "\n"
        for kind in FILE_SHAPES
    }


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, text in schema_files().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
