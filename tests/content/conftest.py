"""A small sound lessons folder that tests spoil one thing at a time."""

from __future__ import annotations

from pathlib import Path

import pytest

SOURCES = """
[ND30-2020]
number = "30/2020/NĐ-CP"
title = "Nghị định về công tác văn thư"
issuer = "Chính phủ"
issued = 2020-03-05
effective_from = 2020-03-05
verified_on = 2026-11-01

[L60-2014]
number = "60/2014/QH13"
title = "Luật Hộ tịch"
issuer = "Quốc hội"
issued = 2014-11-20
effective_from = 2016-01-01
effective_to = 2027-02-28
verified_on = 2026-11-01
confidence = "M"
"""
COMPETENCIES = """
[M2]
title = "Soạn thảo, văn thư, hồ sơ"
title_en = "Drafting and filing"
group = "Chuyên môn"
[M2.behaviours]
"1" = ["Soạn được công văn theo mẫu."]
"2" = ["Tự soạn công văn.", "Không phải sửa thể thức."]
"""
POSITIONS = """
[P02]
title = "Văn thư – lưu trữ"
title_en = "Records officer"
aliases = ["Văn thư"]
required = { M2 = 4 }
"""
HOURS = """
[[rule]]
scope = "cong_chuc"
min_tiet = 40
period = "calendar_year"
basis = "ND171-2025"
from = 2025-07-01
confidence = "H"

[reading]
share = 0.5
minutes_per_tiet = 45
"""
MODULE = """
id = "CM03"
version = 2
title = "Soạn thảo văn bản"
title_en = "Drafting documents"
area = "CM"
hours = 1
summary = "Viết đúng thể thức."
summary_en = "Write in due form."
positions = ["P02"]
competencies = { M2 = 3 }
outcomes = [{ id = "o1", text = "Trình bày đúng thể thức." }]
prerequisites = []
sources = ["ND30-2020"]
"""
GLOSSARY = """
[terms]
"trích yếu" = "Câu ngắn phản ánh nội dung chủ yếu của văn bản."
"bản gốc" = "Bản có chữ ký trực tiếp."
"""
LESSON = """---
id: CM03-01
title: Các loại văn bản
title_en: Kinds of documents
summary: Phân biệt các loại văn bản.
summary_en: Tell documents apart.
minutes: 15
sources: ND30-2020 Điều 7; ND30-2020 Phụ lục I
---

Mở đầu trước mục thứ nhất.

## Văn bản hành chính {#hanh-chinh}

Theo [Điều 7](source:ND30-2020 "Điều 7"), có 29 loại[^1]. Văn bản có [trích yếu](term:trích yếu).

![Sơ đồ các loại văn bản](figures/loai.svg "Hình 1")

??? CM03-01-q01

[^1]: Nghị định 30/2020/NĐ-CP.

## Chọn loại văn bản {#chon-loai}

Xem lại [mục trước](#hanh-chinh) trước khi chọn.
"""
QUESTIONS = """# Câu hỏi bài 1

## CM03-01-q01 · single
khó: 2
mức: hiểu
nguồn: ND30-2020 Điều 7
năng lực: M2
kết quả: o1

Văn bản nào là văn bản hành chính?

[ ] Nghị định của Chính phủ về công tác văn thư
    > Đây là văn bản quy phạm pháp luật.
[x] Công văn
    > Đúng theo Điều 7.
[ ] Luật
    > Luật do Quốc hội ban hành,
    > không phải văn bản hành chính.

> Điều 7 kể đủ các loại.

## CM03-01-q02 · multi
khó: 3
mức: vận dụng
nguồn: ND30-2020 Điều 8
năng lực: M2
kết quả: o1

Chọn các thành phần thể thức.

Đoạn thứ hai của câu hỏi.

[x] Quốc hiệu
    > Có trong khoản 2.
[x] Chữ ký
    > Có trong khoản 2.
[ ] Nền hoa văn
    > Không phải thể thức.

## CM03-01-q03 · true_false
nguồn: ND30-2020 Điều 7
năng lực: M2
kết quả: o1

Công văn không ghi tên loại.

[x] Đúng
    > Công văn không có tên loại.
[ ] Sai
    > Đọc lại Điều 8.

## CM03-01-q04 · scenario
mức: phân tích
nguồn: ND30-2020 Điều 10
năng lực: M2
kết quả: o1

Tình huống: Chị Hạnh nhận bản thảo.

Bản thảo thiếu trích yếu.

Chị nên làm gì trước?

[ ] Gửi ngay
    > Chưa đủ thể thức.
[x] Trả lại để bổ sung trích yếu
    > Văn thư kiểm tra thể thức trước khi phát hành.

## CM03-01-q05 · order
nguồn: ND30-2020 Điều 15
năng lực: M2
kết quả: o1

Xếp các bước phát hành.

1. Cấp số
    > Bước đầu.
2. Đăng ký
    > Sau khi cấp số.
3. Phát hành
    > Sau cùng.

## CM03-01-q06 · match
nguồn: ND30-2020 Phụ lục III
năng lực: M2
kết quả: o1

Ghép tên loại với chữ viết tắt.

- Tờ trình = TTr
    > Phụ lục III.
- Báo cáo = BC
    > Phụ lục III.

## CM03-01-q07 · numeric
nguồn: ND30-2020 Điều 7
năng lực: M2
kết quả: o1

Có bao nhiêu loại?

= 29 ± 0 loại
≠ 28 > Đếm thiếu một loại.

> Đếm ở Điều 7.

## CM03-01-q08 · cloze
so sánh: chính xác
nguồn: ND30-2020 Điều 7
năng lực: M2
kết quả: o1

Loại văn bản kể ở ____ của Nghị định ____.

= Điều 7 | điều 7
= 30/2020/NĐ-CP

> Điều 7 kể 29 loại.
"""
SVG = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10">
<text x="1" y="5" font-family="Be Vietnam Pro">Công văn</text></svg>
"""


class Written:
    """A lessons folder on disk."""

    def __init__(self, root: Path, name: str = "CM03-soan-thao") -> None:
        self.root = root
        self.module = root / name

    def write(self, path: str, text: str | bytes) -> Path:
        """Write a file of the module (or, with `../`, beside it)."""
        target = self.module / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text if isinstance(text, bytes) else text.encode())
        return target

    def change(self, path: str, old: str, new: str) -> None:
        """Replace a piece that must be there."""
        target = self.module / path
        text = target.read_bytes().decode()
        assert old in text
        target.write_bytes(text.replace(old, new, 1).encode())


def write_lessons(root: Path) -> Written:
    written = Written(root)
    for path, text in {
        "../sources.toml": SOURCES,
        "../hours.toml": HOURS,
        "../framework/competencies.toml": COMPETENCIES,
        "../framework/positions.toml": POSITIONS,
        "module.toml": MODULE,
        "glossary.toml": GLOSSARY,
        "01-cac-loai.md": LESSON,
        "questions/01-cac-loai.md": QUESTIONS,
        "figures/loai.svg": SVG,
    }.items():
        written.write(path, text)
    return written


@pytest.fixture
def lessons(tmp_path) -> Written:
    """A sound lessons folder with one module."""
    return write_lessons(tmp_path / "lessons")


@pytest.fixture
def write_sound_lessons():
    """How to write another sound lessons folder."""
    return write_lessons
