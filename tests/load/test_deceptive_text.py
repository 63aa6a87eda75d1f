"""Deceptive text is reported with its line, text that only looks unusual is not."""

import pytest

from dossier.ingest.drafts.draft import draft_capture
from dossier.load.checks.deceptive_text import deceptive_text
from dossier.load.disk import FileWithDraft, TextFile
from dossier.render.language import isolated

# A text and the check that must report it; written with escapes, since the characters do not show.
TROJANS = {
    "an override": ("他说\u202e过不\u202c他", "unseen"),
    "an override from the left": ("שלום \u202dabc", "unseen"),
    "an embedding": ("he said \u202bno\u202c", "unseen"),
    "an embedding from the left": ("\u202ayes", "unseen"),
    "a lone pop": ("yes\u202c", "unseen"),
    "an isolate": ("\u2067yes\u2069", "unseen"),
    "an isolate from the left": ("\u2066yes\u2069", "unseen"),
    "a first strong isolate": ("\u2068yes\u2069", "unseen"),
    "a lone end of isolate": ("yes\u2069", "unseen"),
    "a file name turned around": ("photo\u202egpj.exe", "unseen"),
    "a sum turned around": ("paid \u202e000,1\u202c yuan", "unseen"),
    "an early return": ("text: ok \u2067 # \u2069\u2066 no", "unseen"),
    "a mark without its script": ("yes\u200fno", "unseen"),
    "a left mark": ("yes\u200eno", "unseen"),
    "an Arabic mark": ("yes\u061cno", "unseen"),
    "a zero-width space in a name": ("王\u200b明", "unseen"),
    "a zero-width joiner in a name": ("王\u200d明", "unseen"),
    "a zero-width non-joiner in Latin": ("pass\u200cword", "unseen"),
    "a word joiner": ("pass\u2060word", "unseen"),
    "an invisible times": ("2\u20622", "unseen"),
    "a byte order mark inside": ("one\ufefftwo", "unseen"),
    "a Hangul filler": ("id\u3164: x", "unseen"),
    "a half-width filler": ("id\uffa0: x", "unseen"),
    "tags that spell in secret": ("yes\U000e0079\U000e0065\U000e0073", "unseen"),
    "an annotation": ("\ufff9yes\ufffano\ufffb", "unseen"),
    "a Mongolian separator": ("yes\u180eno", "unseen"),
    "a user who looks like a host": ("[x](https://www.bbc.com@evil.example/)", "disguised"),
    "a password": ("url: https://editor:secret@example.org/", "disguised"),
    "Cyrillic among Latin": ("https://p\u0430ypal.example/", "disguised"),
    "Greek among Latin": ("https://g\u03bf\u03bfgle.example/", "disguised"),
    "Cyrillic that looks Latin": ("https://\u0430\u0440\u0440\u04cf\u0435.example/", "disguised"),
    "the same in punycode": ("https://xn--80ak6aa92e.example/", "disguised"),
    "full width": ("https://\uff42bc.example/", "disguised"),
    "an invisible sign in a host": ("https://bb\u200bc.example/", "unseen"),
}
HONEST = [
    "可信的文字，“引文”——没有什么。",
    "می\u200cخواهم",  # Persian
    "क्\u200dष and ക്\u200c",  # Devanagari, Malayalam
    "\U0001f468\u200d\U0001f469\u200d\U0001f467 \u2764\ufe0f\u200d\U0001f525",  # a family, a heart on fire
    "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",  # a flag
    "שלום\u200f! (abc)",  # Hebrew with its mark
    "a soft\u00adhyphen and a no-break\u00a0space",
    "https://例子.example/ https://пример.example/ https://παράδειγμα.example/ https://にほんabc.example/",
    "https://medium.example/@writer/x mailto:editor@example.org https://例え.example/?q=a@b",
    "https://münchen.example/ https://xn--mnchen-3ya.example/",
    "\ufeff---\ntitle: 一",
]


def problems_of(text):
    return deceptive_text(FileWithDraft(TextFile("pages/a.md", "content/pages/a.md", f"one\ntwo\n{text}\n")))


@pytest.mark.parametrize(("text", "check"), TROJANS.values(), ids=TROJANS)
def test_what_deceives_is_told_at_its_line(text, check):
    problems = problems_of(text)
    assert check in {problem.check for problem in problems}
    assert {problem.at.line for problem in problems} == {3}
    assert "secret" not in "".join(map(str, problems))
    assert all(ord(sign) < 0x2000 or sign.isprintable() for problem in problems for sign in str(problem)), (
        "it is shown by name"
    )


def test_there_are_thirty():
    assert len(TROJANS) >= 30


@pytest.mark.parametrize("text", HONEST)
def test_what_is_honest_is_not_told(text):
    assert deceptive_text(FileWithDraft(TextFile("pages/a.md", "content/pages/a.md", text))) == ()


@pytest.mark.parametrize(
    "sign", [*"\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069", "&#x202e;", "&#8295;", "&#X2069"]
)
def test_an_import_leaves_out_what_turns_a_line_around_and_says_so(sign):
    page = f"<!--1714896000000-->\n[桥{sign}灯](https://a:b@www.qiaotou.example/1.html)\n------\n\n<div><p>灯昨{sign}夜亮了。没有人知道。</p></div>\n"
    (draft,) = draft_capture("a.txt", page.encode())
    assert "灯昨夜亮了" in draft.body
    assert draft.fields["title"] == "桥灯" or sign.startswith("&")
    assert draft.fields["url"] == "https://www.qiaotou.example/1.html", "nor does the address say who opened it"
    (dropped,) = [one for one in draft.dropped if one.rule == "characters that turn a line around"]
    assert dropped.text.startswith("U+20")


def test_titles_from_the_right_stand_apart_and_others_as_they_are():
    assert isolated("خبر", "خبر") == "<bdi>خبر</bdi>"
    assert isolated("a\u202eb", "a\u202eb").startswith("<bdi>")
    assert isolated("灯 lamp", "灯 lamp") == "灯 lamp"
