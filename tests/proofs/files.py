"""Files of other formats around a generated text: saved pages, mails, clippings, compressed pages."""

from __future__ import annotations

import base64
import gzip
import plistlib
import quopri
import random
from collections.abc import Callable

KINDS = (
    "text/html",
    "text/plain",
    "multipart/related",
    "multipart/alternative",
    "message/rfc822",
    "image/png",
    "x",
    "",
)
CHARSETS = ("utf-8", "gb2312", "big5", "x-unknown", "utf-16", "utf-7", "", "latin-1", "unicode", "idna", "base64")
ENCODINGS = ("quoted-printable", "base64", "8bit", "7bit", "x-uuencode", "", "binary")
HEADERS = (
    "From: <Saved by Blink>", "From: =?utf-8?b?54Gv?= <a@b.example>", "From: \"a (b\" <", "From: ((((", "Subject: =?gb2312?Q?=B5=C6?=", "Subject: =?utf-8?b?!!?=", "Subject: =?x?y?z?=",
    "Date: Tue, 05 Sep 2023 14:43:01 +0800 (CST)", "Date: Tue, 99 Sep 99999 99:99:99 +9999", "Date: 2023", "MIME-Version: 1.0", "Snapshot-Content-Location: https://a.example/1", "Snapshot-Content-Location: http://[",
    "Content-Location: cid:x", "Content-Location: https://a.example/1", "Message-ID: <1@b>", "Received: from a by b; Tue, 05 Sep 2023 14:43:01 GMT", "Received: ;", "Archived-At: <https://a.example/2>", "To: x", "Subject: \ud800",
)  # fmt: skip
FIELDS = (
    "title: 灯又亮了", "title: [1]", "title:", "source: https://a.example/1", "source: http://[", "author: [[林一]]", "author: [a, b]", "author: {a: b}", "published: 2023-09-13", "published: 2023-13-99", "published: [2023]",
    "created: 2025-01-01T10:00:00 (UTC +08:00)", "date: 0000-00-00", "tags: []", "a: &x [*x]", "? a", "\t- b", "date: !!python/object:x", "updated: 9999-12-31T23:59:59+23:59",
)  # fmt: skip
LINES = (
    "标题：灯又亮了", "By Ann Lee", "By ", "https://a.example/1", "http://[", "Date: 2023-09-13", "Date: 9999-99-99", "作者：、", "====", "----", "来源：", "Markdown Content:", "> a", ">", "- b", "\u3000\u3000灯", "a" * 120, "Title: x",
)  # fmt: skip


def wrap(data: bytes, chance: random.Random) -> bytes:
    """The text as a file of some format, chosen by chance, and sometimes that file compressed."""
    writers: tuple[Callable[[bytes, random.Random], bytes], ...] = (
        message,
        message,
        message,
        clipping,
        plain,
        web_archive,
    )
    data = chance.choice(writers)(data, chance)
    return gzip.compress(data, mtime=0) if chance.random() < 0.2 else data


def some(chance: random.Random, of: tuple[str, ...], most: int) -> list[str]:
    return [chance.choice(of) for _ in range(chance.randint(0, most))]


def message(data: bytes, chance: random.Random) -> bytes:
    """A mail or a saved page of one or more parts."""
    headers = [
        *chance.sample(("From: a <a@b.example>", "MIME-Version: 1.0", "Subject: 灯"), 3),
        *some(chance, HEADERS, 5),
    ]
    chance.shuffle(headers)
    ends = chance.choice((b"\n", b"\r\n"))
    body = part(data, chance, chance.choice((0, 1, 1, 2)))
    return ends.join([*(header.encode("utf-8", "surrogatepass") for header in headers), body.replace(b"\n", ends)])


def part(data: bytes, chance: random.Random, depth: int) -> bytes:
    if depth:
        boundary = chance.choice(("x", "--", "----MultipartBoundary", "灯"))
        inner = [part(data, chance, depth - 1) for _ in range(chance.randint(1, 3))]
        head = (
            f'Content-Type: multipart/{chance.choice(("related", "alternative", "mixed"))}; boundary="{boundary}"\n\n'
        )
        edge = f"\n--{boundary}\n".encode()
        return head.encode() + edge + edge.join(inner) + chance.choice((b"", f"\n--{boundary}--\n".encode()))
    encoding = chance.choice(ENCODINGS)
    coded = {"quoted-printable": quopri.encodestring, "base64": base64.encodebytes}.get(encoding, bytes)(data)
    kind = chance.choice(("text/html", "text/plain", *KINDS))
    flowed = chance.choice(("", "", "; format=flowed; delsp=yes"))
    head = f'Content-Type: {kind}; charset="{chance.choice(CHARSETS)}"{flowed}\nContent-Transfer-Encoding: {encoding}\n'
    location = chance.choice(("", "", "Content-Location: https://a.example/1\n", "Content-Disposition: attachment\n"))
    return (head + location + "\n").encode() + coded


def clipping(data: bytes, chance: random.Random) -> bytes:
    front = "\n".join(["---", *some(chance, FIELDS, 5), chance.choice(("---", "---", "..."))])
    return front.encode() + b"\n" + data


def plain(data: bytes, chance: random.Random) -> bytes:
    lines = [chance.choice(("灯又亮了", "The lamp")), *some(chance, LINES, 5)]
    text = "\n".join(f"{line}{chance.choice(('', chr(10)))}" for line in lines).encode() + b"\n"
    return text + data + b"\n" + "\n".join(some(chance, LINES, 3)).encode()


def web_archive(data: bytes, chance: random.Random) -> bytes:
    url = chance.choice(("https://a.example/1", "http://[", "", 1))
    encoding = chance.choice(CHARSETS)
    main = {"WebResourceData": data, "WebResourceURL": url, "WebResourceTextEncodingName": encoding}
    main |= chance.choice(({}, {"WebResourceMIMEType": "text/html"}, {"WebResourceMIMEType": "image/png"}))
    form = chance.choice((plistlib.FMT_BINARY, plistlib.FMT_XML))
    return plistlib.dumps({"WebMainResource": main}, fmt=form)
