"""The charts, as Vega-Lite specifications.

Belongs here: what is drawn where. Does not belong here: the library that draws (see ``bundle``), tables, words around.
A specification is plain Vega-Lite: importing a library to build it would cost a report more time than its questions.
What comes from articles stands in the data only, never in an expression, a title or the name of a field. Rows bear
their names as words beside the bars, so nothing is told by colour alone; colours are those of the page's style sheet,
so that they follow light and dark.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from pipelines.report.contents import Development, Series, Voice
from pipelines.report.periods import Span, next_period, period_start
from pipelines.report.words import count_of, percent, period_words, steerless

Spec = dict[str, Any]
SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
BAND, VOICE_BAND = 54, 40  # pixels of a row: its name above, its bars below
LOWEST = 200  # pixels of a chart through time; where it has few rows, they are higher
BARS, NAME = 0.58, 0.66  # of a row's height: the highest bar, the foot of its name
LEAST = 0.05  # of a row's height: what of a single quote can be seen beside hundreds
NARROW = 480  # pixels below which names have fewer figures beside them
CONFIG: Spec = {
    "aria": False,  # the figure has a label and a table; a label for each bar would only be noise
    "background": "transparent",
    "font": "system-ui, sans-serif",
    "view": {"stroke": None},
    "axis": {
        "labelColor": "var(--soft)",
        "titleColor": "var(--soft)",
        "gridColor": "var(--line)",
        "domainColor": "var(--edge)",
        "tickColor": "var(--edge)",
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
    },
}


def development_chart(development: Development, span: Span) -> Spec:
    """Quotes through time, a row of bars for each series; all have one scale, unless one row is far above the rest."""
    highest = max(series.peak for series in development.series)
    rows = len(development.series)
    bars = [
        _bar(series, rows - place - 1, on, count, series.peak if development.is_uneven else highest, span)
        for place, series in enumerate(development.series)
        for on, count in series.by_period
    ]
    names = [
        {"words": _series_words(series, span), "brief": _brief_words(series, span), "foot": rows - place - 1 + NAME}
        for place, series in enumerate(development.series)
    ]
    axis = {"title": None, "labelOverlap": True, "tickCount": 8, "gridDash": [2, 3]}
    time = {
        "x": {"field": "from", "type": "temporal", "scale": {"type": "utc", "nice": False}, "axis": axis},
        "x2": {"field": "until"},
    }
    mark = {"type": "bar", "color": "var(--bar)", "stroke": "var(--paper)", "strokeWidth": 0.5}
    encoding = {
        **time,
        "y": _height("foot", rows),
        "y2": {"field": "head"},
        "tooltip": _tooltip("name", "period", "quotes"),
    }
    whole = {
        "from": _instant(period_start(span.first_on, span.period)),
        "until": _instant(next_period(period_start(span.last_on, span.period), span.period)),
    }
    ground = [{"foot": row, **whole} for row in range(rows)]
    layers = [_layer(bars, mark, encoding), _ground(ground, rows, time), _names(names, rows)]
    return _chart(max(rows * BAND, LOWEST), layers)


def voices_chart(voices: Sequence[Voice]) -> Spec:
    """Shares, a bar for each speaker. The wanted speaker's has an outline and an arrow before the name."""
    rows = len(voices)
    bars = [_voice_bar(voice, rows - place - 1) for place, voice in enumerate(voices)]
    names = [
        {"words": _voice_words(voice), "brief": _voice_words(voice), "foot": rows - place - 1 + NAME}
        for place, voice in enumerate(voices)
    ]
    axis = {"title": "share of the quotes of named speakers", "format": ".0%", "tickCount": 4, "gridDash": [2, 3]}
    encoding = {
        "x": {"field": "share", "type": "quantitative", "scale": {"domainMin": 0}, "axis": axis},
        "x2": {"datum": 0},
        "y": _height("foot", rows),
        "y2": {"field": "head"},
        "tooltip": _tooltip("name", "share of voice", "quotes", "outlets"),
    }
    plain = {"type": "bar", "color": "var(--bar)"}
    wanted = {"type": "bar", "color": "var(--bar-wanted)", "stroke": "var(--ink)", "strokeWidth": 2}
    layers = [
        _layer(found, mark, encoding)
        for is_wanted, mark in ((False, plain), (True, wanted))
        if (found := [bar for bar in bars if bar["wanted"] is is_wanted])
    ]
    ground = [{"foot": row} for row in range(rows)]
    return _chart(rows * VOICE_BAND, [*layers, _ground(ground, rows, {}), _names(names, rows)])


def _bar(series: Series, foot: int, on: date, count: int, highest: int, span: Span) -> Spec:
    until = next_period(on, span.period)
    return {
        "name": steerless(series.name),
        "period": period_words(on, span.period),
        "quotes": count,
        "from": _instant(on),
        "until": _instant(until),
        "foot": foot,
        "head": foot + max(BARS * count / highest, LEAST),
    }


def _voice_words(voice: Voice) -> str:
    return f"{'▶ ' if voice.is_wanted else ''}{voice.rank}. {steerless(voice.name)} · {percent(voice.share)}"


def _voice_bar(voice: Voice, foot: int) -> Spec:
    return {
        "name": steerless(voice.name),
        "share": voice.share,
        "share of voice": percent(voice.share),
        "quotes": voice.quotes,
        "outlets": voice.outlets,
        "foot": foot + 0.08,
        "head": foot + BARS,
        "wanted": voice.is_wanted,
    }


def _series_words(series: Series, span: Span) -> str:
    halves = f"{series.earlier:,} → {series.later:,}"
    counted = f"{count_of(series.quotes, 'quote')} ({halves}), up to {series.peak:,} a {span.period}"
    return f"{steerless(series.name)} · {counted}"


def _brief_words(series: Series, span: Span) -> str:
    return f"{steerless(series.name)} · {series.quotes:,}, up to {series.peak:,} a {span.period}"


def _ground(rows_at: Sequence[Spec], rows: int, across: Spec) -> Spec:
    """The line on which each row stands."""
    return _layer(rows_at, {"type": "rule", "color": "var(--edge)"}, {**across, "y": _height("foot", rows)})


def _names(names: Sequence[Spec], rows: int) -> Spec:
    """The name of each row, above its bars, in brief where there is little room; what does not fit is cut off."""
    mark = {"type": "text", "align": "left", "baseline": "bottom", "fontSize": 13, "color": "var(--ink)"}
    encoding = {"x": {"value": 0}, "y": _height("foot", rows), "text": {"field": "fitting"}}
    fitting = {"calculate": f"width < {NARROW} ? datum.brief : datum.words", "as": "fitting"}
    return _layer(names, mark | {"limit": {"expr": "width"}}, encoding) | {"transform": [fitting]}


def _height(field: str, rows: int) -> Spec:
    return {"field": field, "type": "quantitative", "scale": {"domain": [0, rows], "nice": False}, "axis": None}


def _tooltip(*fields: str) -> list[Spec]:
    return [{"field": field, "type": "nominal", "title": field} for field in fields]


def _layer(values: Sequence[Spec], mark: Spec, encoding: Spec) -> Spec:
    return {"data": {"values": list(values)}, "mark": mark, "encoding": encoding}


def _chart(height: int, layers: Sequence[Spec]) -> Spec:
    size = {"width": "container", "height": height, "autosize": {"type": "fit-x", "contains": "padding"}}
    return {"$schema": SCHEMA, **size, "padding": 2, "config": CONFIG, "layer": list(layers)}


def _instant(on: date) -> str:
    return f"{on.isoformat()}T00:00:00Z"
