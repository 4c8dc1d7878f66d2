"""The kinds of facts that tell how a lesson was studied."""

from __future__ import annotations

from typing import ClassVar

from selfstudy.domain.fact import PRIVATE, Chain, Fact, Int, Narrow


class LessonOpened(Fact, frozen=True, array_like=True):
    """A lesson was opened to be studied."""

    kind: ClassVar[str] = "lesson_opened"
    chain: ClassVar[Chain] = PRIVATE
    module: str
    lesson: str
    version: Int = 1
    digest: str = ""

    def narrow(self) -> Narrow:
        """The lesson."""
        return Narrow(object=self.lesson, parent=self.module, version=self.version)


class SectionRead(Fact, frozen=True, array_like=True):
    """Sections read since the last such fact, with active seconds and where the person stands."""

    kind: ClassVar[str] = "section_read"
    chain: ClassVar[Chain] = PRIVATE
    module: str
    lesson: str
    version: Int
    digest: str
    sections: tuple[str, ...]
    seconds: Int
    anchor: str = ""

    def narrow(self) -> Narrow:
        """Lesson, sections, anchor, seconds."""
        return Narrow(
            object=self.lesson,
            parent="|".join(self.sections),
            note=self.anchor,
            version=self.version,
            value=self.seconds,
        )


class LessonFinished(Fact, frozen=True, array_like=True):
    """All sections read, enough active time, the check passed: the lesson earns its tiết once.

    `minutes` is the total active time; `hundredths` the tiết claimed times 100.
    """

    kind: ClassVar[str] = "lesson_finished"
    module: str
    lesson: str
    version: Int
    digest: str
    minutes: Int
    hundredths: Int
    right: Int
    questions: Int

    def narrow(self) -> Narrow:
        """Lesson, module, minutes, hundredths of a tiết."""
        return Narrow(
            object=self.lesson,
            parent=self.module,
            note=f"{self.right}/{self.questions}",
            version=self.version,
            value=self.minutes,
            extra=self.hundredths,
        )


class ChangeStudied(Fact, frozen=True, array_like=True):
    """What changed in a lesson finished before was looked at, and its new questions answered.

    `before` is the digest of the lesson that was known, `right` of how many answers were right.
    It earns nothing: the lesson's tiết stays as it was earned.
    """

    kind: ClassVar[str] = "change_studied"
    module: str
    lesson: str
    version: Int
    digest: str
    before: str
    sections: tuple[str, ...]
    questions: tuple[str, ...]
    right: Int

    def narrow(self) -> Narrow:
        """Lesson, module, right answers of all, sections."""
        return Narrow(
            object=self.lesson,
            parent=self.module,
            note=f"{self.right}/{len(self.questions)}",
            version=self.version,
            value=len(self.sections),
        )
