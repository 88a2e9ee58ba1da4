"""An article as a web page: JSON-LD and OpenGraph in the head, furniture around the text.

Belongs here: the page. The article's own "Read also:" lines are in it too: extraction leaves them out.
"""

import json
from html import escape

from pipelines.demo.source import Article

PAGE = """<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<title>{title} - {publisher}</title>
<link rel="canonical" href="{url}">
<meta property="og:type" content="article">
<meta property="og:title" content="{title}">
<meta property="og:site_name" content="{publisher}">
<meta property="og:url" content="{url}">
<meta property="article:published_time" content="{published}">
<meta property="article:section" content="{section}">
<script type="application/ld+json">{linked_data}</script>
</head>
<body>
<header><a href="/">{publisher}</a>
<nav><ul><li><a href="/news">News</a></li><li><a href="/sport">Sport</a></li><li><a href="/tides">Tides</a></li>
<li><a href="/subscribe">Subscribe from 9 crowns a month</a></li></ul></nav></header>
<div class="cookie-banner">We use cookies. <button>Accept</button> <button>Refuse</button></div>
<main>
<article>
<h1>{title}</h1>
<p class="byline">By {authors} | <time datetime="{published}">{day}</time></p>
{paragraphs}
</article>
<aside class="advertisement">Advertisement: Eskil's Chandlery, everything but the boat.</aside>
<aside class="related"><h2>Most read</h2><ul>
<li><a href="/2024/01/ferry">"It left without me": the ferry timetable, explained</a></li>
<li><a href="/2024/02/tides">Tide tables for the week</a></li></ul></aside>
</main>
<footer>{publisher}. All rights reserved. <a href="/contact">Contact</a> <a href="/privacy">Privacy</a></footer>
</body>
</html>
"""


def html_page(article: Article) -> str:
    """The page of an article, complete and escaped."""
    lines = escape(article.text, quote=False).split("\n\n")
    paragraphs = ["<p>" + line.replace("\n", "<br>\n") + "</p>" for line in lines]
    fields = {
        "language": article.language,
        "title": article.title,
        "publisher": article.outlet.name,
        "url": article.url,
        "published": article.published.isoformat(),
        "section": article.section or "News",
        "authors": " and ".join(article.authors),
        "day": f"{article.published.day} {article.published:%B %Y}",
    }
    return PAGE.format(
        **{key: escape(value) for key, value in fields.items()},
        linked_data=_linked_data(article),
        paragraphs="\n".join(paragraphs),
    )


def _linked_data(article: Article) -> str:
    """The schema.org NewsArticle, safe inside a script element."""
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.title,
        "datePublished": article.published.isoformat(),
        "author": [{"@type": "Person", "name": name} for name in article.authors],
        "publisher": {"@type": "NewsMediaOrganization", "name": article.outlet.name},
        "mainEntityOfPage": article.url,
        "inLanguage": article.language,
    }
    return json.dumps(data, ensure_ascii=False).replace("</", "<\\/")
