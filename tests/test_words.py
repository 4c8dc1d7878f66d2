import ast
import re
import string
import tomllib
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from selfstudy import words
from selfstudy.domain import errors

ROOT = Path(__file__).parent.parent
SOURCES = sorted((ROOT / "selfstudy").rglob("*.py"))
LANGUAGES = ("vi", "en")


@pytest.fixture(autouse=True)
def _in_vietnamese():
    words.use("vi")
    yield
    words.use("vi")


def families(catalogue):
    """Keys, with a plural pair counted as one."""
    plurals = {key[:-6] for key in catalogue if key.endswith("_other")}
    short = {key: re.sub(r"_(one|other)$", "", key) for key in catalogue}
    return {short[key] if short[key] in plurals else key for key in catalogue}


def places(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_is_toml_and_both_readers_agree(language):
    path = ROOT / "resources" / "words" / f"{language}.toml"
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    flat = {}

    def flatten(table, prefix):
        for key, value in table.items():
            if isinstance(value, dict):
                flatten(value, f"{prefix}{key}.")
            else:
                flat[prefix + key] = value

    flatten(tables, "")
    assert words.load(language) == flat


def test_both_languages_have_the_same_keys():
    assert families(words.load("vi")) == families(words.load("en"))


def test_both_languages_have_the_same_places():
    vietnamese, english = words.load("vi"), words.load("en")

    wrong = {
        key: (places(text), places(english[key]))
        for key, text in vietnamese.items()
        if key in english and places(text) != places(english[key])
    }

    assert not wrong


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_plural_has_both_forms_in_english_and_one_in_vietnamese(language):
    catalogue = words.load(language)
    others = {
        key[:-6] for key, text in catalogue.items() if key.endswith("_other") and "{n" in text
    }
    ones = {key[:-4] for key in catalogue if key.endswith("_one")} & others

    assert ones == (others if language == "en" else set())


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_shouts_or_is_empty(language):
    loud = {key: text for key, text in words.load(language).items() if "!" in text or not text}
    assert not loud


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_expected_error_has_its_sentence(language):
    catalogue = words.load(language)
    assert not {name for name in expected_errors() if f"error.{name}" not in catalogue}


def test_an_error_fills_its_sentence():
    error = errors.NewerFormat(name="ket-qua.thoc", version=9)
    assert words.t(error.key, **error.details).startswith("Tệp ket-qua.thoc được ghi bằng")


def test_every_key_that_the_program_asks_for_exists():
    known = families(words.load("vi"))
    asked = {(key, str(path.relative_to(ROOT))) for path in SOURCES for key in asked_in(path)}

    missing = sorted(pair for pair in asked if pair[0] not in known | set(words.load("vi")))

    assert not missing


def test_no_key_is_unused():
    constants, beginnings = set(), set()
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                constants.add(node.value)
            if isinstance(node, ast.JoinedStr) and node.values:
                first = node.values[0]
                if isinstance(first, ast.Constant) and "." in str(first.value):
                    beginnings.add(str(first.value))
    beginnings |= {f"{c}." for c in constants if re.fullmatch(r"[a-z_]+", c) and c == "error"}

    unused = {
        key
        for key in families(words.load("vi"))
        if key not in constants
        and not key.startswith("error.")
        and not any(key.startswith(beginning) for beginning in beginnings)
    }

    assert not unused


def test_a_line_outside_the_subset_is_refused_with_its_number():
    with pytest.raises(ValueError, match=r"vi\.toml:2"):
        words.parse('[a]\nb = """x"""', "vi.toml")


def test_a_key_may_be_there_only_once():
    with pytest.raises(ValueError, match="twice"):
        words.parse('[a]\nb = "x"\nb = "y"')


def test_escapes_and_remarks_are_read():
    assert words.parse('# r\n[a.b]\nc = "x \\"y\\"\\n\\\\z"  # r\n') == {"a.b.c": 'x "y"\n\\z'}


def test_n_chooses_the_plural():
    assert words.t("day.days_ago", n=1) == "1 ngày trước"
    words.use("en")
    assert words.t("day.days_ago", n=1) == "1 day ago"
    assert words.t("day.days_ago", n=1234) == "1,234 days ago"


def test_a_text_in_both_languages_is_picked():
    assert words.pick("bài", "lesson") == "bài"
    words.use("en")
    assert words.pick("bài", "lesson") == "lesson"
    assert words.pick("bài") == "bài"
    assert words.language() == "en"


@pytest.mark.parametrize(
    ("value", "digits", "vietnamese", "english"),
    [
        (1234567.5, 1, "1.234.567,5", "1,234,567.5"),
        (3, 1, "3", "3"),
        (0.04, 1, "0", "0"),
        (-0.04, 1, "0", "0"),
        (-2.5, 1, "−2,5", "−2.5"),
        (100, 0, "100", "100"),
        (2.125, 2, "2,12", "2.12"),
    ],
)
def test_numbers_are_written_as_the_language_writes_them(value, digits, vietnamese, english):
    assert words.number(value, digits) == vietnamese
    words.use("en")
    assert words.number(value, digits) == english


@pytest.mark.parametrize(
    ("share", "said"), [(0, "0%"), (0.001, "1%"), (0.5, "50%"), (0.999, "99%"), (1, "100%")]
)
def test_only_what_is_complete_is_a_hundred_per_cent(share, said):
    assert words.percent(share) == said


def test_days_and_moments_are_written_day_first():
    when = datetime(2026, 11, 5, 7, 5)  # noqa: DTZ001

    assert words.day(date(2026, 11, 5)) == "05/11/2026"
    assert words.moment(when) == "05/11/2026 07:05"
    assert words.clock(time(7, 5)) == "07:05"
    assert words.long_day(when) == "Thứ Năm, ngày 5 tháng 11 năm 2026"
    words.use("en")
    assert words.long_day(date(2026, 11, 5)) == "Thursday, 5 November 2026"


def test_an_aware_moment_is_shown_in_local_time():
    when = datetime(2026, 11, 5, 7, 5, tzinfo=UTC)
    assert words.moment(when) == f"{when.astimezone():%d/%m/%Y %H:%M}"
    assert words.clock(when) == f"{when.astimezone():%H:%M}"


def test_what_was_recent_is_said_in_words():
    now = datetime(2026, 11, 23, 12, 0)  # noqa: DTZ001

    assert words.ago(now.replace(hour=7, minute=50), now) == "Hôm nay 07:50"
    assert words.ago(now.replace(day=22), now) == "Hôm qua"
    assert words.ago(now.replace(day=11), now) == "12 ngày trước"
    assert words.ago(now.replace(month=3), now) == "23/03/2026"


@pytest.mark.parametrize(
    ("value", "said"),
    [(0, "0 phút"), (25, "25 phút"), (60, "1 giờ"), (70.2, "1 giờ 10 phút"), (-3, "0 phút")],
)
def test_minutes_become_hours(value, said):
    assert words.minutes(value) == said


@pytest.mark.parametrize(
    ("octets", "said"),
    [
        (312, "312\u00a0B"),
        (4608, "4,5\u00a0KB"),
        (5_000_000, "4,8\u00a0MB"),
        (3 << 40, "3.072\u00a0GB"),
    ],
)
def test_sizes_have_a_unit_that_fits(octets, said):
    assert words.size(octets) == said


def test_words_are_there_without_choosing_a_language(monkeypatch):
    monkeypatch.setattr(words._Chosen, "catalogue", None)
    assert words.t("app.close") == "Đóng"
    assert words.known("app.close")
    assert not words.known("app.nothing")


def expected_errors():
    """Names of all classes below SelfStudyError, wherever they are defined."""
    bases = {}
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                bases[node.name] = {b.id for b in node.bases if isinstance(b, ast.Name)}
    found, grown = {"SelfStudyError"}, True
    while grown:
        more = {name for name, over in bases.items() if over & found} - found
        found, grown = found | more, bool(more)
    return found - {"SelfStudyError"}


def asked_in(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "t":
            first = node.args[0] if node.args else None
            if isinstance(first, ast.Constant):
                yield first.value
            if isinstance(first, ast.IfExp):
                yield from (
                    b.value for b in (first.body, first.orelse) if isinstance(b, ast.Constant)
                )


def test_a_catalogue_read_table_by_table_says_what_the_whole_says():
    for language in ("vi", "en"):
        whole = words.load(language)
        piecewise = words._opened(language)
        assert {key: piecewise.get(key) for key in whole} == whole


def test_a_table_that_is_written_in_two_places_is_one():
    catalogue = words.Catalogue('x = "0"\n[a] # r\nb = "1"\n[a.c]\nd = "2"\n[a]\ne = "3"\n')
    assert [catalogue.get(key) for key in ("x", "a.b", "a.e", "a.c.d")] == ["0", "1", "3", "2"]
    assert catalogue.get("a.d") is None
    assert catalogue.get("b") is None
