"""Files of every format, and ways to damage them: what the property test and `make fuzz` share.

Belongs here: seeds and mutations, a pure function of numbers. Does not belong here: running readers on them.
"""

from __future__ import annotations

import bz2
import gzip
import io
import random
import tarfile
import zipfile
from collections.abc import Callable

from pipelines.demo import samples_folder

TOKENS = (
    b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\x1f\x8b\x08", b"PK\x03\x04", b"<![CDATA[", b"]]>", b"<!DOCTYPE x [",
    b"<item>", b"</item>", b"&#0;", b"&lol;", b"\"", b"\\", b"\\ud800", b"{", b"[" * 200, b"\r\n\r\n", b"WARC/1.0\r\n",
    b"Content-Length: 99999999999\r\n", b"\xe2\x80\xae", b"\x93", b"<div>" * 100, b"\n", b"9" * 40, b"NaN", b"'",
)  # fmt: skip


def seeds() -> dict[str, bytes]:
    """A file of each format, by the name that tells the format; compressed ones and archives among them."""
    found = {path.name: path.read_bytes() for path in sorted(samples_folder().iterdir())}
    records = found["pages.warc"].split(b"\r\n\r\nWARC/1.1")
    whole = [records[0] + b"\r\n\r\n", *(b"WARC/1.1" + record + b"\r\n\r\n" for record in records[1:])]
    packed, archive = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name in ("plain.jsonl", "feed.atom", "page-1.html"):
            zipped.writestr(zipfile.ZipInfo(name), found[name])
    with tarfile.open(fileobj=archive, mode="w") as tarred:
        for name in ("plain.csv", "nitf-1.xml"):
            member = tarfile.TarInfo(name)
            member.size = len(found[name])
            tarred.addfile(member, io.BytesIO(found[name]))
    return found | {
        "pages.warc.gz": b"".join(gzip.compress(record, mtime=0) for record in whole),
        "a.zip": packed.getvalue(),
        "a.tar": archive.getvalue(),
        "a.tar.gz": gzip.compress(archive.getvalue(), mtime=0),
        "plain.jsonl.bz2": bz2.compress(found["plain.jsonl"]),
        "plain.csv.gz": gzip.compress(found["plain.csv"], mtime=0),
    }


def _flip(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.choice((1, 1, 2, 8, 64))):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _cut(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(len(content))]


def _remove(content: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(content))
    return content[:start] + content[start + chance.choice((1, 2, 16, 256, 2048)) :]


def _repeat(content: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(content))
    end = start + chance.choice((1, 16, 256))
    return content[:end] + content[start:end] * chance.choice((1, 2, 50)) + content[end:]


def _insert(content: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(content) + 1)
    return content[:at] + chance.choice(TOKENS) + content[at:]


def _recode(content: bytes, chance: random.Random) -> bytes:
    return content.decode("utf-8", "replace").encode(
        chance.choice(("utf-16", "utf-16-be", "cp1252", "utf-7")), "replace"
    )


MUTATIONS: tuple[Callable[[bytes, random.Random], bytes], ...] = (_flip, _cut, _remove, _repeat, _insert, _recode)


def mutated(files: dict[str, bytes], number: int) -> tuple[str, bytes]:
    """The name and content of mutation ``number``: always the same for the same number."""
    chance = random.Random(number)
    name = chance.choice(sorted(files))
    content = files[name]
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        if content:
            content = chance.choice(MUTATIONS)(content, chance)
    return name, content
