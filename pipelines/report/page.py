"""The page: a report as HTML that stands alone.

Belongs here: filling the template, its rules on escaping, and the policy that the browser is told. Does not belong
here: the words and the order of sections (``page_files/page.html``), figures (``contents``), charts (``charts``).
"""

from __future__ import annotations

import base64
import hashlib
import json
from importlib import resources
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from pipelines.report.addresses import link_of
from pipelines.report.bundle import BUNDLE
from pipelines.report.charts import Spec, development_chart, voices_chart
from pipelines.report.contents import Report
from pipelines.report.passages import pieces
from pipelines.report.words import count_of, day_words, percent, short_period, steerless

FILES = "page_files"


def report_page(report: Report) -> str:
    """The page as one HTML document: no file besides it and no network is needed, nor asked for.

    Its policy (Content-Security-Policy) lets nothing run but the page's own script, known by its digest, and lets
    nothing be loaded or sent.
    """
    script, style = _script(), _file("page.css")
    page = (
        _environment()
        .get_template("page.html")
        .render(
            report=report,
            charts={name: _script_data(chart) for name, chart in _charts(report).items()},
            policy=_policy(script, style),
            style=Markup(style),  # our own files
            script=Markup(script),
        )
    )
    return page.encode("utf-8", "replace").decode("utf-8")


def _charts(report: Report) -> dict[str, Spec]:
    charts = {}
    if report.span and report.timeline.series:
        charts["timeline"] = development_chart(report.timeline, report.span)
    if report.voices:
        charts["voices"] = voices_chart(report.voices)
    if report.span and report.trends.series:
        charts["trends"] = development_chart(report.trends, report.span)
    return charts


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("pipelines.report", FILES),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["link_of"] = link_of
    environment.globals["pieces"] = pieces
    environment.filters.update(
        count_of=count_of, percent=percent, day=day_words, period=short_period, one_line=_one_line
    )
    return environment


def _one_line(words: str) -> str:
    return " ".join(words.split())


def _shown(value: Any) -> Any:
    """What the template puts in: words without signs that would steer what is around them."""
    return steerless(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _script_data(spec: Spec) -> Markup:
    """A chart's specification as JSON that cannot end the script element in which it stands, nor open a comment."""
    text = json.dumps(spec, ensure_ascii=True, separators=(",", ":"))
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)


def _script() -> str:
    return f"{BUNDLE.read_text(encoding='ascii')}{_file('page.js')}"


def _file(name: str) -> str:
    return resources.files("pipelines.report").joinpath(FILES, name).read_text(encoding="utf-8")


def _policy(script: str, style: str) -> str:
    rules = {
        "default-src": "'none'",
        "script-src": f"'sha256-{_digest(script)}'",
        "style-src-elem": f"'sha256-{_digest(style)}'",
        "style-src-attr": "'unsafe-inline'",  # the charts set the style of their own elements
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    return "; ".join(f"{rule} {value}" for rule, value in rules.items())


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
