"""The charting library as one script: Vega, Vega-Lite and Vega-Embed, bundled once and kept with the package.

``python -m pipelines.report.bundle`` makes it anew, out of vl-convert and without a network. That takes several
seconds, too long for every report; so it is done when vl-convert is upgraded, and a test tells when that is.
Belongs here: making the file. Does not belong here: what a page does with it (`pipelines/report/page_files/page.js`).
"""

from __future__ import annotations

from pathlib import Path

BUNDLE = Path(__file__).with_name("page_files") / "vega.js"
LICENCES = BUNDLE.with_name("LICENCES.md")
_SNIPPET = "window.vegaEmbed = vegaEmbed;"


def heading() -> str:
    """First line of the file: what is in it, in the versions that the installed vl-convert brings."""
    from importlib.metadata import version

    import vl_convert

    lite = vl_convert.get_vegalite_versions()[-1]
    versions = (
        f"Vega {vl_convert.get_vega_version()}, Vega-Lite {lite}, Vega-Embed {vl_convert.get_vega_embed_version()}"
    )
    return f"/* {versions}; vl-convert-python {version('vl-convert-python')} */"


def bundle() -> str:
    """The script with its licences, in ASCII. Raises ValueError when it holds what would end a script element."""
    import vl_convert

    script = vl_convert.javascript_bundle(_SNIPPET)
    plain = "".join(sign if sign.isascii() else _escape(sign) for sign in script)
    if "</script" in plain.lower() or "<!--" in plain:
        raise ValueError("the bundle cannot stand in a script element as it is")
    licences = LICENCES.read_text(encoding="ascii")
    return f"{heading()}\n/*!\n{licences}*/\n(() => {{\n{plain}\n}})();\n"


def _escape(sign: str) -> str:
    """The sign as JavaScript writes it in strings and patterns, as two halves beyond U+FFFF."""
    units = sign.encode("utf-16-be")
    return "".join(f"\\u{units[start : start + 2].hex()}" for start in range(0, len(units), 2))


if __name__ == "__main__":
    BUNDLE.write_text(bundle(), encoding="ascii")
