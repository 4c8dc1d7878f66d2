"""The tables of the search index: texts once, and full-text tables over views that fold them."""

from __future__ import annotations

from typing import Final

SCHEMA_VERSION: Final = 3  # also to be raised when folding changes: the index holds folded text

SCHEMA: Final = """
BEGIN IMMEDIATE;
CREATE TABLE IF NOT EXISTS digests (grouping TEXT PRIMARY KEY, digest TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS documents (
    id INTEGER PRIMARY KEY, grouping TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL,
    lesson TEXT NOT NULL, title TEXT NOT NULL, other TEXT NOT NULL, headings TEXT NOT NULL,
    body TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS documents_by_group ON documents (grouping);
CREATE VIEW IF NOT EXISTS with_marks AS
    SELECT id, kind, vplain(title) AS title, vplain(body) AS body FROM documents;
CREATE VIEW IF NOT EXISTS without_marks AS
    SELECT id, kind, vfold(title) AS title, vfold(body) AS body FROM documents;
CREATE VIEW IF NOT EXISTS names_with_marks AS
    SELECT id, kind, vwhole(vplain(title)) || ' ' || vwhole(vplain(other)) AS whole,
        vplain(title) || ' ' || vplain(other) AS names, vplain(headings) AS headings
    FROM documents WHERE kind <> 'question';
CREATE VIEW IF NOT EXISTS names_without_marks AS
    SELECT id, kind, vwhole(vfold(title)) || ' ' || vwhole(vfold(other)) AS whole,
        vfold(title) || ' ' || vfold(other) AS names, vfold(headings) AS headings
    FROM documents WHERE kind <> 'question';
CREATE VIRTUAL TABLE IF NOT EXISTS marked USING fts5 (
    kind, title, body,
    content = 'with_marks', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 0'
);
CREATE VIRTUAL TABLE IF NOT EXISTS folded USING fts5 (
    kind, title, body, prefix = '2 3',
    content = 'without_marks', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 0'
);
CREATE VIRTUAL TABLE IF NOT EXISTS named USING fts5 (
    kind, whole, names, headings, prefix = '2 3',
    content = 'names_with_marks', content_rowid = 'id',
    tokenize = "unicode61 remove_diacritics 0 tokenchars '_'"
);
CREATE VIRTUAL TABLE IF NOT EXISTS named_folded USING fts5 (
    kind, whole, names, headings, prefix = '2 3',
    content = 'names_without_marks', content_rowid = 'id',
    tokenize = "unicode61 remove_diacritics 0 tokenchars '_'"
);
PRAGMA user_version = 3;
COMMIT;
"""
_TEXTS, _NAMES = "kind, title, body", "kind, whole, names, headings"
TABLES: Final = {  # each with the view it is made from, its columns, and how much a place counts
    "marked": ("with_marks", _TEXTS, "10.0, 1.0"),
    "folded": ("without_marks", _TEXTS, "10.0, 1.0"),
    "named": ("names_with_marks", _NAMES, "1.0, 1.0, 1.0"),
    "named_folded": ("names_without_marks", _NAMES, "1.0, 1.0, 1.0"),
}
