"""Articles as XML: RSS 2.0, Atom, a news sitemap, NITF 3 and NewsML-G2.

Belongs here: the five XML formats of `wires`. Does not belong here: which articles, other formats.
"""

from __future__ import annotations

from email.utils import format_datetime
from html import escape

from pipelines.demo.formats import Files
from pipelines.demo.source import Article

PROMOTION = '<p class="promo"><a href="/newsletter">Sign up for our newsletter</a></p>'
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'


def _markup(article: Article) -> str:
    return "".join(f"<p>{escape(one, quote=False)}</p>" for one in article.text.split("\n\n"))


def write_rss(articles: list[Article]) -> Files:
    """RSS 2.0 with the full text in ``content:encoded`` and a promotion after it."""
    items = "".join(
        f"<item><title>{escape(article.title)}</title><link>{article.url}</link>"
        f'<guid isPermaLink="false">{article.slug}</guid><pubDate>{format_datetime(article.published)}</pubDate>'
        + "".join(f"<dc:creator>{escape(name)}</dc:creator>" for name in article.authors)
        + f"<category>{article.section}</category><description>A teaser of a few words.</description>"
        f"<content:encoded><![CDATA[{_markup(article)}{PROMOTION}]]></content:encoded></item>\n"
        for article in articles
    )
    head = f"<title>{articles[0].outlet.name}</title><language>{articles[0].language}</language>\n"
    names = 'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    feed = f'{DECLARATION}<rss version="2.0" {names}>\n<channel>{head}{items}</channel></rss>\n'
    return {"feed.rss": feed.encode()}


def write_atom(articles: list[Article]) -> Files:
    """Atom with xhtml content."""
    entries = "".join(
        f'<entry><title type="text">{escape(article.title)}</title><id>tag:{article.slug}</id>'
        f'<link rel="alternate" href="{article.url}"/><published>{article.published.isoformat()}</published>'
        f"<updated>{article.published.isoformat()}</updated>"
        + "".join(f"<author><name>{escape(name)}</name></author>" for name in article.authors)
        + f'<category term="{article.section}"/><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">'
        f"{_markup(article)}</div></content></entry>\n"
        for article in articles
    )
    first = articles[0]
    head = f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{first.language}"><title>{first.outlet.name}</title>\n'
    return {"feed.atom": f"{DECLARATION}{head}{entries}</feed>\n".encode()}


def write_news_sitemap(articles: list[Article]) -> Files:
    """A news sitemap: addresses, titles and dates, no text."""
    urls = "".join(
        f"<url><loc>{article.url}</loc><news:news><news:publication><news:name>{article.outlet.name}</news:name>"
        f"<news:language>{article.language}</news:language></news:publication>"
        f"<news:publication_date>{article.published.isoformat()}</news:publication_date>"
        f"<news:title>{escape(article.title)}</news:title></news:news></url>\n"
        for article in articles
    )
    names = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
    return {"news-sitemap.xml": f"{DECLARATION}<urlset {names}>\n{urls}</urlset>\n".encode()}


def write_nitf(articles: list[Article]) -> Files:
    """NITF 3.6, an article a file."""
    written = {}
    for number, article in enumerate(articles, 1):
        bylines = "".join(f"<byline>By <person>{escape(name)}</person></byline>" for name in article.authors)
        issued = f"{article.published:%Y%m%dT%H%M%S%z}"
        document = (
            f'{DECLARATION}<nitf xmlns="http://iptc.org/std/NITF/2006-10-18/" xml:lang="{article.language}">'
            f'<head><title>{escape(article.title)}</title><docdata><date.issue norm="{issued}"/></docdata>'
            f'<pubdata name="{escape(article.outlet.name)}" position.section="{article.section}" '
            f'ex-ref="{article.url}"/>'
            f"</head>\n<body><body.head><hedline><hl1>{escape(article.title)}</hl1></hedline>{bylines}</body.head>\n"
            f"<body.content>{_markup(article)}</body.content></body></nitf>\n"
        )
        written[f"nitf-{number}.xml"] = document.encode()
    return written


def write_newsml(articles: list[Article]) -> Files:
    """A NewsML-G2 message with an item for each article."""
    items = "".join(
        f'<newsItem guid="tag:{article.slug}" version="1" standard="NewsML-G2" standardversion="2.35" '
        f'xml:lang="{article.language}"><itemMeta><itemClass qcode="ninat:text"/>'
        f"<provider><name>{escape(article.outlet.name)}</name></provider>"
        f"<versionCreated>{article.published.isoformat()}</versionCreated>"
        f"<firstCreated>{article.published.isoformat()}</firstCreated></itemMeta><contentMeta>"
        + "".join(f"<creator><name>{escape(name)}</name></creator>" for name in article.authors)
        + f'<language tag="{article.language}"/><headline>{escape(article.title)}</headline></contentMeta>'
        f'<contentSet><inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><head>'
        f'<title>{escape(article.title)}</title><link rel="canonical" href="{article.url}"/></head>'
        f"<body>{_markup(article)}</body></html></inlineXML></contentSet></newsItem>\n"
        for article in articles
    )
    message = f'<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>\n{items}</itemSet></newsMessage>\n'
    return {"newsml.xml": f"{DECLARATION}{message}".encode()}
