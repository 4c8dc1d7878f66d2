import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QImage, QTextDocument
from PySide6.QtWidgets import QStackedWidget, QWidget

from selfstudy.content.lesson_text import Labels, render
from selfstudy.desktop import reading_look, theme
from selfstudy.desktop.reading_figures import figure
from selfstudy.desktop.reading_view import ReadingView

LABELS = Labels("Ghi nhớ", "Mẹo", "Lưu ý", "Ví dụ", "Chú thích", "Trở lại", "Thử một câu")
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 200" width="400" height="200">'
    '<rect width="400" height="200" fill="#336699"/></svg>'
)
PARAGRAPH = (
    "Văn bản hành chính không chỉ truyền đạt nội dung mà còn là bằng chứng về thẩm quyền, "
    "trách nhiệm và thời điểm, nên người nhận ở đâu cũng phải đọc được ngay. "
) * 3
SECTION = """## Mục {n} {{#muc-{n}}}

{text}

!!! note "Ghi nhớ"
    Một [trích yếu](term:trích yếu) và [Điều 8](source:ND30 "Điều 8").

| A | B |
|---|---|
| 1 | 2 |

{text}

"""


def a_lesson(sections=4):
    text = "".join(SECTION.format(n=n, text=PARAGRAPH) for n in range(1, sections + 1))
    return render(text + "Câu cuối[^1].\n\n??? q1\n\n[^1]: Nguồn của câu cuối.\n", LABELS)


@pytest.fixture
def view(qtbot):
    made = ReadingView()
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.show()
    made.show_lesson(
        a_lesson(), "", {"trích yếu": "Câu tóm tắt."}, {"ND30": ("Nghị định 30", "Còn hiệu lực.")}
    )
    return made


def test_a_line_has_at_most_75_characters(view):
    longest = 0
    block = view.document().begin()
    view.document().documentLayout().documentSize()
    while block.isValid():
        layout = block.layout()
        for index in range(layout.lineCount()):
            longest = max(longest, layout.lineAt(index).textLength())
        block = block.next()

    assert 55 < longest <= 78  # the last space of a line hangs over


def test_the_column_stands_in_the_middle(view):
    margins = view.viewportMargins()

    assert margins.left() == margins.right() > 50


def test_headings_are_told_as_headings(view):
    levels = [
        (block.text(), block.blockFormat().headingLevel())
        for block in blocks(view.document())
        if block.blockFormat().headingLevel()
    ]

    assert levels == [(f"Mục {n}", 2) for n in range(1, 5)]


def test_a_place_outlives_zoom_width_and_theme(view, qapp):
    view.go_to("muc-3:2")

    view.set_zoom(1.6)
    assert view.anchor() == "muc-3:2"
    view.resize(640, 500)
    assert view.anchor() == "muc-3:2"
    theme.apply(qapp, "dark")
    try:
        assert view.anchor() == "muc-3:2"
    finally:
        theme.apply(qapp, "light")


def test_a_place_read_by_scrolling_can_be_found_again(view):
    view.verticalScrollBar().setValue(900)
    place = view.anchor()
    view.verticalScrollBar().setValue(0)

    view.go_to(place)

    assert view.anchor() == place
    assert abs(view.verticalScrollBar().value() - 900) < 80


@pytest.mark.parametrize("gone", ["khong-con:4", "", "muc-1:99999", "muc-2:x", ":3", "a:b:c"])
def test_a_place_that_is_gone_is_no_error(view, gone):
    view.go_to(gone)

    assert view.verticalScrollBar().value() >= 0


def test_sections_count_as_read_when_their_end_was_in_view(view, qtbot):
    passed = []
    view.section_passed.connect(passed.append)
    bar = view.verticalScrollBar()

    for value in range(0, bar.maximum() + 1, 300):
        bar.setValue(value)
        view._look_round()
    bar.setValue(bar.maximum())
    view._look_round()

    assert passed == ["muc-1", "muc-2", "muc-3", "muc-4"]


def test_a_jump_does_not_read_what_it_passed_over(view, qtbot):
    passed = []
    view._look_round()
    view.section_passed.connect(passed.append)

    view.go_to("muc-4")
    view._look_round()

    assert "muc-2" not in passed
    assert "muc-3" not in passed


def test_the_end_of_a_section_is_told_by_itself(view, qtbot):
    with qtbot.waitSignal(view.section_passed, timeout=3000):
        view.go_to("muc-2")
        view.verticalScrollBar().setValue(view.verticalScrollBar().value() - 200)


def test_nothing_is_read_while_hidden(view, qtbot):
    passed = []
    view.section_passed.connect(passed.append)
    view.hide()

    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    view._look_round()

    assert passed == []


def test_a_text_without_sections_is_shown_and_none_counts_as_read(view):
    passed = []
    view.section_passed.connect(passed.append)
    view.show_lesson(render(PARAGRAPH, LABELS), "", {}, {})

    view._look_round()

    assert passed == []


def test_a_term_is_explained_by_keyboard(view, qtbot):
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Tab)
    qtbot.keyClick(view, Qt.Key.Key_Return)

    assert view.links.card.isVisible()
    assert view.links.card.words == "trích yếu\nCâu tóm tắt."
    interface = QAccessible.queryAccessibleInterface(view.links.card)
    assert "Câu tóm tắt." in interface.text(QAccessible.Text.Name)

    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert not view.links.card.isVisible()


def test_tab_goes_through_the_links_in_view_and_never_moves_the_page(view, qtbot):
    bar = view.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    at, seen = bar.value(), 0
    while view.focusNextPrevChild(True) and view.textCursor().hasSelection():
        seen += 1
        assert bar.value() == at
        assert view.viewport().rect().intersects(view.cursorRect())
        assert seen < 6

    assert bar.value() == at
    assert seen > 0


def test_a_source_says_whether_it_is_in_force(view):
    view.links.follow("source:ND30|Điều 8")

    assert view.links.card.words == "Điều 8 · Nghị định 30\nCòn hiệu lực."


def test_a_term_is_explained_under_the_pointer(view, qtbot):
    at = link_at(view, "term:trích yếu")

    qtbot.mouseMove(view.viewport(), at + QPoint(0, 1))
    view.links.point_at(at)
    qtbot.waitUntil(view.links.card.isVisible, timeout=3000)

    assert "Câu tóm tắt." in view.links.card.words
    view.links.point_at(QPoint(2, 2))
    assert not view.links.card.isVisible()


def test_a_footnote_is_shown_and_jumped_to(view):
    top = view.verticalScrollBar().value()

    assert view.links._said.of("#fn:1") == ("", "Nguồn của câu cuối.")
    view.links.follow("#fn:1")

    assert view.verticalScrollBar().value() > top


def test_links_to_questions_and_lessons_are_asked_for(view, qtbot):
    with qtbot.waitSignal(view.question_asked) as asked:
        view.links.follow("question:q1")
    assert asked.args == ["q1"]
    with qtbot.waitSignal(view.lesson_asked) as asked:
        view.links.follow("lesson:CM03-02")
    assert asked.args == ["CM03-02"]


def test_only_figures_of_the_module_are_opened(tmp_path, view):
    (tmp_path / "figures").mkdir()
    (tmp_path / "figures" / "a.svg").write_text(SVG, encoding="utf-8")
    (tmp_path / "bi-mat.svg").write_text(SVG, encoding="utf-8")
    (tmp_path / "figures" / "lay.svg").write_text(
        SVG.replace("<rect", '<image href="http://example.org/x.png"/><rect'), encoding="utf-8"
    )

    assert isinstance(figure(str(tmp_path), "figures/a.svg", 500, 1.0), QImage)
    assert figure(str(tmp_path), "figures/a.svg", 500, 2.0).devicePixelRatio() == 2.0
    for address in (
        "figures/../bi-mat.svg", "bi-mat.svg", "figures/khong-co.svg", "figures/lay.svg",
        "http://example.org/a.svg", str(tmp_path / "bi-mat.svg"),
    ):  # fmt: skip
        assert figure(str(tmp_path), address, 500, 1.0) is None
    image = QTextDocument.ResourceType.ImageResource.value
    assert view.loadResource(image, "file:///etc/passwd").width() == 1
    assert view.loadResource(QTextDocument.ResourceType.HtmlResource.value, "figures/a.svg") is None


def test_a_figure_is_drawn_anew_for_another_width(tmp_path, view):
    (tmp_path / "figures").mkdir()
    wide = SVG.replace('viewBox="0 0 400 200" width="400"', 'viewBox="0 0 900 200" width="900"')
    (tmp_path / "figures" / "a.svg").write_text(wide, encoding="utf-8")
    text = '## Mục {#muc}\n\nChữ.\n\n![Sơ đồ](figures/a.svg "Hình 1")\n'
    view.show_lesson(render(text, LABELS), str(tmp_path), {}, {})

    seen = []
    for width in (900, 520, 900):
        view.resize(width, 600)
        seen.append(view.document().idealWidth())
        assert seen[-1] <= view.viewport().width() + 1  # nothing is cut off at the right
    assert seen[0] == seen[2] > seen[1]


def test_a_photograph_is_a_figure_too(tmp_path, qapp):
    (tmp_path / "figures").mkdir()
    photograph = QImage(900, 300, QImage.Format.Format_RGB32)
    photograph.fill(0x336699)
    photograph.save(str(tmp_path / "figures" / "a.png"))
    (tmp_path / "figures" / "b.png").write_bytes(b"no picture")
    (tmp_path / "figures" / "b.svg").write_text("no drawing", encoding="utf-8")

    assert figure(str(tmp_path), "figures/a.png", 500, 1.0).width() == 500
    assert figure(str(tmp_path), "figures/b.png", 500, 1.0) is None


def test_ctrl_and_the_wheel_zoom(view):
    from PySide6.QtCore import QPointF
    from PySide6.QtGui import QWheelEvent

    for modifier in (Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier):
        event = QWheelEvent(
            QPointF(9, 9), QPointF(9, 9), QPoint(0, 0), QPoint(0, 120),
            Qt.MouseButton.NoButton, modifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        view.wheelEvent(event)

    assert view.zoom == 1.1


def test_figures_never_leave_the_column(tmp_path):
    (tmp_path / "figures").mkdir()
    wide = SVG.replace('width="400"', 'width="4000"').replace('height="200"', 'height="2000"')
    (tmp_path / "figures" / "a.svg").write_text(wide, encoding="utf-8")

    image = figure(str(tmp_path), "figures/a.svg", 500, 1.0)

    assert image.width() <= 500


def test_frames_are_painted_behind_their_text(view, qapp):
    view.go_to("muc-1")
    picture = view.grab().toImage()
    soft = theme.current().accent_soft.lower()

    seen = {picture.pixelColor(x, y).name() for x in range(200, 700, 9) for y in range(0, 590, 7)}

    assert soft in seen


def test_items_of_a_list_have_our_bullets_and_numbers_stay(view):
    view.show_lesson(render("- một\n- hai\n    - ba\n\n1. bốn\n2. năm\n", LABELS), "", {}, {})

    texts = [view.document().findBlockByNumber(n).text() for n in view._bullets]

    assert texts == ["một", "hai", "ba"]
    view.grab()


def test_zoom_goes_in_steps_and_back(view, qtbot):
    with qtbot.waitSignal(view.zoom_chosen) as chosen:
        view.step_zoom(1)
    assert chosen.args == [1.1]
    view.step_zoom(0)
    assert view.zoom == 1.0
    for _ in range(20):
        view.step_zoom(-1)
    assert view.zoom == 0.8


def test_larger_letters_make_a_wider_column(qapp):
    assert reading_look.column(1.6) > reading_look.column(1.0)


def test_selected_text_can_be_copied_in_our_words(view, qapp, qtbot):
    view.selectAll()
    view.copy()

    assert "Mục 1" in qapp.clipboard().text()
    assert "\ufdd0" not in qapp.clipboard().text()


def test_the_menu_speaks_our_language(view):
    menu = view.menu()

    said = [action.text() for action in menu.actions()]
    assert said == ["Sao chép", "Chọn tất cả", "Báo lỗi ở đoạn được chọn"]
    assert not menu.actions()[0].isEnabled()
    view.selectAll()
    assert view.menu().actions()[0].isEnabled()


def test_an_error_is_reported_of_the_passage_that_is_chosen(view, qtbot):
    assert not view.menu().actions()[2].isEnabled()
    view.selectAll()
    with qtbot.waitSignal(view.report_asked) as asked:
        view.menu().actions()[2].trigger()
    assert "Mục" in asked.args[0]
    assert "\u2029" not in asked.args[0]


def blocks(document):
    block = document.begin()
    while block.isValid():
        yield block
        block = block.next()


def link_at(view, address):
    for y in range(0, 600, 6):
        for x in range(0, view.viewport().width(), 6):
            if view.anchorAt(QPoint(x, y)) == address:
                return QPoint(x, y)
    raise AssertionError(address)


def lit(view):
    return [selection.cursor.selectedText() for selection in view.extraSelections()]


def test_words_looked_for_are_lit_and_brought_into_view(view):
    assert view.seek("muc 3")

    shown = lit(view)
    assert shown == ["Mục", "Mục", "Mục", "3", "Mục"]
    assert view.anchor().startswith("muc-3")
    view.set_zoom(1.25)
    assert lit(view) == shown


def test_words_that_are_not_there_light_nothing_and_stay_at_the_place(view):
    view.go_to("muc-2")

    assert not view.seek("máy bay")
    assert lit(view) == []
    assert not view.seek("…")
    assert view.anchor() == "muc-2:0"


def test_escape_puts_the_lights_out_and_another_lesson_has_none(view, qtbot):
    view.seek("thẩm quyền")
    assert len(lit(view)) == 48
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    assert lit(view) == []

    view.seek("thẩm quyền")
    view.show_lesson(a_lesson(1), "", {}, {})
    assert lit(view) == []


def test_a_place_gone_to_before_the_first_show_is_kept(qtbot):
    made = ReadingView()
    qtbot.addWidget(made)
    made.show_lesson(a_lesson(), "", {}, {})
    made.go_to("muc-3:1")

    made.resize(900, 600)
    made.show()
    qtbot.waitExposed(made)

    assert made.anchor() == "muc-3:1"
    assert made.verticalScrollBar().value() > 600


def test_a_lesson_that_stood_ready_before_its_first_show_begins_at_the_top(qtbot):
    frame = QStackedWidget()
    qtbot.addWidget(frame)
    frame.addWidget(QWidget())
    view = ReadingView()
    frame.addWidget(view)
    view.show_lesson(a_lesson(), "", {}, {})
    frame.resize(900, 600)
    frame.show()
    frame.setCurrentWidget(view)
    qtbot.wait(1)
    assert view.verticalScrollBar().maximum() > 0
    assert view.verticalScrollBar().value() == 0
