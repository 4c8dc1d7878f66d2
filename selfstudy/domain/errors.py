"""The expected errors: each carries details, never sentences; `words` has the sentences."""

from __future__ import annotations


class SelfStudyError(Exception):
    """The family of what may go wrong in the world; `details` fill the sentence's places."""

    def __init__(self, **details: object) -> None:
        super().__init__(type(self).__name__, details)
        self.details = details

    @property
    def key(self) -> str:
        """The key of the sentence in `words`."""
        return f"error.{type(self).__name__}"


class UnreadableFile(SelfStudyError):
    """The file is not one of ours, or it cannot be read."""


class FileGone(UnreadableFile):
    """Nothing is there under a name; details: name."""


class CutFile(SelfStudyError):
    """The file ends too early; details: name, missing (bytes)."""


class DamagedFile(SelfStudyError):
    """A digest or signature over a file's content does not hold; details: name."""


class NewerFormat(SelfStudyError):
    """Written by a newer program; details: name, version."""


class TooLarge(SelfStudyError):
    """A limit was passed before any work was done; details: name, limit."""


class TooManyCodes(SelfStudyError):
    """More than QR codes can carry; details: codes, limit."""


class PictureRefused(SelfStudyError):
    """A picture that cannot be opened or is too large; details: name."""


class NotForUs(SelfStudyError):
    """Sealed to a key that this profile does not hold; details: name."""


class BadSignature(SelfStudyError):
    """A signature does not hold; details: name."""


class NotEntitled(SelfStudyError):
    """The key has no authority for what it asked; details: what."""


class NoUnit(SelfStudyError):
    """The profile belongs to no unit yet."""


class UnitCardRefused(SelfStudyError):
    """A unit card that is expired, older than the one held, or of another unit; details: reason."""


class DiskFull(SelfStudyError):
    """The disk has no room; what was there before is unchanged; details: folder."""


class FolderReadOnly(SelfStudyError):
    """Nothing can be written there; details: folder."""


class FolderTaken(SelfStudyError):
    """`folder` holds data already, so that nothing is moved there."""


class DatabaseBusy(SelfStudyError):
    """Another program holds the database; details: path."""


class DatabaseDamaged(SelfStudyError):
    """The database cannot be read; details: path."""


class DatabaseOnNetwork(SelfStudyError):
    """The database lies on a network share; details: path."""


class NewerDatabase(SelfStudyError):
    """The database was made by a newer program; details: path."""


class HubUnreachable(SelfStudyError):
    """No answer from the hub; details: address."""


class HubRefused(SelfStudyError):
    """The hub answered with a refusal; details: reason."""


class CaptivePortal(SelfStudyError):
    """A page of the network answered in the hub's place; details: address."""


class NoSuchLesson(SelfStudyError):
    """No installed module has this lesson or question; details: id."""


class PackNotOnShelf(SelfStudyError):
    """The hub hands on no such pack; details: module, version (0: none of the module)."""


class PackRefused(SelfStudyError):
    """A pack that may not be installed; details: name, reason."""


class UpdateRefused(PackRefused):
    """An update that cannot be written against an old pack; details: name, reason."""


class NothingBefore(PackRefused):
    """A module that cannot go back to a version before; details: name, reason."""


class NoSuchPublisher(SelfStudyError):
    """No publisher, or more than one, answers to a key; details: name."""


class PublisherRefused(SelfStudyError):
    """A pack whose publisher is not trusted; details: name, reason, publisher, fingerprint."""


class ProblemsInModule(SelfStudyError):
    """The checker found errors; details: folder, count."""


class ProfileDamaged(SelfStudyError):
    """A file of a profile is lost or cannot be read; details: name, folder."""


class NameRefused(SelfStudyError):
    """A name that is empty or too long to be anybody's; details: limit."""


class TextTooLong(SelfStudyError):
    """More text than one record can hold; details: limit (bytes)."""


class CannotListen(SelfStudyError):
    """A hub cannot be opened at an address; details: address."""


class DatabaseUnreachable(SelfStudyError):
    """The server of a database does not answer, or its address is none; details: path."""


class NoProfile(SelfStudyError):
    """Nobody has a profile on this computer yet."""


class ChooseProfile(SelfStudyError):
    """Several people have a profile here and none was named; details: names."""


class PassphraseMissing(SelfStudyError):
    """A passphrase is needed and none was given."""


class WrongPassphrase(BadSignature):
    """Keys under a passphrase do not open with this one; details: name."""


class NoDisplay(SelfStudyError):
    """The desktop was asked for on a computer without a screen."""


class NobodyCalled(SelfStudyError):
    """No person, or more than one, answers to a name or id; details: name."""


class NoSuchForm(SelfStudyError):
    """A form that cannot be written for this; details: form."""


class NoSuchFigure(SelfStudyError):
    """A number that cannot be explained here; details: name."""


class PartMissing(SelfStudyError):
    """A part of the program that is installed apart is not there; details: part."""


class ProfileLocked(SelfStudyError):
    """A profile was opened without its secret; details: name."""


class LockDamaged(SelfStudyError):
    """The wrapped keys of a profile are lost or damaged; details: name, folder."""


class SecretMissing(SelfStudyError):
    """The secret of a profile is needed and none was given."""


class SecretRefused(SelfStudyError):
    """A new secret that is too weak; details: reason."""


class WrongSecret(SelfStudyError):
    """A secret that does not open the profile; details: wait (seconds until the next try)."""


class TooEarly(SelfStudyError):
    """A secret was tried before its delay was over; details: wait (seconds)."""


class CodeMistyped(SelfStudyError):
    """A recovery code that cannot be one; details: reason."""


class WrongCode(SelfStudyError):
    """A well-formed recovery code that is not this profile's; details: what (a key: what next)."""


UNOPENED = (SecretMissing, WrongSecret, TooEarly, CodeMistyped, WrongCode)  # type again, or wait


class NoSuchFile(SelfStudyError):
    """No file set aside, or more than one, answers to an id; details: name."""


class SamePerson(SelfStudyError):
    """Two ids that are counted as one person already; details: name."""


class NotHeardFrom(SelfStudyError):
    """Somebody who told of no key that anything could be sealed to; details: name."""


class OpenElsewhere(SelfStudyError):
    """Another window or computer has the profile open; details: who (a computer's name, or "")."""


class LinkRefused(SelfStudyError):
    """A computer that cannot be linked, or a packet that links none; details: reason."""


class NoSuchRecord(SelfStudyError):
    """No private record of one's own that may be told answers to an id; details: record."""


class NoSuchCompetency(SelfStudyError):
    """A code that the framework in use does not have; details: code."""


class LevelRefused(SelfStudyError):
    """A level or importance outside 1 to 5; details: code, level."""


class ErratumRefused(SelfStudyError):
    """A report of an error that says nothing or too much; details: reason."""


class NothingToSend(SelfStudyError):
    """No report of an error that has not left yet."""


class AlreadyThere(SelfStudyError):
    """A file, folder or code that stands there already and is not replaced; details: name."""


class CodeRefused(SelfStudyError):
    """A code that names no module: letters without marks, digits, hyphens; details: code."""


class NothingTaken(SelfStudyError):
    """A file in which no question could be taken, or none could go out; details: name."""


class ModuleMissing(SelfStudyError):
    """A module that is not installed on this computer; details: module."""


class NoSuchPlan(SelfStudyError):
    """No draft, or no live plan, answers to an id; details: plan."""


class PlanEmpty(SelfStudyError):
    """A plan without a module."""


class PlanDayRefused(SelfStudyError):
    """A deadline that is no day, or lies behind; details: day."""


class PlanForNobody(SelfStudyError):
    """A plan for positions or people of whom nobody is on the roster."""


class NoSuchFormat(SelfStudyError):
    """A format that a form cannot be written in; details: format, formats."""


class SeveralCalled(SelfStudyError):
    """More than one person answers to a name; details: name, people (some of them, with ids)."""


class NobodyInUnit(SelfStudyError):
    """The unit has nobody on its list yet."""


class TooFewPeople(SelfStudyError):
    """Every group is too small to be told of; details: fewest."""


class PeriodRefused(SelfStudyError):
    """Days that end before they begin, or that do not exist; details: first, last."""


class TableUnknown(SelfStudyError):
    """A file is no table that can be read; details: name."""


class TableDamaged(SelfStudyError):
    """A table's file is damaged; details: name."""


class TableLocked(SelfStudyError):
    """A table's file is under a password; details: name."""


class TableTooLong(SelfStudyError):
    """A table has too many rows; details: name, limit."""


class NoNamesChosen(SelfStudyError):
    """Nobody said which column has the names; details: name."""


class NobodyListed(SelfStudyError):
    """There is no row to take; details: name."""


class DayRefused(SelfStudyError):
    """A day is none, or lies too far away; details: day."""


class HoursRefused(SelfStudyError):
    """Tiết that are no number, not above zero or too many; details: text, most."""


class NumberAmbiguous(SelfStudyError):
    """A number that may be meant in two ways; details: text, whole, part."""


class DecisionMissing(SelfStudyError):
    """Hours that no decision recognises: its number was not told."""


class DecisionDayRefused(SelfStudyError):
    """A decision of a day to come, or of long ago; details: day."""


class CourseMissing(SelfStudyError):
    """Hours for nothing: neither a course nor a module was named."""


class TaskRatingRefused(SelfStudyError):
    """A rating of a task outside 1 to 7; details: value."""


class EncodingNotChosen(SelfStudyError):
    """A list seems to be written in an encoding of before Unicode; details: name, encoding."""


class NoSuchPosition(SelfStudyError):
    """A code that names no position of the framework in use; details: position."""


class GoalRefused(SelfStudyError):
    """A goal that cannot be meant: below zero, or beyond all measure."""


class NoSuchEntry(SelfStudyError):
    """No entry of one's journal answers to an id, or it has no words; details: entry."""


class NobodyChosen(SelfStudyError):
    """Nobody was ticked to whom something should be given."""
