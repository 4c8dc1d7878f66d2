"""An office: homes of people who study, and of the one who looks after them."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from selfstudy import bootstrap
from selfstudy.bootstrap import Services
from selfstudy.content.library import Library
from selfstudy.domain.audience import to_unit
from selfstudy.domain.question import right_response
from selfstudy.exchange.cards import read_card
from selfstudy.settings import Places
from tests.builders import LESSON, take
from tests.content.conftest import write_lessons
from tests.fakes import Clock

QUESTION = """## CM03-{name} · true_false
khó: 2
nguồn: ND30-2020 Điều 7
năng lực: M2
kết quả: o1

Câu {name}.

[x] Đúng
    > Theo Điều 7.
[ ] Sai
    > Đọc lại Điều 7.

"""


def write_shelf(folder: Path) -> None:
    """A module of one short lesson that earns much."""
    written = write_lessons(folder)
    written.change("module.toml", "hours = 1", "hours = 8")
    written.change("01-cac-loai.md", "minutes: 15", "minutes: 5")


def write_test(lessons: Path, purpose: str = "post", questions: int = 4) -> None:
    """A test over that module."""
    folder = next(path.parent for path in lessons.glob("*/module.toml"))
    text = "".join(QUESTION.format(name=f"{purpose}-{n:02}") for n in range(questions))
    (folder / "questions" / f"{purpose}-test.md").write_text(text, encoding="utf-8")


@dataclass
class Office:
    """Computers with their homes, a shelf of one module, and a stick to carry files."""

    folder: Path
    clock: Clock = field(default_factory=Clock)
    desks: list[Services] = field(default_factory=list)

    def __post_init__(self) -> None:
        lessons = self.folder / "lessons"
        if not lessons.exists():
            write_shelf(lessons)
        self.shelf = Library([lessons])
        self.stick = self.folder / "stick"
        self.stick.mkdir(exist_ok=True)
        self.card: Path | None = None

    def computer(self, name: str) -> Places:
        return Places(self.folder / name)

    def person(self, name: str, computer: str, card: Path | None = None) -> Services:
        """Somebody new at a computer."""
        people = bootstrap.profiles(self.computer(computer), self.clock, self.shelf)
        return self.open(computer, people.create(name, "P02", card).id)

    def open(self, computer: str, person: str) -> Services:
        """Open a profile."""
        places = self.computer(computer)
        desk = bootstrap.profiles(places, self.clock, self.shelf).open(person)
        self.desks.append(bootstrap.services(desk, places))
        return self.desks[-1]

    def supervisor(self, name: str = "Trần Thị Lan", computer: str = "lan") -> Services:
        """Somebody who founds the unit and writes its card."""
        lan = self.person(name, computer)
        lan.unit.create("UBND phường Bến Thành", "mật khẩu dài")
        self.card = lan.unit.write_card(self.stick)
        return lan

    def learner(self, name: str = "Nguyễn Thị Hạnh", computer: str = "hanh") -> Services:
        """Somebody who joined the unit."""
        return self.person(name, computer, self.card)

    def second_supervisor(self, lan: Services) -> Services:
        """Somebody whom the first one appoints too, and who holds what the first holds."""
        minh = self.learner("Lê Văn Minh", "minh")
        self.hand_over(minh, lan)
        lan.unit.admit(minh.desk.profile.id)
        until = self.clock().date().replace(year=2028)
        lan.unit.appoint(minh.desk.profile.id, "mật khẩu dài", until)
        self.share(lan, minh)
        self.share(lan, minh)  # a first time makes Minh a supervisor
        return minh

    @staticmethod
    def share(one: Services, other: Services) -> None:
        """What a hub would bring from one supervisor to another."""
        one.desk.seal()
        signed = one.desk.signed_card(one.desk.unit)
        assert signed is not None
        card, held = read_card(signed), other.desk.card
        if held is None or held.number < card.number:
            other.desk.take_card(card, signed)
        heads = other.desk.unit_heads(one.desk.unit)
        take(other.desk.journal, *one.desk.journal.since(heads, to_unit(one.desk.unit)))
        other.desk.know_again()

    def study(self, services: Services, seconds: int = 150) -> None:
        """Read the lesson and answer all its questions right."""
        lesson = self.shelf.lesson(LESSON)
        services.study.open_lesson(LESSON)
        services.study.read(LESSON, [s.id for s in lesson.sections], seconds, "hanh-chinh:1")
        for question in lesson.questions:
            self.clock.move(seconds=20)
            services.study.answer(LESSON, question.id, right_response(question), "sure", 5000)

    def hand_over(self, learner: Services, supervisor: Services) -> int:
        """A packet by stick; how many facts were new."""
        path = Path(learner.handover.export(self.stick).path)
        new = supervisor.unit.intake([path]).new
        path.unlink()
        return new

    def answer_with_receipt(self, supervisor: Services, learner: Services) -> None:
        """Receipts by stick."""
        supervisor.unit.write_receipts(self.stick)
        papers = sorted(self.stick.glob("BienNhan*"))
        learner.handover.take(papers)
        for paper in papers:
            paper.unlink()

    def close(self) -> None:
        for services in self.desks:
            services.desk.close()
