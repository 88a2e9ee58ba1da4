"""The language of an article: what its metadata says, as an ISO 639-1 code, or what its letters say.

Belongs here: codes and detection. Does not belong here: choosing what to annotate by language.
"""

from __future__ import annotations

import re
from functools import lru_cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

UNDETERMINED = "und"
MIN_LETTERS = 100
MIN_CONFIDENCE = 0.5
SAMPLE_CHARS = 2000
_CONSTRUCTED = {"vo", "ia", "ie", "io"}

# ISO 639-1, ISO 639-2/3 codes and English names, for the languages that feeds spell out.
_SPELLINGS = """
ar ara arabic; be bel belarusian; bg bul bulgarian; bn ben bengali; bs bos bosnian; ca cat catalan; cs ces cze czech;
cy cym wel welsh; da dan danish; de deu ger german; el ell gre greek; en eng english; es spa spanish castilian;
et est estonian; eu eus baq basque; fa fas per persian farsi; fi fin finnish; fr fra fre french; ga gle irish;
gl glg galician; gu guj gujarati; he heb hebrew iw; hi hin hindi; hr hrv croatian; hu hun hungarian;
hy hye arm armenian; id ind indonesian in; is isl ice icelandic; it ita italian; ja jpn japanese; ka kat geo georgian;
kk kaz kazakh; ko kor korean; ky kir kyrgyz; lt lit lithuanian; lv lav latvian; mk mkd mac macedonian;
ml mal malayalam; mn mon mongolian; mr mar marathi; ms msa may malay; mt mlt maltese; ne nep nepali;
nl nld dut dutch flemish; no nor norwegian nb nob; nn nno; pa pan punjabi; pl pol polish; pt por portuguese;
ro ron rum romanian; ru rus russian; si sin sinhala; sk slk slo slovak; sl slv slovenian slovene; sq sqi alb albanian;
sr srp serbian; sv swe swedish; sw swa swahili; ta tam tamil; te tel telugu; th tha thai; tl tgl tagalog filipino;
tr tur turkish; uk ukr ukrainian; ur urd urdu; uz uzb uzbek; vi vie vietnamese; zh zho chi chinese mandarin
"""
_CODES = {name: row.split()[0] for row in _SPELLINGS.split(";") for name in row.split()}


def language_code(value: object) -> str | None:
    """``en`` for ``EN``, ``en-US``, ``en_GB.UTF-8``, ``eng``, ``English``; None for what names no known language."""
    if not isinstance(value, str):
        return None
    first = re.split(r"[-_.,;\s(]", value.strip().lower(), maxsplit=1)[0]
    return _CODES.get(first)


def detect_language(text: str) -> str:
    """ISO 639-1 code, or ``und`` for a text with fewer than 100 letters or a doubtful result. Deterministic."""
    sample = text[:SAMPLE_CHARS]
    if sum(map(str.isalpha, sample)) < MIN_LETTERS:
        return UNDETERMINED
    code, confidence = _identifier().classify(sample)
    return str(code) if confidence >= MIN_CONFIDENCE else UNDETERMINED


@lru_cache(maxsize=1)
def _identifier() -> LanguageIdentifier:
    """Loaded on first use: it takes half a second and about 20 MB."""
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages([code for code in identifier.labels if len(code) == 2 and code not in _CONSTRUCTED])
    return identifier
