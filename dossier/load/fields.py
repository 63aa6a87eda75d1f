"""Every file of content/ and every field in it: what reads them, what checks them, what editors' plug-ins are told."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Literal, NamedTuple, get_args

from dossier.load import made
from dossier.load.forms import Coordinates, Date, DateText, Language, Url, Zone
from dossier.load.records import Field, Many, Mapped, Record, Sole
from dossier.load.values import Check, Choice, Count, Flag, Markdown, Name, Pattern, Reference, Value, Words
from dossier.model import EntityType, Linking, Rights, Says, Status, Verdict

TEXT = Words()
NAME = Name()
MARKDOWN = Markdown()
DATE = Date()
URL = Url()
ID = Pattern(re.compile(r"(?!index$)[A-Za-z0-9](?:[A-Za-z0-9_-]|\.(?![.]|$)){0,199}"), "an id", "kim-jong-un")
ARTICLE_ID = replace(ID, example="2023-09-05-bbc-66714623")
FILE = Pattern(re.compile(r"(?!.*\.\.(?:/|$))[^/\\\x00][^\\\x00]*"), "a file's name", "x.svg")
SHA256 = Pattern(re.compile("[0-9a-f]{64}"), "a SHA-256, 64 of the digits 0 to f", "61df50067369…")
RIGHTS = Choice(get_args(Rights))
ARTICLE = Reference("article", ARTICLE_ID.example)
ENTITY, EVENT = Reference("entity", ID.example), Reference("event", "vostochny-summit")
NTH = Field("nth", Count(), "Which of several equal places, counted from 1 over the article.")

OUTLET = Record(
    "an outlet",
    (
        Field("name", TEXT, "What readers know it by."),
        Field("url", URL, "Its home page."),
        Field("language", Language(), "The language of its articles, where they don't say."),
        Field("rights", RIGHTS, "What may be shown of its articles, where they don't say."),
    ),
    made.as_read,
    keyed=True,
)

SETTINGS = Record(
    "dossier.yaml",
    (
        Field("title", TEXT, "The dossier's name.", required=True),
        Field("description", TEXT, "One sentence on what it is about."),
        Field("language", Choice(("zh-Hans", "zh-Hant", "en")), "The language of the interface."),
        Field("base_url", URL, "Where the site will stand."),
        Field("timezone", Zone(), "The zone that its dates are told in."),
        Field("editors", Many(TEXT), "Who signs what isn't signed."),
        Field("now", Many(EVENT), "The events of the home page's “what is known now”, in order."),
        Field(
            "outlets",
            Mapped(replace(ID, example="bbc-zh"), OUTLET),
            "Outlets that no rule knows, or of which something else holds here.",
        ),
        Field("skip", Many(TEXT), "Captures that are never drafted."),
        Field("accept", Many(Check(placed=True)), "Warnings to live with: a check's name, or `name file`."),
        Field("severity", Mapped(Check(), Choice(("error", "warning", "notice"))), "How much a check matters here."),
    ),
    made.settings,
)

BYLINE = Record(
    "a byline",
    (
        Field("name", TEXT, "As it is printed.", required=True),
        Field("latin", TEXT, "The same in Latin letters."),
        Field("role", Choice(("reporter", "contributor", "translator", "photographer", "editor")), "What they did."),
        Field("title", TEXT, "As the outlet titles them: BBC记者."),
    ),
    made.byline,
)

CAPTURE = Record(
    "a capture",
    (
        Field("file", FILE, "Its name in captures/.", required=True),
        Field(
            "sha256", Pattern(re.compile("[0-9a-f]{64}"), "a SHA-256", "61df…, 64 digits"), "Its hash.", required=True
        ),
        Field("at", DateText("2023-09-05T06:43:01Z"), "When it was fetched."),
    ),
    made.capture,
)

RELATED = Record(
    "a related article",
    (
        Field("title", TEXT, "Its headline.", required=True),
        Field("url", Url(local=True), "Its address.", required=True),
    ),
    made.related,
)

QUOTE = (
    Field("prefix", TEXT, "Words before it, where it stands more than once."),
    Field("suffix", TEXT, "Words after it."),
    NTH,
)

MENTION = Record(
    "a mention",
    (
        Field("quote", TEXT, "The words of the text.", required=True),
        *QUOTE,
        Field("as", Reference("entity", none=True), "Whom they mean, or `none`.", required=True),
    ),
    made.override,
)

DATED = Record(
    "a date",
    (
        Field("quote", TEXT, "The words of the text.", required=True),
        *QUOTE,
        Field("as", DateText(none=True), "What they mean, or `none`.", required=True),
    ),
    made.override,
)

ARTICLE_FIELDS = Record(
    "an article",
    (
        Field("id", ARTICLE_ID, "The file's stem; the permalink."),
        Field("title", TEXT, "The headline.", required=True),
        Field("kicker", TEXT, "What stands above the headline."),
        Field("outlet", Reference("outlet", "bbc-zh"), "Who published it.", required=True),
        Field("by", TEXT, "The editor who wrote it, where one did."),
        Field("summary", TEXT, "One sentence by the editor, for lists."),
        Field("url", URL, "Its canonical address."),
        Field("published", DATE, "When, as precisely as is known."),
        Field("updated", DATE, "When the outlet changed it."),
        Field("anchor", DATE, "What 周三 and 本月 are counted from, where it isn't `published`."),
        Field("language", Language(), "Of the text; where it isn't given, the outlet's."),
        Field("byline", Many(BYLINE), "Who wrote it."),
        Field("dateline", Many(TEXT), "Where from."),
        Field("agencies", Many(TEXT), "The wire agencies it names."),
        Field("section", TEXT, "Of the outlet."),
        Field("translation_of", URL, "The original's address."),
        Field("archive", URL, "An archived copy."),
        Field("related", Many(RELATED), "What the outlet points to."),
        Field("copyright", TEXT, "Its notice."),
        Field("text", Choice(("full", "digest")), "The outlet's own words, or an editor's summary of them."),
        Field("rights", RIGHTS, "What may be shown of it; where it isn't given, the outlet's, else excerpt."),
        Field("withheld", TEXT, "Why it is shown to nobody."),
        Field("formerly", Many(ARTICLE_ID), "Ids it had before; they redirect."),
        Field("draft", Flag(), "Set by import; drafts are not published."),
        Field("captures", Many(CAPTURE), "What it was drafted from."),
        Field("mentions", Many(MENTION), "What the program should take words of the text for."),
        Field("dates", Many(DATED), "What the program should take dates of the text for."),
    ),
    made.as_read,
)

ENTITY_FIELDS = Record(
    "an entity",
    (
        Field("type", Choice(get_args(EntityType)), "What it is.", required=True),
        Field("name", Mapped(Language(), NAME), "Its name, by language.", required=True),
        Field("alias", Many(NAME), "Other names; 简 and 繁 forms need none."),
        Field("weak", Many(TEXT), "Names shown to the editor, never linked by themselves."),
        Field("not", Many(TEXT), "Whole strings in which none of its names is meant."),
        Field("alias_in", Mapped(ARTICLE, Many(NAME)), "Names it has in one article only."),
        Field("wikidata", Pattern(re.compile("Q[1-9][0-9]*"), "a Wikidata id", "Q56226"), "Its Wikidata id."),
        Field("link", Choice(get_args(Linking)), "Which of its mentions are links."),
        Field("summary", MARKDOWN, "Who or what it is."),
        Field("by", TEXT, "Who wrote the summary."),
        Field("coordinates", Coordinates(), "Latitude and longitude of a place."),
        Field("stands_for", ENTITY, "Whom its name means: a capital its government."),
        Field("literal_if", Many(TEXT), "Strings in which it means itself all the same."),
    ),
    made.entity,
    keyed=True,
)

COMPOUND = Sole("entities", Many(ENTITY), made.compound)

SOURCE_FIELDS = (
    Field("article", ARTICLE, "Where it says so.", required=True),
    Field("quote", TEXT, "In which words; without, the whole article."),
    *QUOTE,
)
SOURCE = Record("a source", SOURCE_FIELDS, made.source)

EVENT_FIELDS = Record(
    "an event",
    (
        Field("date", DATE, "When, in EDTF; without, it is undated."),
        Field("title", TEXT, "What happened.", required=True),
        Field("status", Choice(get_args(Status)), "Whether it did.", required=True),
        Field("who", Many(ENTITY), "Who took part."),
        Field("where", Reference("entity", "vostochny"), "At which place."),
        Field("text", MARKDOWN, "More on it."),
        Field("by", TEXT, "Who wrote that."),
        Field("sources", Many(SOURCE), "Who says so."),
    ),
    made.event,
    keyed=True,
)

STANCE = Record(
    "a stance",
    (
        Field("who", Many(ENTITY), "Whose it is."),
        Field("voice", TEXT, "Somebody who is no entity."),
        Field("says", Choice(get_args(Says)), "What they say to it.", required=True),
        *SOURCE_FIELDS,
        Field("date", DATE, "When they said so."),
    ),
    made.stance,
)

TURN = Record(
    "a step of a history",
    (
        Field("date", DATE, "When its status changed.", required=True),
        Field("status", Choice(get_args(Verdict)), "To what.", required=True),
        Field("why", TEXT, "For what reason."),
        Field("by", TEXT, "Who decided."),
    ),
    made.turn,
)

CLAIM_FIELDS = Record(
    "a claim",
    (
        Field("text", TEXT, "What is claimed.", required=True),
        Field("status", Choice(get_args(Verdict)), "How it stands.", required=True),
        Field("stances", Many(STANCE), "Who says what to it, where."),
        Field("history", Many(TURN), "How its status changed."),
        Field("note", MARKDOWN, "More on it."),
        Field("by", TEXT, "Who wrote that."),
    ),
    made.claim,
    keyed=True,
)

NOTE = Record(
    "a note",
    (
        Field("title", TEXT, "What it is about."),
        Field("quote", TEXT, "The words it is on; without, the whole article."),
        *QUOTE,
        Field("note", MARKDOWN, "What the editor has to say.", required=True),
        Field("by", TEXT, "Who says it."),
        Field("date", DATE, "When it was written."),
        Field("tags", Many(TEXT), "What it belongs to."),
    ),
    made.note,
)

PAGE = Record("a page", (Field("title", TEXT, "Its headline.", required=True),), made.as_read)

CORRECTION = Record(
    "a correction",
    (
        Field("date", DATE, "When it was made.", required=True),
        Field("text", MARKDOWN, "What was wrong, and is put right.", required=True),
        Field("article", ARTICLE, "Where; without, the dossier as a whole."),
        Field("by", TEXT, "Who made it."),
    ),
    made.correction,
)

PICTURE = Record(
    "a picture",
    (
        Field(
            "rights", RIGHTS, "What may be done with it; only what is owned, licensed or public-domain is published."
        ),
        Field("source", TEXT, "Where it is from."),
        Field("credit", TEXT, "Whose it is."),
    ),
    made.as_read,
    keyed=True,
)


class File(NamedTuple):
    """A file of content/, and what stands in it."""

    name: str
    doc: str
    shape: Literal["fields", "records", "list"]
    value: Value
    keys: Value = ID  # of records


DOSSIER = File("dossier.yaml", "What holds for the whole dossier.", "fields", SETTINGS)
ENTITIES = File("entities.yaml", "Who and what recurs, by id.", "records", ENTITY_FIELDS)
COMPOUNDS = File("compounds.yaml", "One word for several entities.", "records", COMPOUND, NAME)
EVENTS = File("events.yaml", "What happened, by id.", "records", EVENT_FIELDS)
CLAIMS = File("claims.yaml", "What is claimed, by id.", "records", CLAIM_FIELDS)
NOTES = File("notes/<article id>.yaml", "An editor's notes on an article.", "list", NOTE)
CORRECTIONS = File("corrections.yaml", "What was put right.", "list", CORRECTION)
MEDIA = File("media/rights.yaml", "What may be done with the pictures in media/.", "records", PICTURE, FILE)
ARTICLES = File("articles/<id>.md", "An article's front matter.", "fields", ARTICLE_FIELDS)
PAGES = File("pages/<stem>.md", "A page's front matter.", "fields", PAGE)

FILES = (DOSSIER, ENTITIES, COMPOUNDS, EVENTS, CLAIMS, NOTES, CORRECTIONS, MEDIA, ARTICLES, PAGES)
