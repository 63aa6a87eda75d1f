"""Mails as mail programs and servers write them, with the oddities of real ones."""

import base64
from datetime import datetime
from email import policy
from email.header import Header
from email.message import EmailMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.utils import format_datetime

import pytest

from dossier.ingest.drafts.draft import draft_capture
from dossier.ingest.formats.detect import detect_capture
from dossier.problems import Failure

from .stories import STORIES, Story, score


def fold(text: str, width: int = 72) -> str:
    """A paragraph in lines, as mail programs fold it."""
    lines, line = [], ""
    for word in text.split(" "):
        if line and len(line) + len(word) >= width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return "\n".join([*lines, line])


def message(story: Story, **headers: str) -> EmailMessage:
    mail = EmailMessage(policy=policy.SMTP)
    mail["From"] = f'"{story.author}" <desk@lantern.example>'
    mail["To"] = "reader@example.org"
    mail["Subject"] = story.title
    mail["Date"] = format_datetime(datetime.fromisoformat(story.published))
    mail["Message-ID"] = "<1@lantern.example>"
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    return mail


def html_of(story: Story) -> str:
    rows = "".join(f"<tr><td style='padding:4px'><p>{text}</p></td></tr>" for text in story.paragraphs)
    return f"<html><head><style>p {{color: red}}</style></head><body><table width=600>{rows}</table></body></html>"


def plain(story: Story) -> bytes:
    mail = message(story)
    mail.set_content("\n\n".join(map(fold, story.paragraphs)) + "\n\n-- \nThe desk\n+1 555\n")
    return mail.as_bytes()


def alternative(story: Story) -> bytes:
    mail = message(story, List_Unsubscribe="<https://lantern.example/u>")
    mail.set_content("This mail needs HTML.")
    mail.add_alternative(html_of(story), subtype="html")
    return mail.as_bytes()


def with_attachments(story: Story) -> bytes:
    mail = message(story, Received="from a by b; Tue, 05 Sep 2023 14:43:01 +0800 (CST)")
    mail.set_content(html_of(story), subtype="html", cte="base64")
    mail.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="报告.pdf")
    mail.add_attachment("not this", subtype="plain", filename="note.txt")
    return mail.as_bytes()


def flowed(story: Story) -> bytes:
    mail = message(story)
    text = "\n\n".join(fold(text).replace("\n", " \n") for text in story.paragraphs)
    mail.set_content(text, cte="8bit")
    mail.set_param("format", "flowed")
    return mail.as_bytes()


def forwarded(story: Story) -> bytes:
    mail = message(story)
    mail.replace_header("Subject", f"Fwd: Re: {story.title}")
    mail.set_content("\n\n".join(story.paragraphs))
    return b"From desk@lantern.example Tue Sep  5 14:43:01 2023\n" + mail.as_bytes().replace(b"\r\n", b"\n")


def in_old_encoding(story: Story) -> bytes:
    """As mail programs of the 2000s wrote: GBK, KOI8-R or Windows-1252 named in words and parts, and raw in the sender."""
    charset = {"zh-Hans": "gb2312", "zh-Hant": "big5", "ru": "koi8-r"}.get(story.language, "windows-1252")
    codec = {"gb2312": "gb18030", "big5": "big5hkscs"}.get(charset, charset)
    subject = f"=?{charset}?B?{base64.b64encode(story.title.encode(codec)).decode()}?="
    date = format_datetime(datetime.fromisoformat(story.published))
    head = f"MIME-Version: 1.0\r\nSubject: {subject}\r\nDate: {date} (X)\r\nContent-Type: text/plain; charset={charset}\r\n"
    sender = b"From: " + story.author.encode(codec) + b" <desk@lantern.example>\r\n"
    return (
        sender
        + head.encode()
        + b"Content-Transfer-Encoding: 8bit\r\n\r\n"
        + "\r\n\r\n".join(story.paragraphs).encode(codec)
    )


def related(story: Story) -> bytes:
    outer, inner = MIMEMultipart("related"), MIMEMultipart("alternative")
    outer["From"], outer["Subject"] = (
        str(Header(story.author, "utf-8")) + " <a@b.example>",
        Header(story.title, "utf-8"),
    )
    outer["Date"], outer["To"] = format_datetime(datetime.fromisoformat(story.published)), "a@b.example"
    inner.attach(MIMEText("\n\n".join(story.paragraphs), "plain", "utf-8"))
    inner.attach(MIMEText(html_of(story), "html", "utf-8"))
    outer.attach(inner)
    return outer.as_bytes()


def dated_by_a_server(story: Story) -> bytes:
    date = format_datetime(datetime.fromisoformat(story.published))
    mail = message(story, Received=f"from a.example (a [192.0.2.1]) by b.example with ESMTP id 1; {date}")
    del mail["Date"]
    mail.set_content("\n\n".join(story.paragraphs))
    return mail.as_bytes()


WRITERS = (plain, alternative, with_attachments, flowed, forwarded, in_old_encoding, related, dated_by_a_server)


@pytest.mark.parametrize("writer", WRITERS)
def test_mails_of_each_kind(writer):
    files = [(f"{number}.eml", writer(story), story) for number, story in enumerate(STORIES)]
    score(files).check()


def test_sender_subject_and_time():
    (draft,) = draft_capture("a.eml", plain(STORIES[0]))
    assert draft.fields["byline"] == [{"name": "Ann Lee", "role": "reporter"}]
    assert draft.fields["published"] == "2023-09-13T21:30:00+08:00"
    assert draft.fields["title"] == "The lamp on the bridge"
    assert "+1 555" not in draft.body
    assert "url" not in draft.fields


def test_the_address_that_a_reader_of_feeds_notes():
    mail = message(STORIES[0])
    mail.set_content(html_of(STORIES[0]), subtype="html")
    mail["Content-Base"] = STORIES[0].url  # as Thunderbird writes it
    assert detect_capture("a.eml", mail.as_bytes()).url == STORIES[0].url


def test_quoted_lines_are_a_quotation():
    mail = message(STORIES[0])
    mail.set_content("I answer below.\n\n> What was the question?\n> It was long.\n\nThis one.")
    (draft,) = draft_capture("a.eml", mail.as_bytes())
    assert draft.body == "I answer below.\n\n> What was the question?\\\n> It was long.\n\nThis one.\n"


def refusal(data: bytes) -> str:
    with pytest.raises(Failure) as failure:
        draft_capture("a.eml", data)
    (problem,) = failure.value.problems
    return f"{problem.message}; {problem.hint}"


HEAD = b"From: a@b.example\r\nSubject: x\r\nMIME-Version: 1.0\r\n"


def test_encrypted_and_empty_mails_are_refused():
    assert "this mail is encrypted" in refusal(HEAD + b'Content-Type: multipart/encrypted; boundary="x"\r\n\r\n--x--')
    assert "has no text, only application/pdf" in refusal(HEAD + b"Content-Type: application/pdf\r\n\r\nabc")
    assert "has no text, only text/plain" in refusal(HEAD + b"\r\n")


@pytest.mark.parametrize("junk", [b"=?", b"=?utf-8?q?", b"=?a?b?=", b'"', b"(", b"<", b"\\", b"@,"])
def test_absurd_headers_take_no_time(junk):
    data = (
        b"From: "
        + junk * (60_000 // len(junk))
        + b"\r\nDate: "
        + junk * (30_000 // len(junk))
        + b"\r\nSubject: x\r\n\r\ntext"
    )
    assert detect_capture("a.eml", data).title in ("x", "")
