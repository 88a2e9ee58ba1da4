"""Bytes to text: byte order marks, UTF-8, a declared charset, and only then detection.

Belongs here: choosing an encoding. Does not belong here: cleaning the text that comes out (`cleaning`).
"""

from __future__ import annotations

import codecs
import contextlib
import re

from charset_normalizer import from_bytes

from pipelines.ingest.records import RefusalError
from pipelines.ingest.streams import wide_encoding

DETECTION_BYTES = 1 << 15
CHAOS_MARGIN = 0.02
SOUND_SHARE = 0.5  # by accident, a text in another encoding has a tenth
_PASTED_MARKS = tuple(bytes([byte]) for byte in b"\x85\x91\x92\x93\x94\x96\x97\xa0\xab\xbb")  # behind a letter
MIXED = "pasted-cp1252"  # how the decoder is to treat what is not UTF-8
MAX_BROKEN_SHARE = 0.02  # of characters, in a text that fits no encoding
# In order of preference where the detector finds several equally free of mess. cp1252 first: it is what the web means
# by "unknown Western".
_CANDIDATES = ["cp1252", "cp1257", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "koi8_r", "koi8_u",
               "shift_jis", "euc_jp", "gb18030", "big5", "euc_kr"]  # fmt: skip
# What a browser reads these labels as (WHATWG Encoding Standard), where Python's codec of that name is narrower.
_WIDER = {"iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "gb2312": "gb18030", "gbk": "gb18030",
          "shift_jis": "cp932", "euc_kr": "cp949", "tis-620": "cp874"}  # fmt: skip

_BINARY_MAGIC = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"%PDF", b"PK\x03\x04", b"\x7fELF", b"RIFF", b"OggS", b"ID3",
                 b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd", b"7z\xbc\xaf", b"Rar!", b"SQLite format 3",
                 b"\xd0\xcf\x11\xe0")  # fmt: skip
_CONTROL = re.compile(rb"[\x01-\x08\x0e-\x1a\x1c-\x1f]")
_MAX_CONTROL_SHARE = 0.01
_TAGS = re.compile(rb"<(script|style)\b.*?</\1\s*>|<[^<>]*>", re.IGNORECASE | re.DOTALL)
_NON_ASCII_LINE = re.compile(rb"[^\n]*[\x80-\xff][^\n]*\n?")
# Signs that a decoding turned letters of another alphabet into Icelandic letters, fractions or currency signs.
_ODD_LETTERS = re.compile(r"(?<=\w)[ðþÐÞ¿¼½¾¹²³¤¦¬×÷]|[ðþ¿×÷](?=\w)|[a-z][ÐÞÌÊÎ]")


def decode_bytes(content: bytes, declared: str | None = None) -> str:
    """The text of ``content``: by its byte order mark, as UTF-8, as ``declared``, or as detected.

    Raises `RefusalError` with reason ``not_text`` or ``undecodable``.
    """
    wide = wide_encoding(content)
    if wide:
        return content.decode(wide, "replace").removeprefix("\ufeff")
    _refuse_binary(content)
    content = content.removeprefix(codecs.BOM_UTF8)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        return _decode_otherwise(content, declared, error)


def _refuse_binary(content: bytes) -> None:
    if content.startswith(_BINARY_MAGIC):
        raise RefusalError("not_text", "binary data under a text file's name")
    sample = content[:DETECTION_BYTES]
    if len(_CONTROL.findall(sample)) > max(8, _MAX_CONTROL_SHARE * len(sample)):
        raise RefusalError("not_text", "too many control characters for a text")


def _decode_otherwise(content: bytes, declared: str | None, error: UnicodeDecodeError) -> str:
    codec = _codec(declared)
    if codec and codec != "utf-8":
        with contextlib.suppress(UnicodeDecodeError):  # the declaration is wrong: detect
            return content.decode(codec)
    if is_damaged_utf8(content):
        return content.decode("utf-8", MIXED)
    detected = detect_encoding(content)
    replaced = content.decode("utf-8", "replace")
    if detected is None and replaced.count("\ufffd") <= MAX_BROKEN_SHARE * len(replaced):
        return replaced
    if detected is None:
        raise RefusalError("undecodable", f"not UTF-8 (byte {error.start}) and no other encoding fits") from error
    return content.decode(detected, "replace")


def _codec(label: str | None) -> str | None:
    """Python's name for a declared charset, as wide as browsers read it; None for an unknown label."""
    if not label:
        return None
    try:
        name = codecs.lookup(label.strip().strip("\"'")).name
    except (LookupError, ValueError):
        return None
    return _WIDER.get(name, name)


def is_damaged_utf8(content: bytes) -> bool:
    """Whether so many non-ASCII bytes do form UTF-8 characters that the others are damaged or were pasted in."""
    text = content.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    sound = sum(1 for character in text if character > "\x7f") - broken
    return sound > SOUND_SHARE * broken


def _as_pasted(error: UnicodeError) -> tuple[str, int]:
    """For a decoder: a byte of Windows-1252 that stands alone among UTF-8, or a letter with a mark, is meant so."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    content, start, end = error.object, error.start, error.end
    bytes_alone = not _is_high(content[start - 1 : start]) and not _is_high(content[end : end + 1])
    is_pasted = bytes_alone and (end - start == 1 or content[start + 1 : end] in _PASTED_MARKS)
    return (content[start:end].decode("cp1252", "replace") if is_pasted else "\ufffd"), end


def _is_high(byte: bytes) -> bool:
    return byte >= b"\x80"


codecs.register_error(MIXED, _as_pasted)


def detect_encoding(content: bytes) -> str | None:
    """The likeliest single-byte or East Asian encoding of bytes that are not UTF-8, else None. Deterministic."""
    sample = b"".join(_NON_ASCII_LINE.findall(_TAGS.sub(b" ", content[: 8 * DETECTION_BYTES])))[:DETECTION_BYTES]
    matches = from_bytes(sample or content[:DETECTION_BYTES], cp_isolation=_CANDIDATES, preemptive_behaviour=False)
    if not matches:
        return None
    cleanest = min(match.chaos for match in matches) + CHAOS_MARGIN
    likely = [match for match in matches if match.chaos <= cleanest]
    best = max(match.coherence for match in likely)
    names = [match.encoding for match in likely if match.coherence >= best - CHAOS_MARGIN]
    return min(names, key=lambda name: (_oddity(sample, name), _CANDIDATES.index(name)))


def _oddity(sample: bytes, encoding: str) -> int:
    return len(_ODD_LETTERS.findall(sample.decode(encoding, "replace")))
