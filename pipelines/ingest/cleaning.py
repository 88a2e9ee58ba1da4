"""Text to clean text: line ends, control and invisible characters, mojibake.

Belongs here: repairs that hold for any text of any source. Does not belong here: removing page furniture; that is only
marked (`furniture`). Quotation marks, dashes, accents and spelling are never touched.
"""

from __future__ import annotations

import html
import re

import ftfy
from ftfy import TextFixerConfig

# Only the steps that undo a wrong decoding. Quotation marks, ligatures, widths and normal forms stay as they are.
_REPAIR = TextFixerConfig(
    unescape_html=False,
    remove_terminal_escapes=False,
    fix_encoding=True,
    fix_latin_ligatures=False,
    fix_character_width=False,
    uncurl_quotes=False,
    fix_line_breaks=False,
    fix_surrogates=False,
    remove_control_chars=False,
    normalization=None,
    explain=False,
)
MAX_LINE = 1000
_LINE_ENDS = re.compile("\r\n|[\r\u2028\u2029]")
_TERMINAL_CODES = re.compile("\x1b\\[[0-9;?]*[ -/]*[@-~]")
_ODD_ASCII = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
_SURROGATES = re.compile("[\ud800-\udfff]")
# C0 and C1 controls but tab and newline; soft hyphen, zero-width space, word joiner, BOM; marks, overrides and isolates
# of direction; interlinear annotation; noncharacters.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
    "\ufff9-\ufffb\ufdd0-\ufdef\ufffe\uffff]"
)
# Joiners belong to emoji and to Arabic and Indic scripts; between Latin, Greek or Cyrillic letters they only hide text.
_HIDDEN_JOINER = re.compile("(?<=[A-Za-z\u00c0-\u052f])[\u200c\u200d]+(?=[A-Za-z\u00c0-\u052f])")
_ENTITY = re.compile(r"&(?:[A-Za-z]{2,8}|#\d{2,6}|#[xX][0-9A-Fa-f]{2,5});")
# Two-byte UTF-8 that ftfy leaves alone because it could be meant; in a text known to be broken it is not. Without
# U+00BB: a closing guillemet may well follow a capital letter.
_LEFTOVER = re.compile("[\u00c3-\u00df][\u00a1-\u00ba\u00bc-\u00bf]")
_SPACES = re.compile(r"\s+")


def clean_text(text: str) -> str:
    """The text as it is stored, and to which all offsets refer.

    Line ends become ``\\n``; control, direction and zero-width characters go; lone surrogates become U+FFFD; text that
    was decoded with the wrong charset is repaired. Everything else, white space included, stays as it was.
    """
    if text.isascii() and not _ODD_ASCII.search(text):
        return text
    text = _SURROGATES.sub("\ufffd", text)
    text = _LINE_ENDS.sub("\n", text)
    text = _repaired(text)
    text = _TERMINAL_CODES.sub("", text)
    text = _INVISIBLE.sub("", text)
    return _HIDDEN_JOINER.sub("", text)


def _repaired(text: str) -> str:
    """The text with UTF-8 that was read as Windows-1252 put right; unchanged where ftfy is not sure of it."""
    repaired = ftfy.fix_encoding(text, _REPAIR)
    if repaired == text:
        return text
    return _LEFTOVER.sub(lambda match: match[0].encode("latin-1").decode("utf-8"), repaired)


def clean_line(text: str) -> str | None:
    """A title or name on one line: cleaned, character references resolved, white space collapsed; None if empty.

    What is longer than 1,000 characters is cut there.
    """
    text = text[: 2 * MAX_LINE]
    resolved = resolve_references(resolve_references(clean_text(text)))
    return _SPACES.sub(" ", clean_text(resolved)).strip()[:MAX_LINE] or None


def resolve_references(text: str) -> str:
    """HTML character references that end in a semicolon, resolved; a bare ampersand stays."""
    return _ENTITY.sub(lambda match: html.unescape(match[0]), text)
