"""Vietnamese as typed with the input method off: raw Telex ("nghij ddinhj") and VNI ("nghi5")."""

from __future__ import annotations

import re
from collections.abc import Callable

from selfstudy.domain.vietnamese import fold, nfc

_GRAVE, _HOOK, _TILDE, _ACUTE, _DOT = "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"
_TELEX_TONES = {"f": _GRAVE, "r": _HOOK, "x": _TILDE, "s": _ACUTE, "j": _DOT, "z": ""}
_VNI_TONES = {"2": _GRAVE, "3": _HOOK, "4": _TILDE, "1": _ACUTE, "5": _DOT, "0": ""}
_ROOFED = {"a": "â", "e": "ê", "o": "ô"}
_VOWELS = frozenset("aăâeêioôơuưy")
_SHAPED = frozenset("ăâêôơư")
_SYLLABLE = re.compile(
    r"(?P<onset>ngh|ng|nh|gh|gi(?=[aeiouy])|kh|ph|qu|th|tr|ch|[bcdghklmnprstvx])?"
    r"(?P<rhyme>[aeiouy]{1,3})(?P<coda>ch|c|m|ng|nh|n|p|t)?"
)
_WORD = re.compile(r"[^\W_]+")
_GLIDE_FIRST = frozenset({"oa", "oe", "uy"})

Keys = Callable[["_Syllable", str], bool]


class _Syllable:
    """Letters typed so far and the tone over them."""

    def __init__(self) -> None:
        self.letters: list[str] = []
        self.tone = ""

    def has_vowel(self) -> bool:
        return not _VOWELS.isdisjoint(self.letters)

    def roof(self, letter: str) -> bool:
        """A circumflex on the last vowel of this name."""
        return self._last(letter, _ROOFED[letter])

    def stroke(self) -> bool:
        """The bar of đ."""
        if self.letters[:1] != ["d"]:
            return False
        self.letters[0] = "đ"
        return True

    def horn(self) -> bool:
        """The horn of ơ and ư, on both of them where they stand together."""
        typed = "".join(self.letters)
        if typed.startswith("qu"):
            return self._last("o", "ơ")
        if "uo" in typed or "ưo" in typed:
            self._last("u", "ư")
            return self._last("o", "ơ")
        return self._last("u", "ư") or self._last("o", "ơ")

    def breve(self) -> bool:
        """The bow of ă."""
        return self._last("a", "ă")

    def _last(self, letter: str, instead: str) -> bool:
        if letter not in self.letters:
            return False
        self.letters[len(self.letters) - 1 - self.letters[::-1].index(letter)] = instead
        return True

    def written(self) -> str:
        """The syllable with its tone in place; empty where it is none."""
        typed = "".join(self.letters)
        found = _SYLLABLE.fullmatch(fold(typed))
        if found is None:
            return ""
        onset, rhyme, coda = (
            typed[slice(*found.span(name))] for name in ("onset", "rhyme", "coda")
        )
        if fold(rhyme[:2]) == "uo" and not {"ơ", "ư"}.isdisjoint(rhyme[:2]):
            rhyme = "uơ" if rhyme[2:] + coda == "" else f"ươ{rhyme[2:]}"
        at = _tone_at(rhyme, closed=bool(coda))
        return nfc(onset + rhyme[: at + 1] + self.tone + rhyme[at + 1 :] + coda)


def _tone_at(rhyme: str, *, closed: bool) -> int:
    """Which vowel carries the tone."""
    shaped = [index for index, letter in enumerate(rhyme) if letter in _SHAPED]
    if shaped:
        return shaped[-1]
    if closed:
        return len(rhyme) - 1
    return 1 if len(rhyme) == 3 or rhyme in _GLIDE_FIRST else 0


def _telex_key(done: _Syllable, key: str) -> bool:
    """Whether a key changed the letters before it."""
    if key in _TELEX_TONES and done.has_vowel():
        done.tone = _TELEX_TONES[key]
        return True
    if key == "d":
        return done.stroke()
    if key in _ROOFED:
        both = "".join(done.letters[-2:]) in {"oa", "oe"} and key == "o"  # "ngoao" has two
        return not both and done.roof(key)
    if key == "w":
        return _telex_w(done)
    return False


def _telex_w(done: _Syllable) -> bool:
    """W makes ă, ơ or ư of what is there; without a vowel it is ư itself."""
    typed = "".join(done.letters)
    if ("ua" in typed and not typed.startswith("qu")) or "a" not in typed:
        if not done.horn():
            done.letters.append("ư")
        return True
    return done.breve()


def _vni_key(done: _Syllable, key: str) -> bool:
    """Whether a digit changed the letters before it."""
    if key in _VNI_TONES and done.has_vowel():
        done.tone = _VNI_TONES[key]
        return True
    shapes: dict[str, Callable[[], bool]] = {
        "6": lambda: any(done.roof(letter) for letter in "aeo"),
        "7": done.horn,
        "8": done.breve,
        "9": done.stroke,
    }
    return key in shapes and shapes[key]()


def _read(word: str, keys: Keys) -> str:
    done = _Syllable()
    changed = False
    for key in word.casefold():
        if keys(done, key):
            changed = True
        else:
            done.letters.append(key)
    return (done.written() if changed else "") or word


def _meant(word: str) -> str:
    if not word.isascii():
        return word
    telex = _read(word, _telex_key)
    return telex if telex != word else _read(word, _vni_key)


def meant(text: str) -> str:
    """The text as it would read had the input method been on; the same where nothing fits."""
    return _WORD.sub(lambda found: _meant(found[0]), text)
