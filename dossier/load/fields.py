"""Every file of content/ and every field in it: what reads them, what checks them, what editors' plug-ins are told."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Literal, NamedTuple, get_args

from dossier.load import made
from dossier.load.forms import Coordinates, DateText, Language, Zone
from dossier.load.front import ARTICLE_FIELDS, PAGE
from dossier.load.kinds import ARTICLE, DATE, ENTITY, EVENT, FILE, ID, MARKDOWN, NAME, QUOTE, RIGHTS, TEXT, URL
from dossier.load.records import Field, Many, Mapped, Record, Sole
from dossier.load.values import Check, Choice, Pattern, Reference, Value
from dossier.model import EntityType, Linking, Says, Status, Verdict

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
        Field("fetched", DateText("2023-09-05T06:43:01Z"), "When it was fetched."),
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
