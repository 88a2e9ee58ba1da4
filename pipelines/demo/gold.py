"""Articles -> gold rows: attributions with offsets, and the speakers behind them.

Belongs here: the two JSON Lines shapes that the scorers read. Does not belong here: scoring.
"""

import json

from pipelines.demo.source import Article


def gold_articles(articles: list[Article]) -> list[Article]:
    """The articles in which every attribution is annotated."""
    return [article for article in articles if article.marked.attributions]


def gold_row(article: Article) -> dict[str, object]:
    """Text, attributions and dates of an article; offsets are half-open code points of ``text``."""
    attributions = [
        {
            "id": _identifier(gold.number),
            "source": gold.source,
            "cue": gold.cue,
            "content": gold.content,
            "type": gold.kind,
        }
        for gold in article.marked.attributions
    ]
    dates = [{"start": date.span[0], "end": date.span[1], "value": date.value} for date in article.marked.dates]
    return {
        "article_id": article.slug,
        "title": article.title,
        "published_at": f"{article.published:%Y-%m-%d}",
        "publisher": article.outlet.name,
        "url": article.url,
        "text": article.text,
        "attributions": attributions,
        "dates": dates,
    }


def canon_row(article: Article) -> dict[str, object]:
    """The speaker of every attribution: kind, and the names that count as right."""
    speakers = {
        _identifier(number): {"kind": speaker.kind, "names": list(speaker.names) or None, "kb_name": None}
        for number, speaker in sorted(article.speakers.items())
    }
    return {"article_id": article.slug, "speakers": speakers}


def write_gold(articles: list[Article]) -> dict[str, bytes]:
    """``gold.jsonl`` and ``canon.jsonl``, a line an article, oldest first."""
    chosen = gold_articles(articles)
    rows = {"gold.jsonl": [gold_row(a) for a in chosen], "canon.jsonl": [canon_row(a) for a in chosen]}
    return {
        name: "".join(f"{json.dumps(row, ensure_ascii=False)}\n" for row in lines).encode()
        for name, lines in rows.items()
    }


def _identifier(number: int) -> str:
    return f"q{number:02}"
