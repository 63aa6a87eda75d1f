"""The kinds of values that fields share."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import get_args

from dossier.load.forms import Date, Url
from dossier.load.records import Field
from dossier.load.values import Choice, Count, Markdown, Name, Pattern, Reference, Words
from dossier.model import Rights

TEXT = Words()
NAME = Name()
MARKDOWN = Markdown()
DATE = Date()
URL = Url()
ID = Pattern(re.compile(r"(?!index$)[A-Za-z0-9](?:[A-Za-z0-9_-]|\.(?![.]|$)){0,199}"), "an id", "kim-jong-un")
ARTICLE_ID = replace(ID, example="2023-09-05-bbc-66714623")
FILE = Pattern(re.compile(r"(?!.*\.\.(?:/|$))[^/\\\x00][^\\\x00]*"), "a file's name", "x.svg")
CAPTURE_FILE = replace(FILE, example="2023-09-05-bbc-66714623.txt")
SHA256 = Pattern(re.compile("[0-9a-f]{64}"), "a SHA-256, 64 of the digits 0 to f", "61df50067369…")
RIGHTS = Choice(get_args(Rights))
ARTICLE = Reference("article", ARTICLE_ID.example)
ENTITY, EVENT = Reference("entity", ID.example), Reference("event", "vostochny-summit")
OUTLET = Reference(
    "outlet", "bbc-zh", form=re.compile(r"[^\W_][\w.-]*")
)  # one that nobody describes may be of any script
BLOCK = Pattern(re.compile(r"[^\s#]{1,100}"), "a paragraph's id", "p-3kf9xa")
QUOTE = (
    Field("prefix", TEXT, "Words before it, where it stands more than once."),
    Field("suffix", TEXT, "Words after it."),
    Field("nth", Count(), "Which of several equal places, counted from 1 over the article."),
    Field("block", BLOCK, "The paragraph that it was taken from, by its id: found only elsewhere, it is a warning."),
)
