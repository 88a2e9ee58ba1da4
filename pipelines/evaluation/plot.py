"""The reliability plot: confidence against the share that is right, as a PNG.

Belongs here: the drawing. Does not belong here: the figures in it (`reliability`), writing the file.
Altair and vl-convert are imported when a plot is asked for; both work without a network.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pipelines.evaluation.reliability import Bin, Reliability

if TYPE_CHECKING:
    import altair as alt

    Layers = alt.LayerChart | alt.FacetChart

Row = dict[str, Any]  # a point, a bar, or a word in the plot
WIDTH, HEIGHT, COUNTS_HEIGHT = 460, 400, 90  # pixels, before scaling
SCALE = 2
INK, FAINT, BLUE, SOFT_BLUE = "#1f2933", "#8a94a0", "#1f5fa8", "#a9c4e4"


class NothingToPlot(ValueError):
    """No prediction tells a confidence."""


def reliability_png(reliability: Reliability, title: str) -> bytes:
    """The plot as a PNG: above, each bin's mean confidence against its share right; below, each bin's count.

    Bars at the points are 95% intervals. Raises NothingToPlot: no prediction tells a confidence.
    """
    import vl_convert

    specification = reliability_chart(reliability, title).to_json()
    return vl_convert.vegalite_to_png(specification, scale=SCALE, allowed_base_urls=[])


def reliability_chart(reliability: Reliability, title: str) -> alt.VConcatChart:
    """The plot as a chart. Raises NothingToPlot: no prediction tells a confidence."""
    import altair as alt

    rows = [_row(one) for one in reliability.bins if one.count]
    if not rows:
        raise NothingToPlot("no prediction tells a confidence: there is nothing to plot")
    heading = alt.Title(title, subtitle=_subtitle(reliability), anchor="start", offset=14, subtitlePadding=5)
    chart: alt.VConcatChart = (
        alt.vconcat(_points(rows), _counts(rows), spacing=14, title=heading)
        .configure(font="Liberation Sans, DejaVu Sans, Arial, sans-serif", background="white", padding=18)
        .configure_view(stroke="#d8dde3")
        .configure_axis(
            labelColor=INK,
            titleColor=INK,
            gridColor="#e9edf1",
            domainColor=FAINT,
            tickColor=FAINT,
            labelFontSize=12,
            titleFontSize=13,
            titleFontWeight="normal",
            titlePadding=10,
        )
        .configure_title(color=INK, fontSize=17, subtitleColor="#52606d", subtitleFontSize=12.5)
    )
    return chart


def _points(rows: Sequence[Row]) -> Layers:
    import altair as alt

    scale = alt.Scale(domain=[0, 1], nice=False)
    x = alt.X("confidence:Q", scale=scale, axis=alt.Axis(labels=False, ticks=False, tickCount=10), title=None)
    axis = alt.Axis(format="%", tickCount=5)
    y = alt.Y("right:Q", scale=scale, axis=axis, title="share of attributions that are right")
    chart = alt.Chart(_data(rows)).encode(x=x, y=y)
    diagonal = alt.Chart(_data([{"confidence": end, "right": end} for end in (0, 1)])).encode(x=x, y=y)
    note = alt.Chart(_data([{"confidence": 0.14, "right": 0.09, "words": "perfectly calibrated"}]))
    layers = (
        diagonal.mark_line(color=FAINT, strokeDash=[5, 4], strokeWidth=1.3),
        note.mark_text(color="#64707d", fontSize=11.5, align="left").encode(x=x, y=y, text="words:N"),
        chart.mark_rule(color=SOFT_BLUE, strokeWidth=3, strokeCap="round").encode(
            y=alt.Y("least:Q", scale=scale, axis=axis, title="share of attributions that are right"), y2="most:Q"
        ),
        chart.mark_circle(color=BLUE, size=75, opacity=1),
    )
    return alt.layer(*layers).properties(width=WIDTH, height=HEIGHT)


def _counts(rows: Sequence[Row]) -> Layers:
    import altair as alt

    highest = max(row["count"] for row in rows)
    room = alt.Scale(domain=[0, 1.25 * highest], nice=False)  # for the number above the highest bar
    scale, axis = alt.Scale(domain=[0, 1], nice=False), alt.Axis(format=".1f", tickCount=10, grid=False)
    bare = alt.Axis(labels=False, ticks=False, grid=False)
    chart = alt.Chart(_data(rows)).encode(y=alt.Y("count:Q", scale=room, axis=bare, title="attributions"))
    bars = chart.mark_bar(color=SOFT_BLUE, stroke="white").encode(
        x=alt.X("low:Q", scale=scale, axis=axis, title="confidence"),
        x2="high:Q",
        y2=alt.datum(0),
    )
    numbers = chart.mark_text(color=INK, fontSize=11, dy=-7).encode(
        x=alt.X("middle:Q", scale=scale, axis=axis), text=alt.Text("count:Q", format=",")
    )
    return alt.layer(bars, numbers).properties(width=WIDTH, height=COUNTS_HEIGHT)


def _data(rows: Sequence[Row]) -> alt.InlineData:
    import altair as alt

    return alt.InlineData(values=list(rows))


def _row(one: Bin) -> Row:
    least, most = one.interval
    return {
        "confidence": one.mean_confidence,
        "right": one.right_share,
        "least": least,
        "most": most,
        "low": one.low,
        "high": one.high,
        "middle": (one.low + one.high) / 2,
        "count": one.count,
    }


def _subtitle(reliability: Reliability) -> list[str]:
    shown = [(one, f"at {one.low} or more") for one in reliability.firm] + [(reliability.everything, "in all")]
    shares = [f"{one.right / one.count:.0%} of {one.count:,} {words}" for one, words in shown if one.count]
    return ["Right: " + ", ".join(shares), "Right is: content and source overlap those of gold. Bars: 95% intervals."]
