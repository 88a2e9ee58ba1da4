"""A small warehouse whose articles attack the page that quotes them, and what they attack it with."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from pipelines.settings import Settings
from pipelines.warehouse.lake import Lake
from pipelines.warehouse.serving import build_warehouse
from tests.warehouse.rows import BUILT_AT, SQL, Told, article, publish, with_speakers

ATTACK = (
    "</script><script>document.title='owned'</script><!-- <img src=x onerror=\"document.title='owned'\"> "
    "\u2028\u2029 {{ 7 * 7 }} {% raw %} ${alert(1)} datum.x')+eval(\"document.title='owned'\")+(' "
    "\u202egnp.exe\u0000 &amp; ]]>"
)
SPEAKER = f"Orla {ATTACK} Vint"
TOPIC = f"works {ATTACK}"
SECOND = "Tomás Brel"
UNUSABLE = (
    "javascript:document.title='owned'",
    "data:text/html,<script>1</script>",
    "java\nscript:alert(1)",
    "//x.example/",
)
QUOTED_ADDRESS = "https://courier.example/a?b=1&c=\"onmouseover='document.title=1'><b>"
RECORDS = {
    "core.check_results": [
        {"run_id": "r1", "table_name": "core.quotes", "partition": "all", "expectation": "once broken, since mended"}
        | {"severity": "critical", "success": False, "unexpected_count": 9, "checked_at": BUILT_AT.replace(hour=1)},
        {"run_id": "r2", "table_name": "core.quotes", "partition": "all", "expectation": "once broken, since mended"}
        | {"severity": "critical", "success": True, "unexpected_count": 0, "checked_at": BUILT_AT.replace(hour=2)},
        {"run_id": "r2", "table_name": "core.articles", "partition": "2031-05-06", "expectation": f"dates {ATTACK}"}
        | {"severity": "warning", "success": False, "unexpected_count": 3, "checked_at": BUILT_AT.replace(hour=2)},
    ],
    "core.own_topics": [{"topic_id": "own:bridges", "name": "Bridges", "definition": "phrases: bridge"}],
}


def hostile_data(folder: Path) -> Settings:
    """A data folder with that warehouse: seven articles, of which the first two have the same text."""
    articles = [_article(number) for number in range(6)] + [_namesakes()]
    for found, url in zip(articles[2:6], UNUSABLE, strict=True):
        found["core.articles"][0]["url"] = url
    articles[0]["core.articles"][0]["url"] = QUOTED_ADDRESS
    rows: dict[str, Any] = with_speakers(articles) | RECORDS
    rows["core.topics"] = [{"topic_id": "medtop:04000000", "label": TOPIC}]
    rows["core.topics"].append(
        {"topic_id": "medtop:20000001", "label": "bridges and roads", "parent_id": "medtop:04000000"}
    )
    rows["core.quote_own_topics"] = [_own(row) for row in rows["core.quotes"][:1]]
    settings = Settings(folder / "data")
    lake = Lake(settings.lake)
    publish(lake, rows)
    build_warehouse(lake, SQL, settings.warehouse, BUILT_AT)
    return settings


def _article(number: int) -> dict[str, list[Any]]:
    words = f"The bridge {max(1, number)} will open {ATTACK}"
    said = f"“{words}”, said {SPEAKER}, while {SECOND} warned that rents would rise."
    text = f"Before it {ATTACK}\n{said}\nAfter it {ATTACK}"
    told: Sequence[Told] = [
        Told(SPEAKER, SPEAKER, "said", words),
        Told(
            SECOND, SECOND, "warned", "rents would rise", "indirect", "warn", date(1931, 4, 5) if number == 5 else None
        ),
    ]
    found = article(f"Post {number}{ATTACK}", f"2031-0{number + 1}-03T08:00", text, told, "medtop:04000000")
    found["core.articles"][0]["title"] = f"Title {number} {ATTACK}"
    return found


def _namesakes() -> dict[str, list[Any]]:
    text = "“Roads first”, said Emil Karsten. “Bridges first”, wrote Odile Karsten."
    told = [
        Told("Emil Karsten", "Emil Karsten", "said", "Roads first"),
        Told("Odile Karsten", "Odile Karsten", "wrote", "Bridges first"),
    ]
    return article("Harbour Times", "2031-06-20T08:00", text, told, "medtop:20000001")


def _own(row: Any) -> dict[str, Any]:
    return {"quote_id": row["quote_id"], "topic_id": "own:bridges", "matched_in": "words", "match_count": 1} | {
        "version_id": row["version_id"],
        "article_id": row["article_id"],
    }
