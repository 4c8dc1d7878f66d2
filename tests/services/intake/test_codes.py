"""Results handed over as QR codes, photographed and taken."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PIL import Image, ImageFilter

from selfstudy import words
from selfstudy.domain.errors import PictureRefused, TooManyCodes
from selfstudy.exchange.codes import PAYLOAD, cut
from selfstudy.services.intake import codes
from selfstudy.services.intake.codes import Reading, codes_in, draw, is_picture, write_sheets
from selfstudy.store import code_parts
from tests.office import Office


@pytest.fixture(autouse=True)
def vietnamese():
    words.use("vi")


@pytest.fixture
def office(tmp_path):
    office = Office(tmp_path)
    yield office
    office.close()


def drawn(raw: bytes) -> codes.Codes:
    return draw(raw, "Nguyễn Thị Hạnh", "UBND phường", 7, date(2026, 11, 23))


def some(count: int) -> bytes:
    return bytes(n * 7 % 256 for n in range(count))


def side_by_side(pictures: list[bytes], wide: int = 3) -> Image.Image:
    """What a photograph of a screen shows: several codes, grey around them."""
    images = [Image.open(io.BytesIO(picture)).convert("L") for picture in pictures]
    side = images[0].width + 40
    down = -(-len(images) // wide)
    whole = Image.new("L", (side * min(wide, len(images)) + 40, side * down + 40), 170)
    for at, image in enumerate(images):
        whole.paste(image, (40 + side * (at % wide), 40 + side * (at // wide)))
    return whole


def saved(image: Image.Image, path: Path, **how: object) -> Path:
    image.save(path, **how)
    return path


def bytes_of(image: Image.Image, kind: str = "PNG", **how: object) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **how)
    return file.getvalue()


def test_a_turned_blurred_photograph_of_all_codes_is_read():
    found = drawn(some(5 * PAYLOAD))
    photo = side_by_side(list(found.pictures)).rotate(
        11, expand=True, fillcolor=90, resample=Image.Resampling.BICUBIC
    )
    photo = photo.filter(ImageFilter.GaussianBlur(1))

    parts = codes_in(bytes_of(photo, "JPEG", quality=60), "a.jpg")

    assert {part.number for part in parts} == set(range(6))


def test_a_small_photograph_as_messengers_make_them_is_read():
    photo = side_by_side(list(drawn(some(5 * PAYLOAD)).pictures))
    photo.thumbnail((1_000, 1_000), Image.Resampling.LANCZOS)

    parts = codes_in(bytes_of(photo, "JPEG", quality=70), "a.jpg")

    assert {part.number for part in parts} == set(range(6))


def test_a_printed_sheet_is_read_as_it_was_written(tmp_path):
    found = drawn(some(9 * PAYLOAD))
    path = tmp_path / found.file_name()
    write_sheets(found, path)
    assert path.name == "MaQR_NguyenThiHanh_20261123.pdf"
    assert path.read_bytes().startswith(b"%PDF")
    assert path.read_bytes().count(b"/Type /Page\n") == 2

    sheet = codes._sheet(found, found.parts[:6], 1, 2)  # what the PDF shows
    assert {part.number for part in codes_in(bytes_of(sheet), "a.png")} == set(range(6))


def test_a_telephone_that_was_held_sideways_turns_its_picture(tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6
    photo = side_by_side(list(drawn(some(100)).pictures))
    raw = bytes_of(photo, "JPEG", exif=exif)
    assert len(codes_in(raw, "a.jpg")) == 1


@pytest.mark.parametrize(
    "raw",
    [
        b"\x89PNG\r\n\x1a\nnothing more",
        b"\xff\xd8\xff\xe0 broken",
        b"BM",
        b"II*\0" + bytes(40),
        b"RIFF\0\0\0\0WEBPVP8 ",
    ],
)
def test_a_damaged_picture_is_refused_with_its_name(raw):
    assert is_picture(raw)
    with pytest.raises(PictureRefused) as caught:
        codes_in(raw, "a.png")
    assert caught.value.details == {"name": "a.png"}


def test_a_picture_that_would_fill_the_memory_is_refused_before_it_is_opened():
    bomb = Image.new("1", (30_000, 30_000))
    with pytest.raises(PictureRefused):
        codes_in(bytes_of(bomb), "bomb.png")
    large = Image.new("1", (10_000, 9_000))
    with pytest.raises(PictureRefused):
        codes_in(bytes_of(large), "large.png")
    coloured = Image.new("RGB", (7_000, 6_000))  # four bytes a pixel
    with pytest.raises(PictureRefused):
        codes_in(bytes_of(coloured, compress_level=1), "coloured.png")


def test_codes_of_others_in_a_picture_are_passed_over():
    import segno

    file = io.BytesIO()
    segno.make("https://example.vn").save(file, kind="png", scale=6)
    assert codes_in(file.getvalue(), "a.png") == []


def test_a_photograph_larger_than_reading_needs_is_made_smaller():
    photo = Image.new("L", (6_000, 4_500), 120)
    codes_image = side_by_side(list(drawn(some(4 * PAYLOAD)).pictures)).resize((3_000, 2_000))
    photo.paste(codes_image, (1_000, 1_000))

    assert len(codes_in(bytes_of(photo), "a.png")) == 5


def test_other_files_are_no_pictures():
    assert not is_picture(b"TUHOC\0")
    assert not is_picture(b"RIFF\0\0\0\0WAVE")
    assert not is_picture(b"")


def test_results_go_to_the_unit_as_photographs_over_two_days(office, tmp_path):
    lan, hanh = office.supervisor(), office.learner()
    office.study(hanh)
    made = hanh.handover.codes()
    half = len(made.pictures) // 2
    assert half >= 1
    first = saved(side_by_side(list(made.pictures[:half])), tmp_path / "1.png")
    second = saved(side_by_side(list(made.pictures[half:])), tmp_path / "2.jpg", quality=80)

    dry = lan.unit.intake([first, second], dry=True)
    assert dry.new == made.facts
    assert dry.files[0].problem == "intake.codes_missing"

    report = lan.unit.intake([first])
    (file,) = report.files
    assert (file.problem, file.new, file.quarantined) == ("intake.codes_missing", 0, 0)
    assert file.details["read"] == half

    person = lan.desk.profile.id
    lan.desk.close()
    lan = office.open("lan", person)
    report = lan.unit.intake([second])
    assert (report.new, report.files[0].problem) == (made.facts, "")
    assert lan.unit.unknown()[0].name == "Nguyễn Thị Hạnh"
    again = lan.unit.intake([first, second])
    assert (again.new, again.known) == (0, made.facts)


def test_a_picture_without_codes_is_said_and_nothing_is_set_aside(office, tmp_path):
    lan = office.supervisor()
    plain = saved(Image.new("L", (300, 200), 200), tmp_path / "a.png")

    (file,) = lan.unit.intake([tmp_path / "a.png"]).files

    assert file.problem == "intake.no_codes"
    assert lan.unit.quarantine() == ()
    assert plain.exists()


def test_a_damaged_picture_among_sound_files_stops_nothing(office, tmp_path):
    lan, hanh = office.supervisor(), office.learner()
    office.study(hanh)
    folder = tmp_path / "stick2"
    folder.mkdir()
    (folder / "a.png").write_bytes(b"\x89PNG\r\n\x1a\nnothing more")
    hanh.handover.export(folder)

    report = lan.unit.intake([folder])

    assert report.new > 0
    assert {file.name: file.problem for file in report.files}["a.png"] == "error.PictureRefused"


def test_two_people_on_one_photograph_are_both_taken(office, tmp_path):
    lan = office.supervisor()
    made = []
    for name, computer in (("Nguyễn Thị Hạnh", "hanh"), ("Lê Văn Bình", "binh")):
        learner = office.learner(name, computer)
        office.study(learner)
        made.append(learner.handover.codes())
    pictures = [picture for codes in made for picture in codes.pictures]
    photo = saved(side_by_side(pictures), tmp_path / "a.png")

    (file,) = lan.unit.intake([photo]).files

    assert file.new == sum(codes.facts for codes in made)
    assert file.unknown_people == 2
    assert set(file.carrier.split(", ")) == {"Nguyễn Thị Hạnh", "Lê Văn Bình"}


def test_a_code_of_results_that_were_taken_asks_for_no_more_photographs(office, tmp_path):
    """Spares make fewer codes enough; the rest of them comes afterwards."""
    lan, hanh = office.supervisor(), office.learner()
    office.study(hanh)
    pictures = hanh.handover.codes().pictures
    photos = [tmp_path / f"{n}.png" for n in range(len(pictures))]
    for photo, picture in zip(photos, pictures, strict=True):
        photo.write_bytes(picture)

    once = lan.unit.intake(photos)
    again = lan.unit.intake(photos[-1:])
    whole = lan.unit.intake([saved(side_by_side(list(pictures)), tmp_path / "all.png")])

    assert once.files[-1].problem == again.files[0].problem == ""
    assert again.files[0].papers_known == 1
    assert (whole.new, whole.known) == (0, once.new)


def test_an_erased_persons_name_is_not_written_down_for_their_photograph(office, tmp_path):
    lan = office.supervisor()
    made = []
    for name, computer in (("Nguyễn Thị Hạnh", "hanh"), ("Lê Văn Bình", "binh")):
        learner = office.learner(name, computer)
        office.study(learner)
        made.append(learner.handover.codes())
    photo = saved(side_by_side([p for codes in made for p in codes.pictures]), tmp_path / "a.png")
    lan.unit.intake([photo])
    hanh = next(person.id for person in lan.unit.unknown() if person.name == "Nguyễn Thị Hạnh")
    lan.erasure.erase_person(hanh, "mật khẩu dài")

    (file,) = lan.unit.intake([photo]).files

    assert file.erased == made[0].facts
    assert "Hạnh" not in lan.desk.papers.trail()[0].text


@pytest.mark.parametrize(
    ("name", "raw", "problem"),
    [
        ("MaQR.pdf", b"%PDF-1.7 ...", "intake.is_pdf"),
        ("KetQua.zip", b"PK\x03\x04...........", "intake.is_zip"),
        ("Trong.zip", b"PK\x05\x06" + bytes(18), "intake.is_zip"),
        ("IMG_1.HEIC", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "intake.is_heic"),
    ],
)
def test_what_may_show_codes_and_is_not_read_is_named(office, tmp_path, name, raw, problem):
    lan = office.supervisor()
    (tmp_path / name).write_bytes(raw)

    (file,) = lan.unit.intake([tmp_path / name]).files

    assert (file.problem, lan.unit.quarantine()) == (problem, ())


def test_codes_that_do_not_fit_together_take_nothing_and_are_forgotten(office, tmp_path):
    lan = office.supervisor()
    right, wrong = cut(some(300))[0], cut(some(300)[::-1])[0]
    mixed = replace(right, payload=wrong.payload)
    photo = saved(codes._image(mixed, 6), tmp_path / "a.png")

    for _ in range(2):
        (file,) = lan.unit.intake([photo]).files
        assert file.problem == "intake.codes_mixed"
        assert file.new == 0


def test_codes_that_wait_do_not_grow_without_bound(office, monkeypatch):
    lan = office.supervisor()
    monkeypatch.setattr(code_parts, "MOST", 3)
    reading = Reading(lan.desk.database)
    for n in range(5):
        first = cut(some(1_000 + n))[0]
        photo = bytes_of(codes._image(first, 6))
        list(reading.take(photo, "a.png", n))
    with lan.desk.database.read() as connection:
        kept = connection.exec_driver_sql("SELECT at FROM code_part ORDER BY at").scalars().all()
    assert kept == [2, 3, 4]


def test_more_than_codes_carry_is_said(office):
    office.supervisor()
    with pytest.raises(TooManyCodes):
        drawn(some(100_000))
