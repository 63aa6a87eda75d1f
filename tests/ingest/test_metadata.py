"""Parsers for the metadata of pages: JSON-LD, bylines, titles, days and languages."""

import pytest

from dossier.ingest.drafts.draft import draft_capture
from dossier.ingest.metadata.addresses import is_home_page
from dossier.ingest.metadata.author_names import parse_author_names
from dossier.ingest.metadata.json_ld import parse_json_ld
from dossier.ingest.metadata.language_detection import detect_from_words
from dossier.ingest.metadata.page_metadata import parse_machine_time
from dossier.ingest.metadata.page_titles import remove_site_name
from dossier.ingest.metadata.timestamps import find_day


def script(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'


# ── JSON-LD ──────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "text",
    [
        '{"@type": "NewsArticle", "headline": "The bridge", "author": {"@type": "Person", "name": "Ann Example"}}',
        '{"@type": "NewsArticle", "headline": "The bridge", "author": "Ann Example"}',
        '{"@type": "NewsArticle", "headline": "The bridge", "author": ["Ann Example"]}',
        '{"@type": ["Thing", "ReportageNewsArticle"], "headline": ["The bridge"], "author": {"name": ["Ann Example"]}}',
        '[{"@type": "BreadcrumbList"}, {"@type": "BlogPosting", "headline": "The bridge", "author": {"@type": "Thing", "name": "Ann Example"}}]',
        '{"@graph": [{"@type": "Article", "headline": "The bridge", "author": {"@id": "#a"}}, {"@id": "#a", "@type": "Person", "name": "Ann Example"}]}',
        '{"@type": "WebPage", "mainEntity": {"@type": "NewsArticle", "headline": "The bridge", "author": {"name": "Ann Example"}}}',
        '{"@type": "NewsArticle", "headline": "The\nbridge", "author": {"name": "Ann Example"},}',
        '<!-- {"@type": "NewsArticle", "headline": "The bridge", "author": {"name": "Ann Example"}} -->',
        '//<![CDATA[\n{"@type": "NewsArticle", "headline": "The bridge", "author": {"name": "Ann Example"}};\n//]]>',
        "{&quot;@type&quot;: &quot;NewsArticle&quot;, &quot;headline&quot;: &quot;The bridge&quot;, &quot;author&quot;: &quot;Ann Example&quot;}",
    ],
)
def test_every_form_of_an_article_is_parsed(text):
    json_ld = parse_json_ld(script(text))
    assert json_ld.value("headline") == "The bridge"
    assert [author.name for author in json_ld.authors("author")] == ["Ann Example"]


def test_listed_articles_are_ignored():
    other = (
        '{"@type": "ItemList", "itemListElement": [{"@type": "NewsArticle", "headline": "Another", "author": "Bo"}]}'
    )
    own = '{"@type": "NewsArticle", "headline": "The bridge"}'
    assert parse_json_ld(script(other) + script("{broken") + script(own)).value("headline") == "The bridge"


# ── Bylines ──────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("byline", "people"),
    [
        ("By Ann Example", ["Ann Example"]),
        ("Von Ann Example und Bo Lindqvist", ["Ann Example", "Bo Lindqvist"]),
        ("Par Ann Example, Bo Lindqvist et Cleo Marsh", ["Ann Example", "Bo Lindqvist", "Cleo Marsh"]),
        ("Por José Ortega y Gasset", ["José Ortega y Gasset"]),
        ("Ann Example and Bo Lindqvist, Staff Writers", ["Ann Example", "Bo Lindqvist"]),
        ("Ann Example / Journalist", ["Ann Example"]),
        ("Ann Example | The Harbour Gazette", ["Ann Example"]),
        ("ann@gazette.example", []),
        ("@ann_example", []),
        ("https://www.facebook.com/gazette", []),
        ("The Harbour Gazette", []),
        ("harbour-gazette.example", []),
        ("Newsroom", []),
        ("Lindqvist, Bo E.", ["Lindqvist, Bo E"]),
        ("Lindqvist, B.", ["Lindqvist, B"]),
        ("Written by Ann Example Edited by Bo Lindqvist", ["Ann Example", "Bo Lindqvist"]),
        ("記者：李四、王五", ["李四", "王五"]),
        ("김민수 기자", ["김민수"]),
        ("Анна Иванова", ["Анна Иванова"]),
        ("<a href='/ann'>Ann Example</a>", ["Ann Example"]),
    ],
)
def test_authors_are_people(byline, people):
    assert list(parse_author_names([byline], ["The Harbour Gazette", "harbour-gazette.example"]).people) == people


def test_agencies_are_not_people():
    parsed = parse_author_names(["Ann Example, dpa", "AFP"], [])
    assert (parsed.people, parsed.agencies) == (("Ann Example",), ("dpa", "AFP"))


PAGE = (
    "<!DOCTYPE html><html lang=en><head><title>The bridge</title>{head}</head><body><article><h1>The bridge</h1>{byline}"
    + "<p>The bridge over the harbour was opened again this morning after a long winter of repairs.</p>" * 5
    + "</article></body></html>"
)
AUTHOR = script(
    '{"@type": "NewsArticle", "headline": "The bridge", "publisher": {"name": "Gazette"}, "author": {"@type": "%s", "name": "%s"}}'
)


@pytest.mark.parametrize(
    ("head", "byline", "people"),
    [
        (AUTHOR % ("Organization", "Friends of the Harbour"), "", ["Friends of the Harbour"]),
        (AUTHOR % ("NewsMediaOrganization", "Volunteers and contributors of the town"), "", ["Volunteers and contributors of the town"]),
        (AUTHOR % ("Organization", "Gazette"), "", []),  # the outlet is the outlet
        (AUTHOR % ("Organization", "The Gazette"), "", []),
        (AUTHOR % ("Organization", "https://gazette.example"), "", []),
        (AUTHOR % ("Person", "Newsroom"), "", []),
        (AUTHOR % ("Organization", "Harbour Desk"), '<p class="byline">By Ann Example</p>', ["Ann Example"]),
        ("", '<p><a href="/authors/ann-example">Ann Example</a></p>', ["Ann Example"]),
        ("", '<p><a href="https://gazette.example/staff/ann/">Ann Example</a></p>', ["Ann Example"]),
        ("", '<p><a href="/authors/">All authors</a> <a href="/people/12">Ann Example</a></p>', []),
        ("", '<p><a href="/topics/harbour">Harbour Bridge</a></p>', []),
        ("", '<p><a href="/profile/share">share this page</a></p>', []),
    ],
)  # fmt: skip
def test_whom_a_page_names_as_its_author(head, byline, people):
    (draft,) = draft_capture("a.html", PAGE.format(head=head, byline=byline).encode())
    assert [person["name"] for person in draft.fields.get("byline", [])] == people


PARAGRAPH = "<p>The bridge over the harbour was opened again this morning after a long winter of repairs.</p>"


def drafted(first: str = "", last: str = ""):
    page = f"<html lang=en><title>The bridge</title><body><article><h1>The bridge</h1>{first}{PARAGRAPH * 6}{last}</article>"
    (draft,) = draft_capture("a.html", f"<!DOCTYPE html>{page}".encode())
    return draft


@pytest.mark.parametrize(
    ("words", "places"),
    [("NEW YORK — The", ["NEW YORK"]), ("BERLIN - The", ["BERLIN"]), ("WHERE THE BRIDGE STANDS TODAY - The", None)],
)
def test_a_dateline_is_one_place_and_no_sentence(words, places):
    assert (
        drafted(first=f"<p>{words} bridge stood again on Monday, and people were seen on it at once.</p>").fields.get(
            "dateline"
        )
        == places
    )


@pytest.mark.parametrize(
    "image",
    [
        '<img src="https://a.example/ann.jpg" width="48" height="48">',
        '<img src="https://a.example/ann.jpg?w=40&q=90">',
        '<img src="https://a.example/dummy/placeholder-image.gif">',
    ],
)
def test_portraits_and_placeholders_are_no_pictures_of_the_article(image):
    assert "::: figure" not in drafted(first=f"{PARAGRAPH * 2}<figure>{image}</figure>").body
    kept = '<img src="https://a.example/bridge.jpg?w=640" width="640" height="480">'
    assert "::: figure" in drafted(first=f"{PARAGRAPH * 2}<figure>{kept}</figure>").body


def test_a_bold_line_at_the_end_heads_nothing():
    assert drafted(last="<p><b>Ann Lindqvist</b></p>").body.endswith("\n**Ann Lindqvist**\n")
    assert "## What now" in drafted(last=f"<p><b>What now</b></p>{PARAGRAPH}").body


def test_the_marks_of_a_script_are_in_its_words():
    text = "पुल आज सुबह फिर से खोला गया और लोग उस पर चलने लगे। यह काम सर्दी के बाद पूरा हुआ है और नगर के लोगों ने कहा कि वे इसके लिए बहुत दिनों से रुके थे।"
    assert detect_from_words(text, ["hi"]) == "hi"
    assert detect_from_words(text) == "hi"


def test_strict_parsing_accepts_evident_names_only():
    assert parse_author_names(["Powered by lamps"], [], strict=True).people == ()
    assert parse_author_names(["By Ann van Example"], [], strict=True).people == ("Ann van Example",)


# ── Titles ───────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("title", "sites", "host", "others", "cut"),
    [
        ("The bridge | The Gazette", ["The Gazette"], "", [], "The bridge"),
        ("The bridge - Town - Gazette", [], "www.gazette.example", ["thebridge"], "The bridge"),
        ("Gazette » The bridge is lit again", ["Gazette"], "", [], "The bridge is lit again"),
        ("灯又亮了_桥头小报", ["桥头小报"], "", [], "灯又亮了"),
        (
            "The bridge – and nobody knows why",
            ["The Gazette"],
            "gazette.example",
            [],
            "The bridge – and nobody knows why",
        ),
        ("Part one: the bridge", [], "gazette.example", [], "Part one: the bridge"),
        ("Gazette - The Gazette", ["The Gazette"], "", [], "Gazette - The Gazette"),
    ],
)
def test_the_sites_name_is_removed_on_evidence(title, sites, host, others, cut):
    assert remove_site_name(title, sites, host, others) == cut


# ── Days ─────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("line", "language", "expected"),
    [
        ("5 May 2024, 16:20", "en", "2024-05-05"),
        ("Published May 5th, 2024", "en", "2024-05-05"),
        ("Sonntag, 5. Mai 2024", "de", "2024-05-05"),
        ("Publié le 5 mai 2024 à 16h20", "fr", "2024-05-05"),
        ("5 de mayo de 2024", "es", "2024-05-05"),
        ("5 мая 2024, 16:20", "ru", "2024-05-05"),
        ("2024年5月5日 16:20", "ja", "2024-05-05"),
        ("2024년 5월 5일", "ko", "2024-05-05"),
        ("5 במאי 2024", "he", "2024-05-05"),
        ("05.05.2024 16:20", "de", "2024-05-05"),
        ("25/08/2024 - 11:56", "", "2024-08-25"),
        ("05/06/2024", "en-US", "2024-05-06"),
        ("05/06/2024", "fr", "2024-06-05"),
        ("05/06/2024", "en", ""),
        ("5 May, at noon", "en", ""),
        ("32 May 2024", "en", ""),
    ],
)
def test_the_day_in_a_line_is_found(line, language, expected):
    assert find_day(line, language) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2024-05-05T16:20:00+02:00", "2024-05-05T16:20:00+02:00"),
        ("2024-05-05T16:20:00.123Z", "2024-05-05T16:20:00Z"),
        ("2024-05-05 16:20:00", "2024-05-05"),
        ("20240505", "2024-05-05"),
        ("1714926000", "2024-05-05T16:20:00Z"),
        ("0001-01-01T00:00:00Z", ""),
        ("1970-01-01T00:00:00Z", ""),
        ("2031-01-01", ""),
        ("soon", ""),
    ],
)
def test_machine_readable_times_are_parsed_if_plausible(value, expected):
    assert parse_machine_time(value, "2024-06-01T00:00:00Z") == expected


# ── Languages ────────────────────────────────────────────────────────────────

TEXTS = {
    "en": "The lamps on the bridge were lit again on Sunday and nobody in the town hall could say who had paid for it",
    "de": "Die Lampen auf der Brücke brannten am Sonntag wieder, und niemand im Rathaus wusste, wer das alles bezahlt hat",
    "fr": "Les lampes du pont se sont rallumées dimanche soir et personne à la mairie ne savait qui avait payé la facture",
    "ru": "Фонари на мосту снова зажглись в воскресенье, и никто в мэрии не мог сказать, кто за это всё заплатил в этот раз",
    "uk": "Ліхтарі на мосту знову засвітилися в неділю, і ніхто в мерії не міг сказати, хто за це все заплатив цього разу",
    "ar": "أضيئت المصابيح على الجسر من جديد مساء الأحد ولم يستطع أحد في البلدية أن يقول من الذي دفع الفاتورة هذه المرة",
    "fa": "چراغ‌های پل یکشنبه شب دوباره روشن شد و هیچ کس در شهرداری نمی‌توانست بگوید که چه کسی این پول را داده است",
    "he": "הפנסים על הגשר נדלקו שוב ביום ראשון ואיש בעירייה לא ידע לומר מי שילם את החשבון על כל האור הזה",
}


@pytest.mark.parametrize("language", TEXTS)
def test_a_language_is_detected_by_its_words(language):
    assert detect_from_words(TEXTS[language]) == language
    assert detect_from_words(TEXTS[language], [language]) == language
    assert detect_from_words(TEXTS[language], ["ja", "en" if language != "en" else "de"]) == language


def test_the_declared_language_of_a_short_text_is_accepted():
    assert detect_from_words("Lux fuit", ["sw-TZ"]) == "sw"
    assert detect_from_words("", []) == ""


@pytest.mark.parametrize(
    "path", ["", "/", "/zh/", "/pt-BR/", "/zh-Hans/index.html", "/sr_latn", "/home.asp", "/en/default.aspx"]
)
def test_the_address_of_a_home_page(path):
    assert is_home_page(f"https://news.example{path}")


@pytest.mark.parametrize("path", ["/at-odds", "/in-depth", "/no-deal/", "/zh/kim", "/?id=4", "/en-route.html"])
def test_the_address_of_an_article_that_begins_as_a_locale_does(path):
    assert not is_home_page(f"https://news.example{path}")
