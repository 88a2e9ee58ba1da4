"""Publication dates: a value out of a record, a meta tag or a URL to an instant in UTC.

Belongs here: dates of documents. Does not belong here: time expressions inside the text (`pipelines.text`).
A value without a zone is taken as UTC. A value that could be two days (``03/04/2024``) is refused, not guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

EARLIEST = datetime(1600, 1, 1, tzinfo=UTC)  # the first newspapers
LATEST = datetime(2100, 1, 1, tzinfo=UTC)
CLOCK_SLACK = timedelta(days=2)  # zones and clocks that are wrong
EPOCH_DIGITS = {10: 1, 13: 1_000, 16: 1_000_000}  # digits of a Unix time today -> its units per second

_ENGLISH = "january february march april may june july august september october november december"
_MONTH_NAMES = (  # a language a line, in the order of the year
    _ENGLISH,
    "januar februar märz april mai juni juli august september oktober november dezember",
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "januari februari maart april mei juni juli augustus september oktober november december",
    "januar februar marts april maj juni juli august september oktober november december",
    "januari februari mars april maj juni juli augusti september oktober november december",
    "januar februar mars april mai juni juli august september oktober november desember",
    "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
    "ledna února března dubna května června července srpna září října listopadu prosince",
    "janvāris februāris marts aprīlis maijs jūnijs jūlijs augusts septembris oktobris novembris decembris",
    "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
)
_MONTHS = {name: number for line in _MONTH_NAMES for number, name in enumerate(line.split(), 1)}
_SHORT: dict[str, set[int]] = {}
for _name, _number in _MONTHS.items():
    for _cut in (3, 4, 5):
        _SHORT.setdefault(_name[:_cut], set()).add(_number)
_MONTHS |= {name: numbers.pop() for name, numbers in _SHORT.items() if len(numbers) == 1} | _MONTHS
_MONTHS |= {name[:cut]: number for number, name in enumerate(_ENGLISH.split(), 1) for cut in (3, 4)}
_WALL_CLOCKS = {"et": "America/New_York", "ct": "America/Chicago", "mt": "America/Denver", "pt": "America/Los_Angeles"}
_ZONES = {"utc": 0, "gmt": 0, "z": 0, "wet": 0, "west": 1, "bst": 1, "cet": 1, "cest": 2, "mez": 1, "mesz": 2, "eet": 2,
          "eest": 3, "msk": 3, "wat": 1, "cat": 2, "eat": 3, "gst": 4, "pkt": 5, "ist": 5.5, "npt": 5.75, "ict": 7,
          "wib": 7, "sgt": 8, "pht": 8, "awst": 8, "jst": 9, "kst": 9, "acst": 9.5, "acdt": 10.5, "aest": 10,
          "aedt": 11, "nzst": 12, "nzdt": 13, "nst": -3.5, "ndt": -2.5, "brt": -3, "art": -3, "ast": -4, "adt": -3,
          "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7, "akst": -9,
          "akdt": -8, "hst": -10, "sast": 2, "hkt": 8}  # fmt: skip

_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|er|\.|º)?"
_MONTH = r"(?P<month>[^\W\d_]{3,12})\.?"
_YEAR = r"(?P<year>\d{4})"
_WORDED = (
    re.compile(rf"{_DAY}[\s-]+(?:de\s+)?{_MONTH},?[\s-]+(?:de\s+)?{_YEAR}\b"),
    re.compile(rf"{_MONTH}\s+{_DAY},?\s+{_YEAR}\b"),
)
_RFC = re.compile(
    r"(?:[A-Za-z]{3},? )?\d{1,2} [A-Za-z]{3} \d{4} \d{2}:\d{2}(?::\d{2})?(?: (?:GMT|UTC?|Z|[+-]\d{4}|[ECMP][SD]T))?"
)
_REMARK = re.compile(r"\s*(?:\[[^\[\]]*\]|\([^()]*\))$")  # the zone's name after its offset
_PLACE_ZONE = re.compile(r"\s+(?P<zone>[A-Z][A-Za-z]+/[A-Z][\w/+-]+)$")
_NUMERIC = re.compile(r"(?P<first>\d{1,2})(?P<mark>[./-])(?P<second>\d{1,2})(?P=mark)(?P<year>\d{4})\b")
_TIME = re.compile(r"(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d{2}))(?::(?P<second>\d{2}))?\s*(?P<half>[ap]\.?m\b)?", re.I)
_HOUR = re.compile(r"(?P<hour>\d{1,2})\s*(?P<half>[ap]\.?m\b\.?)", re.I)
_NAMED_ZONE = re.compile(r"(?<![A-Za-z])(?P<name>[A-Z]{1,4})(?P<shift>[+-]\d{1,2})?\s*$")
_SHIFT_ZONE = re.compile(r"(?P<sign>[+-])(?P<hours>\d{2}):?(?P<minutes>\d{2})\s*$")
_WEEKDAY = re.compile(r"^(?:on\s+)?(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?[.,]?\s+", re.I)
_ISO_SPACED_ZONE = re.compile(r"^(\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)\s*(UTC|GMT|[+-]\d{2}:?\d{2})$")
_C_TIME = re.compile(
    r"[A-Za-z]{3} (?P<month>[A-Za-z]{3}) (?P<day>\d{1,2}) (?P<time>[\d:]{8})"
    r"(?P<zone> [A-Z]{1,4}| [+-]\d{4})? (?P<year>\d{4})"
)
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})\s?[年년/.-]\s?(\d{1,2})\s?[月월/.-]\s?(\d{1,2})(?!\d)[日일]?")
_MIDNIGHT = re.compile(r"(?<!\d)24:00(:00)?(?![:\d])")
_SHORT_YEAR = re.compile(r"^(?P<before>(?:[A-Za-z]{3}, )?\d{1,2} [A-Za-z]{3}) (?P<year>\d\d)(?= \d\d:\d\d)")
_LEAP_SECOND = re.compile(r"(:\d{2}):60")
_URL_DAY = re.compile(r"/(?P<year>(?:19|20)\d{2})[/-](?P<month>\d{1,2}|[a-z]{3})[/-](?P<day>\d{1,2})(?=[/_.-]|$)")
_URL_COMPACT = re.compile(r"[/_-](?P<year>(?:19|20)\d{2})(?P<month>[01]\d)(?P<day>[0-3]\d)(?=[/_.-]|$)")


def first_instant(values: Iterable[object], as_of: datetime | None = None) -> datetime | None:
    """The first of the values that is a possible publication date."""
    return next((instant for value in values if (instant := parse_instant(value, as_of))), None)


def parse_instant(value: object, as_of: datetime | None = None) -> datetime | None:
    """An aware UTC instant, or None for what is no date, is ambiguous, or lies before 1600 or after ``as_of``.

    Takes datetimes, ISO 8601, RFC 2822, GDELT's ``YYYYMMDDHHMMSS``, Unix times in seconds, milli- and microseconds,
    and written dates such as ``13 April 2024 6.30pm CEST`` or ``13. März 2024``. Two days
    beyond ``as_of`` are still taken.
    """
    try:
        instant = value if isinstance(value, datetime) else _parse(value)
        return _within_bounds(instant, as_of) if instant else None
    except (ValueError, OverflowError, IndexError, ZoneInfoNotFoundError):
        return None


def _within_bounds(instant: datetime, as_of: datetime | None) -> datetime | None:
    instant = (instant if instant.tzinfo else instant.replace(tzinfo=UTC)).astimezone(UTC)
    latest = as_of + CLOCK_SLACK if as_of else LATEST
    return instant if EARLIEST <= instant <= latest else None


def _parse(value: object) -> datetime | None:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    text = str(int(value)) if isinstance(value, float) else str(value)
    text = re.sub(r"\s+", " ", text[:100]).strip()
    if text.isdecimal():
        return _from_digits(text)
    text = _YEAR_FIRST.sub(_iso_day, _REMARK.sub("", text))
    if midnight := _MIDNIGHT.search(text):  # of the day that ends
        before = _parse(text[: midnight.start()] + "00:00" + text[midnight.end() :])
        return before + timedelta(days=1) if before else None
    text = _SHORT_YEAR.sub(lambda year: f"{year['before']} {'19' if year['year'] > '68' else '20'}{year['year']}", text)
    if c_time := _C_TIME.fullmatch(text):
        text = "{day} {month} {year} {time}{zone}".format(**c_time.groupdict(""))
    if place := _PLACE_ZONE.search(text):
        return _at_place(text[: place.start()], place["zone"])
    return _from_iso(text) or _from_rfc(text) or _from_words(text)


def _iso_day(day: re.Match[str]) -> str:
    return f"{day[1]}-{day[2]:0>2}-{day[3]:0>2}"


def _at_place(text: str, zone: str) -> datetime | None:
    """A wall clock's time in a zone of the IANA database; an offset in the text goes before it."""
    found = _from_iso(text)
    return found if found is None or found.tzinfo else found.replace(tzinfo=ZoneInfo(zone))


def _from_digits(text: str) -> datetime | None:
    if len(text) == 14:  # before Unix times: 20240413183000
        return datetime.strptime(text, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    if len(text) == 8:
        return datetime.strptime(text, "%Y%m%d").replace(tzinfo=UTC)
    units = EPOCH_DIGITS.get(len(text))
    return datetime.fromtimestamp(int(text) / units, UTC) if units else None


def _from_iso(text: str) -> datetime | None:
    text = _LEAP_SECOND.sub(r"\1:59", text)
    if spaced := _ISO_SPACED_ZONE.match(text):
        zone = "+00:00" if spaced[2].isalpha() else spaced[2]
        text = spaced[1] + (zone if ":" in zone else f"{zone[:3]}:{zone[3:]}")  # fromisoformat misreads -0500
    if not re.match(r"\d{4}-?\d\d-?\d\d", text):  # a lone year or week is no day
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _from_rfc(text: str) -> datetime | None:
    if not _RFC.fullmatch(text):  # parsedate takes a zone that it does not know for UTC
        return None
    try:
        return parsedate_to_datetime(text)
    except ValueError:
        return None


def _from_words(text: str) -> datetime | None:
    text = _WEEKDAY.sub("", text)
    day, rest = _worded_day(text)
    if day is None:
        day, rest = _numeric_day(text)
    if day is None:
        return None
    return _with_time(day, rest)


def _worded_day(text: str) -> tuple[datetime | None, str]:
    for pattern in _WORDED:
        found = pattern.search(text)
        if found and (month := _MONTHS.get(found["month"].lower())):
            day = datetime(int(found["year"]), month, int(found["day"]))
            return day, text[: found.start()] + " " + text[found.end() :]
    return None, text


def _numeric_day(text: str) -> tuple[datetime | None, str]:
    """Dots mean day first; with slashes or dashes only a number over 12 tells which is the day."""
    found = _NUMERIC.search(text)
    if not found:
        return None, text
    first, second = int(found["first"]), int(found["second"])
    if found["mark"] != "." and first != second and first <= 12 and second <= 12:
        return None, text
    day, month = (second, first) if found["mark"] != "." and second > 12 else (first, second)
    return datetime(int(found["year"]), month, day), text[: found.start()] + " " + text[found.end() :]


def _with_time(day: datetime, rest: str) -> datetime:
    found = _TIME.search(rest) or _HOUR.search(rest)
    if not found:
        return day.replace(tzinfo=UTC)
    parts = found.groupdict()
    hour, half = int(parts["hour"]), (parts["half"] or "").lower()[:1]
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    moment = day.replace(hour=hour, minute=int(parts.get("minute") or 0), second=int(parts.get("second") or 0))
    return moment.replace(tzinfo=_zone(rest))


def _zone(text: str) -> tzinfo:
    if found := _SHIFT_ZONE.search(text):
        shift = timedelta(hours=int(found["hours"]), minutes=int(found["minutes"]))
        return timezone(shift if found["sign"] == "+" else -shift)
    found = _NAMED_ZONE.search(text)
    if found and (place := _WALL_CLOCKS.get(found["name"].lower())) and not found["shift"]:
        return ZoneInfo(place)
    if found:
        return timezone(timedelta(hours=_ZONES.get(found["name"].lower(), 0) + int(found["shift"] or 0)))
    return UTC


def instant_from_url(url: str | None, as_of: datetime | None = None) -> datetime | None:
    """Midnight UTC of the day in a URL's path (``/2024/05/12/``, ``/2024-05-12-``, ``/2024/may/12/``), else None."""
    path = (url or "").partition("?")[0].partition("#")[0].lower()
    found = _URL_DAY.search(path) or _URL_COMPACT.search(path)
    if not found:
        return None
    month = found["month"] if found["month"].isdecimal() else _MONTHS.get(found["month"], 0)
    try:
        return _within_bounds(datetime(int(found["year"]), int(month), int(found["day"]), tzinfo=UTC), as_of)
    except ValueError:
        return None
