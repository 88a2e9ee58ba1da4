"""The cost of a word by the length of its article, as a picture."""

from __future__ import annotations

from collections.abc import Sequence


def cost_png(costs: Sequence[tuple[int, float]]) -> bytes:
    """A PNG of (words, microseconds of CPU a word)."""
    import altair as alt
    import vl_convert

    rows = alt.InlineData(values=[{"words": words, "cost": cost} for words, cost in costs])
    x = alt.X("words:Q", scale=alt.Scale(type="log"), axis=alt.Axis(format="~s", values=[words for words, _ in costs]))
    y = alt.Y("cost:Q", scale=alt.Scale(zero=True), title="microseconds of CPU a word")
    line = alt.Chart(rows).mark_line(point=True).encode(x=x.title("words of the article"), y=y)
    numbers = alt.Chart(rows).mark_text(dy=-12).encode(x=x, y=y, text=alt.Text("cost:Q", format=".0f"))
    chart = (line + numbers).properties(width=460, height=260, title="A word costs the same in any article")
    return vl_convert.vegalite_to_png(chart.to_json(), scale=2, allowed_base_urls=[])
