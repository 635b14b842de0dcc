"""Bytes to text: which encoding, why, and what had to be replaced.

The rules, first that holds: a byte order mark; the charset that the page or server states, if it decodes; UTF-8;
UTF-16 without a mark, by where its zero bytes stand; UTF-8 with faults in it; GB18030 or Big5 where the bytes come in
pairs as Chinese does; else Windows-1252. Nothing is guessed from frequencies of letters, so that the same bytes give
the same text everywhere. The text holds no lone surrogate and no control character but tab and line ends.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What pages call Latin-1 and GB2312 is in practice the larger set (WHATWG Encoding, section 4.2).
_IN_PRACTICE = {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030"}
_NOT_OF_DOCUMENTS = {"utf-7", "idna", "punycode", "unicode_escape", "raw_unicode_escape", "utf-16", "utf-32"}
_STATED = re.compile(rb"""<meta[^<>]{0,200}?charset\s{0,5}=\s{0,5}["']?\s{0,5}([A-Za-z0-9._:-]{2,40})""", re.IGNORECASE)
_STATED_XML = re.compile(rb"""\s{0,20}<\?xml[^<>]{0,100}?encoding\s{0,5}=\s{0,5}["']([A-Za-z0-9._:-]{2,40})""")
_HIGH = re.compile(rb"[\x80-\xff]+")
_PAIR_BIG5 = re.compile(rb"[\xa1-\xf9](?:[\x40-\x7e]|[\xa1-\xfe])")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060-\u2064\ufeff\U000e0000-\U000e007f]")
_TAG = re.compile("[\U000e0000-\U000e007f]")
_HEAD = 4096
_SAMPLE = 1_000_000
_ONE_PAIR = 2


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text, the encoding it was read in, and what was odd."""

    text: str
    encoding: str
    warnings: tuple[str, ...] = ()


def decoded(data: bytes, *, stated: str = "") -> Decoded:
    """Decode bytes by the rules of this module; never fails.

    Args:
        data: The bytes of a document.
        stated: The charset that its server stated; empty if none.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _finished(data[len(mark) :].decode(encoding, "replace"), encoding, ())
    head = data[:_HEAD]
    in_page = _STATED.search(head) or _STATED_XML.match(head)
    for name in (stated, in_page.group(1).decode("ascii") if in_page else ""):
        if name and (found := _by_name(data, name)) is not None:
            return found
    with_zeros = data[:_SAMPLE].count(0) > len(data[:_SAMPLE]) // 5  # UTF-16 of plain letters is UTF-8 as well
    if not with_zeros:
        try:
            return _finished(data.decode("utf-8", "surrogatepass"), "utf-8", ())
        except UnicodeDecodeError:
            pass
    encoding, why = _without_help(data)
    if encoding == "utf-8":
        return _mended(data)
    return _finished(data.decode(encoding, "replace"), encoding, (why,))


def stated_charset(content_type: str) -> str:
    """Return the charset in a Content-Type header; empty if there is none."""
    match = re.search(r"charset\s{0,5}=\s{0,5}[\"']?([A-Za-z0-9._:-]{2,40})", content_type[:300], re.IGNORECASE)
    return match.group(1) if match else ""


def _by_name(data: bytes, name: str) -> Decoded | None:
    try:
        codec = codecs.lookup(name).name
    except LookupError:
        return None
    encoding = _IN_PRACTICE.get(codec, codec)
    if codec in _NOT_OF_DOCUMENTS:
        return None
    if encoding == "cp1252" and _is_utf8(data):  # the page says Latin-1 and is UTF-8, which Latin-1 never is by chance
        return None
    try:
        text = data.decode(encoding)
    except (UnicodeError, LookupError, ValueError, TypeError, AssertionError):  # no encoding of texts, or not this one
        return None
    return _finished(text, encoding, ())


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _without_help(data: bytes) -> tuple[str, str]:
    """Return the encoding of bytes that are not UTF-8 and state none, and what to say of it."""
    sample = data[:_SAMPLE]
    zeros = sample.count(0)
    if zeros > len(sample) // 5:
        even = sample[::2].count(0)
        encoding = "utf-16-be" if even > zeros - even else "utf-16-le"
        return encoding, f"states no encoding; read as {encoding} by where its zero bytes stand"
    high = sum(byte > 0x7F for byte in sample)  # noqa: PLR2004  above ASCII
    replaced = sample.decode("utf-8", "replace").count("\ufffd")
    if replaced * 10 <= high:
        return "utf-8", ""
    runs = [len(run) for run in _HIGH.findall(sample)]
    paired = sum(length for length in runs if length % 2 == 0)
    if (
        paired * 20 >= high * 19
        and sum(length for length in runs if length > _ONE_PAIR) * 2 >= high
        and _decodes(sample, "gb18030")
    ):
        return "gb18030", "states no encoding; read as GB18030, since its bytes come in pairs"
    in_pairs = sum(map(len, _PAIR_BIG5.findall(sample)))
    if high * 4 >= len(sample) and in_pairs >= high and _decodes(sample, "big5hkscs"):
        return "big5hkscs", "states no encoding; read as Big5, since its bytes come in pairs"
    if high * 4 >= len(sample) and _decodes(sample, "gb18030"):
        return "gb18030", "states no encoding; read as GB18030, since its bytes come in pairs"
    return "cp1252", "states no encoding and is not UTF-8; read as Windows-1252, so accented letters may be wrong"


def _decodes(sample: bytes, encoding: str) -> bool:
    """Tell whether a sample decodes, but for a character cut at its end."""
    try:
        codecs.getincrementaldecoder(encoding)().decode(sample, final=False)
    except UnicodeDecodeError:
        return False
    return True


def _mend(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):  # pragma: no cover - only decoding calls it
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error("licet-mend", _mend)


def _mended(data: bytes) -> Decoded:
    """Read UTF-8 with some bytes of Windows-1252 among it."""
    faults = data.decode("utf-8", "replace").count("\ufffd") - data.count("\ufffd".encode())
    warning = f"{faults:,} places are not UTF-8; their bytes were read as Windows-1252"
    return _finished(data.decode("utf-8", "licet-mend"), "utf-8", (warning,))


def _finished(text: str, encoding: str, warnings: tuple[str, ...]) -> Decoded:
    """Replace what no text may hold, one character for one, and tell what hides from a reader."""
    found = list(warnings)
    if not text.isascii() and any("\ud800" <= character <= "\udfff" for character in set(text)):
        text = re.sub("[\ud800-\udfff]", "\ufffd", text)
        found.append("held lone surrogates, which are replaced")
    text = text.replace("\x0b", "\n").replace("\x0c", "\n")
    text, count = _CONTROL.subn("\ufffd", text)
    if count:
        found.append(f"held {count:,} control characters, which are replaced")
    elif "\ufffd" in text:
        found.append(f"{text.count(chr(0xFFFD)):,} characters could not be read")
    found += hidden(text)
    return Decoded(text, encoding, tuple(found))


def hidden(text: str) -> list[str]:
    """Return a warning for each kind of character that a reader does not see. They stay in the text."""
    if text.isascii():
        return []
    warnings = []
    if count := len(_DIRECTION.findall(text)):
        first = _DIRECTION.search(text)
        name = unicodedata.name(first.group(), "?").lower() if first else "?"
        warnings.append(
            f"{count:,} characters change the direction of writing ({name}): the eye may read another order"
        )
    if count := len(_INVISIBLE.findall(text)):
        warnings.append(f"{count:,} invisible characters stand in the text")
    if _TAG.search(text):
        warnings.append("invisible tag characters spell words that no reader sees")
    return warnings
