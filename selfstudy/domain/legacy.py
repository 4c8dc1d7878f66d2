"""Vietnamese text of before Unicode, and text that was read in a wrong encoding: what it says.

Nothing here is applied unasked: `guess` proposes, a person looks at before and after and decides.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Literal

from selfstudy.domain.vietnamese import nfc

Encoding = Literal["unicode", "tcvn3", "vni", "cp1258", "viqr", "utf8"]
ENCODINGS: tuple[Encoding, ...] = ("unicode", "tcvn3", "vni", "cp1258", "viqr", "utf8")

GRAVE, HOOK, TILDE, ACUTE, DOT = "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"
CIRCUMFLEX, BREVE, HORN = "\u0302", "\u0306", "\u031b"
TONES = (GRAVE, HOOK, TILDE, ACUTE, DOT)
MOST_WORDS = 2000  # that a guess looks at
SURE = 0.9  # of the words: then a text is what it seems
LIKELY = 0.6

# — TCVN3 (ABC): the bytes of TCVN 5712:1993 as Latin-1 shows them ————————————————————————

_TCVN3_PLAIN = dict(zip("¨©ª«¬\xad®¡¢£¤¥¦§", "ăâêôơưđĂÂÊÔƠƯĐ", strict=True))
_TCVN3_TONED = {
    "a": "µ¶·¸¹", "ă": "»¼½¾Æ", "â": "ÇÈÉÊË", "e": "ÌÎÏÐÑ", "ê": "ÒÓÔÕÖ", "i": "×ØÜÝÞ",
    "o": "ßáâãä", "ô": "åæçèé", "ơ": "êëìíî", "u": "ïñòóô", "ư": "õö÷øù", "y": "úûüýþ",
}  # fmt: skip
TCVN3: dict[str, str] = _TCVN3_PLAIN | {
    sign: nfc(letter + tone)
    for letter, signs in _TCVN3_TONED.items()
    for sign, tone in zip(signs, TONES, strict=True)
}

# — VNI for Windows: a letter, and its marks as a second one ——————————————————————————————

_VNI_ALONE = dict(zip("íìæóòôöîñ", "íìỉĩịơưỵđ", strict=True))
_VNI_TONES = dict(zip("øûõùï", TONES, strict=True))
_VNI_ROUND = {"â": CIRCUMFLEX} | {
    sign: CIRCUMFLEX + tone for sign, tone in zip("àåãáä", TONES, strict=True)
}
_VNI_SHORT = {"ê": BREVE} | {sign: BREVE + tone for sign, tone in zip("èúüéë", TONES, strict=True)}


def _vni() -> dict[str, str]:
    pairs = {base + sign: nfc(base + tone) for base in "aeouy" for sign, tone in _VNI_TONES.items()}
    pairs |= {
        base + sign: nfc(letter + tone)
        for base, letter in (("ô", "ơ"), ("ö", "ư"))
        for sign, tone in _VNI_TONES.items()
    }
    pairs |= {base + sign: nfc(base + mark) for base in "aeo" for sign, mark in _VNI_ROUND.items()}
    pairs |= {"a" + sign: nfc("a" + mark) for sign, mark in _VNI_SHORT.items()}
    pairs |= _VNI_ALONE
    capitals = {written.upper(): letter.upper() for written, letter in pairs.items()}
    return pairs | capitals


VNI = _vni()
_VNI_ANY = re.compile("|".join(sorted(VNI, key=len, reverse=True)))
# A capital letter is often followed by the mark of a small one.
_VNI_LOOSE = {
    written[0].upper() + written[1:]: letter.upper()
    for written, letter in VNI.items()
    if len(written) > 1 and written.islower()
}
_VNI_LOOSE_ANY = re.compile("|".join(_VNI_LOOSE))

# — VIQR: marks as ASCII signs ————————————————————————————————————————————————————————————

_VIQR_MARKS = {"^": CIRCUMFLEX, "(": BREVE, "+": HORN, "*": HORN}
_VIQR_TONES = dict(zip("`?~'.", TONES, strict=True))
_VIQR = re.compile(r"\\(.)|([dD])[dD]|([aeiouyAEIOUY])([\^(+*]?)([`?~'.]?)")

# — one byte taken for another ————————————————————————————————————————————————————————————


def _misread() -> dict[int, str]:
    """What a cp1258 byte is, by what cp1252 shows it as."""
    found = {}
    for byte in range(0x80, 0x100):
        raw = bytes([byte])
        meant = raw.decode("cp1258", "ignore")
        if meant:
            found[ord(raw.decode("cp1252", "ignore") or chr(byte))] = meant
    return found


_MISREAD = _misread()
_AS_BYTE = {
    ord(shown): byte
    for byte in range(0x80, 0xA0)
    if (shown := bytes([byte]).decode("cp1252", "ignore"))
}


def convert(text: str, encoding: Encoding, font: str = "") -> str:
    """What a text says that was written in an encoding; capitals where its font draws all so."""
    if encoding == "tcvn3":
        found = "".join(TCVN3.get(sign, sign) for sign in text)
        return nfc(found.upper() if font.casefold().endswith("h") else found)
    if encoding == "vni":
        loose = _VNI_LOOSE_ANY.sub(lambda match: _VNI_LOOSE[match.group()], text)
        return nfc(_VNI_ANY.sub(lambda match: VNI[match.group()], loose))
    if encoding == "cp1258":
        return nfc(text.translate(_MISREAD))
    if encoding == "viqr":
        return nfc(_VIQR.sub(_viqr, text))
    return nfc(_utf8(text) if encoding == "utf8" else text)


def _viqr(match: re.Match[str]) -> str:
    escaped, stroke, vowel, mark, tone = match.groups()
    if escaped:
        return str(escaped)
    if stroke:
        return "đ" if stroke == "d" else "Đ"
    return str(vowel) + _VIQR_MARKS.get(mark, "") + _VIQR_TONES.get(tone, "")


def _utf8(text: str) -> str:
    """Text whose UTF-8 bytes were shown as cp1252; as it is where that is not so."""
    codes = [_AS_BYTE.get(ord(sign), ord(sign)) for sign in text]
    try:
        return bytes(codes).decode("utf-8")
    except ValueError:
        return text


def to_tcvn3(text: str) -> str:
    """A text as TCVN3 writes it; capitals with a tone have no sign there and stay."""
    back = {letter: sign for sign, letter in TCVN3.items()}
    return "".join(back.get(letter, letter) for letter in nfc(text))


def to_vni(text: str) -> str:
    """A text as VNI writes it."""
    back = {letter: written for written, letter in VNI.items()}
    return "".join(back.get(letter, letter) for letter in nfc(text))


# — which of them it is ———————————————————————————————————————————————————————————————————


def of_font(font: str) -> Encoding | None:
    """The encoding that a font is drawn for, or None for one of Unicode."""
    name = font.casefold()
    if name.startswith(".vn"):
        return "tcvn3"
    return "vni" if name.startswith("vni") else None


def guess(texts: Iterable[str], fonts: Iterable[str] = ()) -> Encoding:
    """The encoding in which texts make Vietnamese words: by their fonts, then by their sound."""
    for font in fonts:
        if (drawn := of_font(font)) is not None:
            return drawn
    words = _words(texts)
    strange = [word for word in words if not word.isascii()]
    if not strange:
        signed = [word for word in words if _VIQR_WORD.fullmatch(word)]
        return "viqr" if signed and len(signed) * 4 > len(words) else "unicode"
    as_it_is = _sound(strange, "unicode")
    if as_it_is >= SURE:
        return "unicode"
    orders: tuple[Encoding, ...] = ("utf8", "tcvn3", "vni", "cp1258")
    best = max(orders, key=lambda encoding: _sound(strange, encoding))
    heard = _sound(strange, best)
    return best if heard >= LIKELY and heard > as_it_is else "unicode"


_BETWEEN = re.compile(r"[\x00-\x26\x29,\-/0-9:-=@\[\]_{-\x7f]+")
_VIQR_WORD = re.compile(
    r"(?=.*(?:[aeiouyAEIOUY](?:[\^(+*]|[`?~'.](?=\w))|[dD][dD]))[A-Za-z`?~'.^(+*]+"
)
_SYLLABLE = re.compile(
    "(?:b|ch|c|d|đ|gh|gi|g|h|kh|k|l|m|ngh|ng|nh|n|ph|p|q|r|s|th|tr|t|v|x)?"
    "(?:oai|oay|oeo|oao|iêu|yêu|uôi|ươi|ươu|uây|uya|uyê|uyu|ai|ao|au|ay|âu|ây|eo|êu|ia|iê|iu|oa|oă"
    "|oe|oi|ôi|ơi|ua|uâ|uê|ui|uô|uơ|uy|ưa|ươ|ưi|ưu|yê|oo|a|ă|â|e|ê|i|o|ô|ơ|u|ư|y)"
    "(?:ch|c|m|nh|ng|n|p|t)?"
)


def _words(texts: Iterable[str]) -> list[str]:
    found: dict[str, None] = {}
    for text in texts:
        for word in _BETWEEN.split(text):
            found.setdefault(word)
        if len(found) > MOST_WORDS:
            break
    return [word for word in found if len(word) > 1]


def _sound(words: list[str], encoding: Encoding) -> float:
    """The share of words that could be Vietnamese syllables in an encoding."""
    return sum(sounds(convert(word, encoding)) for word in words) / len(words)


def sounds(word: str) -> bool:
    """Whether a word is built like a Vietnamese syllable."""
    marks = unicodedata.normalize("NFD", word.lower())
    bare = nfc("".join(mark for mark in marks if mark not in TONES))
    one_tone = sum(mark in TONES for mark in marks) <= 1
    return one_tone and _SYLLABLE.fullmatch(bare) is not None
