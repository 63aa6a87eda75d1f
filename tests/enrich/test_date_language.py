"""A language is one module: an invented one, Veldish, is given to `find_dates` and nothing else knows of it."""

import re
from functools import partial

import pytest

from dossier import edtf
from dossier.enrich.dates import find_dates
from dossier.enrich.dates.context import Cues
from dossier.enrich.dates.languages import LANGUAGES
from dossier.enrich.dates.languages.language import Language
from dossier.enrich.dates.meaning import DateParts, Phrase, calendar_meaning, day_offset, weekday
from dossier.model import Article, Block, Location

MONTHS = (
    "Ovrel",
    "Brumel",
    "Gristel",
    "Floril",
    "Prestel",
    "Sunel",
    "Hetel",
    "Vendrel",
    "Fruktel",
    "Vinel",
    "Nevel",
    "Glasel",
)
WEEKDAYS = ("lunot", "martot", "krudot", "jovot", "venot", "sabot", "dimot")
RELATIVE_DAYS = {"yestro": -1, "hodro": 0, "morgro": 1}
WORDS = re.compile(r"[a-zA-Z]+")
PHRASES = re.compile(
    rf"\b(?:(?P<day>\d{{1,2}})a )?(?P<month>{'|'.join(MONTHS)})(?: (?P<year>\d{{4}}))?"
    rf"|\b(?P<weekday>{'|'.join(WEEKDAYS)})\b|\b(?P<relative>{'|'.join(RELATIVE_DAYS)})\b"
)


def find_phrases(text, signs):
    for match in PHRASES.finditer(text):
        if name := match["weekday"]:
            interpret = partial(weekday, WEEKDAYS.index(name), None)
        elif name := match["relative"]:
            interpret = partial(day_offset, RELATIVE_DAYS[name])
        else:
            month = MONTHS.index(match["month"]) + 1
            parts = DateParts(year=int(match["year"] or 0), month=month, day=int(match["day"] or 0))
            interpret = partial(calendar_meaning, parts)
        yield Phrase(*match.span(), interpret, is_day=not match["month"])


VELDISH = Language(
    find_phrases=find_phrases,
    sign_pattern=WORDS,
    signs=frozenset((*MONTHS, *WEEKDAYS, *RELATIVE_DAYS)),
    lookalikes=re.compile("La Nova krudot|Vendrel Stiftung"),
    cues=Cues(
        sentence_marks="¡",
        full_stops=".",
        quotation_marks=(("«", "»"),),
        title_marks=(("‹", "›"),),
        future_before=r"\bvolu [^.¡]{0,20}$",
        approximate_before=r"\bcirke $",
        recurring_before=r"\bomna $",
        weekdays={name: number for number, name in enumerate(WEEKDAYS)},
        equating_words="esta",
        years_after=" regnojo",
    ),
)


def dates(text, languages=(*LANGUAGES, VELDISH)):
    body = (Block("p-0", "paragraph", text),)
    article = Article("a", "…", "o", "vx", (), body, Location("a.md"), published=edtf.parse("2023-09-05"))
    return [f"{date.surface} = {date.when.edtf}" for date in find_dates(article, languages=languages)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("La rego yestro venis.", ["yestro = 2023-09-04"]),
        ("Es fin 12a Gristel 2021.", ["12a Gristel 2021 = 2021-03-12"]),
        ("Li venis 4a Vendrel.", ["4a Vendrel = 2023-08-04"]),
        ("Li venis krudot.", ["krudot = 2023-08-30"]),
        ("Li volu veni krudot.", ["krudot = 2023-09-06"]),  # the cue of the future
        ("Li volu. Ma venis krudot.", ["krudot = 2023-08-30"]),  # of another sentence
        ("Li venis cirke Gristel 2021.", ["Gristel 2021 = 2021-03~"]),
        ("Li skribis in La Nova krudot.", []),  # the lookalike, a newspaper
        ("Li laboras in Vendrel Stiftung.", []),
        ("Li venis omna krudot.", []),
        ("Li legis ‹Post krudot›.", []),
        ("Li dis: «Mi venis yestro».", ["yestro = 2023-09-04~"]),  # the speaker's day
        ("Li venis krudot (13a Fruktel).", ["krudot = 2023-09-13", "13a Fruktel = 2023-09-13"]),
        ("Li venis krudot esta 13a Fruktel.", ["krudot = 2023-09-13", "13a Fruktel = 2023-09-13"]),
        ("Li venis krudot (12a Fruktel).", ["12a Fruktel = 2023-09-12"]),  # a Tuesday: contradicts itself
        ("Es 2017-18 regnojo.", ["2017-18 = 2017/2018"]),
    ],
)
def test_an_invented_language(text, expected):
    assert dates(text) == expected
    assert dates(text, (VELDISH,)) == expected


def test_languages_stand_side_by_side():
    assert dates("Li venis yestro. 白宫周三说。 They met last Monday.") == [
        "yestro = 2023-09-04",
        "周三 = 2023-08-30",
        "last Monday = 2023-09-04",
    ]


def test_without_the_language_its_words_are_none():
    assert dates("Li venis yestro, 4a Vendrel.", LANGUAGES) == []
    assert dates("白宫周三说。", (VELDISH,)) == []
    assert dates("Li （2019） venis.", ()) == ["2019 = 2019"]
