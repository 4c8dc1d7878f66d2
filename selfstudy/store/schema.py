"""The tables. The unit leads every key of the journal, so an engine may distribute by it.

Names (units, kinds, lessons, questions…) are interned in `word`; sources have small local
numbers. Times are ms since 1970.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
)

metadata = MetaData()

# A plain INTEGER in SQLite is its row id; on PostgreSQL it must be 64 bits wide.
Whole = BigInteger().with_variant(Integer(), "sqlite")

meta = Table(
    "meta",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("value", Text, nullable=False),
)

word = Table(
    "word",
    metadata,
    Column("id", Whole, primary_key=True, autoincrement=True),
    Column("text", Text, nullable=False, unique=True),
)

# `root` is the source that a fork's tail grew from, or the row itself. `first` is 1, or the number
# at which a tail begins. `head` counts placed records, `waiting` those without a predecessor.
source = Table(
    "source",
    metadata,
    Column("unit", Whole, primary_key=True),
    Column("id", Whole, primary_key=True, autoincrement=False),
    Column("sid", LargeBinary(32), nullable=False),
    Column("root", Whole, nullable=False),
    Column("author", LargeBinary(32), nullable=False),
    Column("subject", LargeBinary(16), nullable=False),
    Column("chain", String(1), nullable=False),
    Column("epoch", LargeBinary(16), nullable=False),
    Column("first", Whole, nullable=False),
    Column("head", Whole, nullable=False),
    Column("head_digest", LargeBinary(32), nullable=False),
    Column("last", Whole, nullable=False),
    Column("sealed", Whole, nullable=False),
    Column("sealed_digest", LargeBinary(32), nullable=False),
    Column("own", SmallInteger, nullable=False),
    Column("forked", SmallInteger, nullable=False),
    Index("source_sid", "unit", "sid", unique=True),
    Index("source_subject", "unit", "subject"),
    Index("source_root", "unit", "root"),
)

# Segments are kept verbatim under their root source; `placed` is 0 while they wait. `arrived`
# counts up within a unit, in the order in which this journal met them.
segment = Table(
    "segment",
    metadata,
    Column("unit", Whole, primary_key=True),
    Column("source", Whole, primary_key=True),
    Column("first", Whole, primary_key=True),
    Column("end", LargeBinary(32), primary_key=True),
    Column("records", Whole, nullable=False),
    Column("previous", LargeBinary(32), nullable=False),
    Column("signature", LargeBinary(64), nullable=False),
    Column("blob", LargeBinary, nullable=False),
    Column("placed", SmallInteger, nullable=False),
    Column("arrived", Whole, nullable=False),
    Index("segment_arrived", "unit", "arrived"),
)

# Own lines stand here until they are handed over.
line = Table(
    "line",
    metadata,
    Column("unit", Whole, primary_key=True),
    Column("source", Whole, primary_key=True),
    Column("number", Whole, primary_key=True),
    Column("digest", LargeBinary(32), nullable=False),
    Column("line", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

# What folds read. `at` is the fold time: the device's, never before the source's previous one.
fact = Table(
    "fact",
    metadata,
    Column("unit", Whole, primary_key=True),
    Column("source", Whole, primary_key=True),
    Column("number", Whole, primary_key=True),
    Column("at", Whole, nullable=False),
    Column("kind", Whole, nullable=False),
    Column("object", Whole, nullable=False),
    Column("parent", Whole, nullable=False),
    Column("note", Whole, nullable=False),
    Column("version", Whole, nullable=False),
    Column("value", Whole, nullable=False),
    Column("extra", Whole, nullable=False),
    sqlite_with_rowid=False,
)

# Projections: computed from facts, thrown away and computed again at will.
progress = Table(
    "progress",
    metadata,
    Column("subject", LargeBinary(16), primary_key=True),
    Column("lesson", Text, primary_key=True),
    Column("version", Whole, primary_key=True),
    Column("module", Text, nullable=False),
    Column("sections", Text, nullable=False),
    Column("seconds", Whole, nullable=False),
    Column("anchor", Text, nullable=False),
    Column("last", Whole, nullable=False),
    Column("finished", Whole),
    Column("hundredths", Whole, nullable=False),
    Column("minutes", Whole, nullable=False),
    Column("result", Text, nullable=False),
    Column("anchored_at", Whole, nullable=False),
    Column("anchored_source", LargeBinary(32), nullable=False),
    Column("anchored_number", Whole, nullable=False),
    sqlite_with_rowid=False,
)

memory = Table(
    "memory",
    metadata,
    Column("subject", LargeBinary(16), primary_key=True),
    Column("lesson", Text, primary_key=True),
    Column("question", Text, primary_key=True),
    Column("answers", Whole, nullable=False),
    Column("rights", Whole, nullable=False),
    Column("score", Whole, nullable=False),
    Column("state", SmallInteger, nullable=False),
    Column("step", SmallInteger, nullable=False),
    Column("stability", Float, nullable=False),
    Column("difficulty", Float, nullable=False),
    Column("due", Whole, nullable=False),
    Column("last", Whole, nullable=False),
    Column("last_source", LargeBinary(32), nullable=False),
    Column("last_number", Whole, nullable=False),
    sqlite_with_rowid=False,
)

stale = Table(
    "stale",
    metadata,
    Column("subject", LargeBinary(16), primary_key=True),
)

# Beside the journal: receipts, cards, quarantine, the log of imports and exports.
receipt = Table(
    "receipt",
    metadata,
    Column("unit", LargeBinary(16), primary_key=True),
    Column("receiver", LargeBinary(32), primary_key=True),
    Column("person", LargeBinary(16), primary_key=True),
    Column("epoch", LargeBinary(16), nullable=False),
    Column("number", Whole, nullable=False),
    Column("at", Whole, nullable=False),
    Column("name", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("signature", LargeBinary(64), nullable=False),
)

card = Table(
    "card",
    metadata,
    Column("unit", LargeBinary(16), primary_key=True),
    Column("number", Whole, nullable=False),
    Column("raw", LargeBinary, nullable=False),
)

quarantine = Table(
    "quarantine",
    metadata,
    Column("digest", LargeBinary(32), primary_key=True),
    Column("at", Whole, nullable=False),
    Column("name", Text, nullable=False),
    Column("problem", String(64), nullable=False),
    Column("details", Text, nullable=False),
    Column("raw", LargeBinary, nullable=False),
)

# How files that were taken whole begin (a short digest), so that a cut copy is not set aside.
beginning = Table(
    "beginning",
    metadata,
    Column("digest", LargeBinary(16), primary_key=True),
    Column("at", Whole, nullable=False),
)

trail = Table(
    "trail",
    metadata,
    Column("id", Whole, primary_key=True, autoincrement=True),
    Column("at", Whole, nullable=False),
    Column("action", String(32), nullable=False),
    Column("who", Text, nullable=False),
    Column("text", Text, nullable=False),
)

# QR codes of packets that are not whole yet; `packet` names one by digest, parts and size.
code_part = Table(
    "code_part",
    metadata,
    Column("packet", LargeBinary, primary_key=True),
    Column("number", SmallInteger, primary_key=True),
    Column("at", Whole, nullable=False),
    Column("raw", LargeBinary, nullable=False),
)

# Tombstones as they were signed, and the sources they name. `person` is whom the signer was seen
# to speak for; a grave is `proven` once the signer's right to that source was seen. Neither holds
# a name. `arrived` counts up, so that a hub tells each only what is new.
tombstone = Table(
    "tombstone",
    metadata,
    Column("digest", LargeBinary(32), primary_key=True),
    Column("unit", LargeBinary(16), nullable=False),
    Column("at", Whole, nullable=False),
    Column("signer", LargeBinary(32), nullable=False),
    Column("person", LargeBinary(16), nullable=False),
    Column("own", SmallInteger, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("signature", LargeBinary(64), nullable=False),
    Column("arrived", Whole, nullable=False),
)

grave = Table(
    "grave",
    metadata,
    Column("sid", LargeBinary(32), primary_key=True),
    Column("tombstone", LargeBinary(32), primary_key=True),
    Column("proven", SmallInteger, nullable=False),
    Column("subject", LargeBinary(16), nullable=False),
    Index("grave_tombstone", "tombstone"),
)

# What reports count of people who were erased: no person, no name.
tally = Table(
    "tally",
    metadata,
    Column("unit", LargeBinary(16), primary_key=True),
    Column("year", Whole, primary_key=True, autoincrement=False),
    Column("module", String(128), primary_key=True),
    Column("competency", String(128), primary_key=True),
    Column("learners", Whole, nullable=False),
    Column("lessons", Whole, nullable=False),
    Column("self_study", Whole, nullable=False),
    Column("recognised", Whole, nullable=False),
)

# The last segment of a prefix whose lines were let go: where it ends, and its author's signature.
retained = Table(
    "retained",
    metadata,
    Column("unit", Whole, primary_key=True, autoincrement=False),
    Column("source", Whole, primary_key=True, autoincrement=False),
    Column("first", Whole, nullable=False),
    Column("last", Whole, nullable=False),
    Column("previous", LargeBinary(32), nullable=False),
    Column("end", LargeBinary(32), nullable=False),
    Column("signature", LargeBinary(64), nullable=False),
)

# What is left of such a prefix where its lines never were: the segments after it stand on it.
footing = Table(
    "footing",
    metadata,
    Column("unit", Whole, primary_key=True, autoincrement=False),
    Column("source", Whole, primary_key=True, autoincrement=False),
    Column("last", Whole, primary_key=True, autoincrement=False),
    Column("end", LargeBinary(32), primary_key=True),
    Column("first", Whole, nullable=False),
    Column("signature", LargeBinary(64), nullable=False),
)

# The few lines of such a prefix that folds still read whole; the others left their narrow rows.
checkpoint = Table(
    "checkpoint",
    metadata,
    Column("unit", Whole, primary_key=True, autoincrement=False),
    Column("source", Whole, primary_key=True, autoincrement=False),
    Column("number", Whole, primary_key=True, autoincrement=False),
    Column("digest", LargeBinary(32), nullable=False),
    Column("line", LargeBinary, nullable=False),
)

# Answers of tests that are not handed in yet; `response` is JSON.
draft = Table(
    "draft",
    metadata,
    Column("attempt", String(32), primary_key=True),
    Column("question", Text, primary_key=True),
    Column("response", Text, nullable=False),
    Column("milliseconds", Whole, nullable=False),
)

# The outline of the installed modules, so that the first Today needs nothing but this file.
outline = Table(
    "outline",
    metadata,
    Column("lesson", Text, primary_key=True),
    Column("place", Whole, nullable=False),
    Column("module", Text, nullable=False),
    Column("module_title", Text, nullable=False),
    Column("module_title_en", Text, nullable=False),
    Column("number", Whole, nullable=False),
    Column("of", Whole, nullable=False),
    Column("title", Text, nullable=False),
    Column("title_en", Text, nullable=False),
    Column("minutes", Whole, nullable=False),
    Column("sections", Whole, nullable=False),
    Column("questions", Whole, nullable=False),
)

# Lessons as they were when they were studied here, so that an amended one can say what changed.
# `digest` is as a fact carries it, `body` deflated JSON.
studied = Table(
    "studied",
    metadata,
    Column("lesson", Text, primary_key=True),
    Column("digest", String(64), primary_key=True),
    Column("at", Whole, nullable=False),
    Column("body", LargeBinary, nullable=False),
)

# Errors in lessons that were reported here; `state` is kept, queued or sent, `body` JSON.
erratum = Table(
    "erratum",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("at", Whole, nullable=False),
    Column("state", String(16), nullable=False),
    Column("body", LargeBinary, nullable=False),
)

# What came sealed to a retired key is held and folded, but confirmed no further than this.
withheld = Table(
    "withheld",
    metadata,
    Column("sid", LargeBinary(32), primary_key=True),
    Column("number", Whole, nullable=False),
    Column("digest", LargeBinary(32), nullable=False),
)
