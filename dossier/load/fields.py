"""The files of content/ and all of their fields, the definition behind parsing, documentation and schemas."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Literal, NamedTuple, get_args

from dossier.load import build_models
from dossier.load.records import ListValue, MappingValue, RecordField, RecordType, SingleValue
from dossier.load.text_forms import (
    ARTICLE,
    ARTICLE_ID,
    CAPTURE_FILE,
    DATE,
    ENTITY,
    EVENT,
    FILE,
    ID,
    MARKDOWN,
    NAME,
    OUTLET,
    QUOTE,
    RIGHTS,
    SHA256,
    TEXT,
    URL,
    CoordinatesValue,
    DateTextValue,
    LanguageValue,
    TimezoneValue,
    UrlValue,
)
from dossier.load.values import CheckValue, ChoiceValue, CountValue, FlagValue, PatternValue, ReferenceValue, ValueType
from dossier.model import EntityType, Linking, Says, Status, Verdict

SUGGESTION_KINDS = ("entity", "alias", "event", "claim")

BYLINE = RecordType(
    "a byline",
    (
        RecordField("name", TEXT, "As it is printed.", required=True),
        RecordField("latin", TEXT, "The same in Latin letters."),
        RecordField(
            "role", ChoiceValue(("reporter", "contributor", "translator", "photographer", "editor")), "What they did."
        ),
        RecordField("title", TEXT, "As the outlet titles them: BBC记者."),
    ),
    build_models.build_byline,
)

CAPTURE = RecordType(
    "a capture",
    (
        RecordField("file", CAPTURE_FILE, "Its name in captures/.", required=True),
        RecordField("sha256", SHA256, "Its hash.", required=True),
        RecordField("at", DateTextValue("2023-09-05T06:43:01Z"), "When it was fetched."),
        RecordField(
            "version", FlagValue(), "Its words differ from the capture before it; the first version has it too."
        ),
    ),
    build_models.build_capture,
)

RELATED = RecordType(
    "a related article",
    (
        RecordField("title", TEXT, "Its headline.", required=True),
        RecordField("url", UrlValue(allow_local=True), "Its address.", required=True),
    ),
    build_models.build_related,
)

MENTION_OVERRIDE = RecordType(
    "a mention",
    (
        RecordField("quote", TEXT, "The words of the text.", required=True),
        *QUOTE,
        RecordField("as", ReferenceValue("entity", allow_none=True), "Whom they mean, or `none`.", required=True),
    ),
    build_models.build_override,
)

DATE_OVERRIDE = RecordType(
    "a date",
    (
        RecordField("quote", TEXT, "The words of the text.", required=True),
        *QUOTE,
        RecordField("as", DateTextValue(allow_none=True), "What they mean, or `none`.", required=True),
    ),
    build_models.build_override,
)

ARTICLE_FIELDS = RecordType(
    "an article",
    (
        RecordField("id", ARTICLE_ID, "The file's stem; the permalink."),
        RecordField("title", TEXT, "The headline.", required=True),
        RecordField("kicker", TEXT, "What stands above the headline."),
        RecordField("outlet", OUTLET, "Who published it.", required=True),
        RecordField("by", TEXT, "The editor who wrote it, where one did."),
        RecordField("summary", TEXT, "One sentence by the editor, for lists."),
        RecordField("url", URL, "Its canonical address."),
        RecordField("published", DATE, "When, as precisely as is known."),
        RecordField("updated", DATE, "When the outlet changed it."),
        RecordField("anchor", DATE, "What 周三 and 本月 are counted from, where it isn't `published`."),
        RecordField("language", LanguageValue(), "Of the text; where it isn't given, the outlet's."),
        RecordField("byline", ListValue(BYLINE), "Who wrote it."),
        RecordField("dateline", ListValue(TEXT), "Where from."),
        RecordField("agencies", ListValue(TEXT), "The wire agencies it names."),
        RecordField("section", TEXT, "Of the outlet."),
        RecordField("translation_of", URL, "The original's address."),
        RecordField("archive", URL, "An archived copy."),
        RecordField("related", ListValue(RELATED), "What the outlet points to."),
        RecordField("copyright", TEXT, "Its notice."),
        RecordField("text", ChoiceValue(("full", "digest")), "The outlet's own words, or an editor's summary of them."),
        RecordField("rights", RIGHTS, "What may be shown of it; where it isn't given, the outlet's, else excerpt."),
        RecordField("withheld", TEXT, "Why it is shown to nobody."),
        RecordField("formerly", ListValue(ARTICLE_ID), "Ids it had before; they redirect."),
        RecordField("draft", FlagValue(), "Set by import; drafts are not published."),
        RecordField("captures", ListValue(CAPTURE), "What it was drafted from."),
        RecordField("mentions", ListValue(MENTION_OVERRIDE), "What the program should take words of the text for."),
        RecordField("dates", ListValue(DATE_OVERRIDE), "What the program should take dates of the text for."),
    ),
    build_models.as_typed,
)

PAGE = RecordType("a page", (RecordField("title", TEXT, "Its headline.", required=True),), build_models.as_typed)

CHANGE = RecordType(
    "a change",
    (
        RecordField("before", TEXT, "The first words that differ, as the version before has them."),
        RecordField("after", TEXT, "The same words as this version has them."),
        RecordField("paragraphs", CountValue(), "How many paragraphs differ.", required=True),
    ),
    build_models.as_typed,
)

VERSION_FIELDS = RecordType(
    "a version",
    (
        RecordField("article", ARTICLE_ID, "Whose it is.", required=True),
        RecordField("sha256", SHA256, "The hash of its capture.", required=True),
        RecordField("captured", DateTextValue("2023-09-05T06:43:01Z"), "When that was fetched."),
        RecordField("title", TEXT, "The headline."),
        RecordField("kicker", TEXT, "What stands above the headline."),
        RecordField("outlet", TEXT, "Who published it."),
        RecordField("url", TEXT, "Its address."),
        RecordField("published", DateTextValue(), "When."),
        RecordField("updated", DateTextValue(), "When the outlet changed it."),
        RecordField("language", TEXT, "Of the text."),
        RecordField("changed", CHANGE, "What is other than in the version before."),
    ),
    build_models.as_typed,
)

OUTLET_FIELDS = RecordType(
    "an outlet",
    (
        RecordField("name", TEXT, "What readers know it by."),
        RecordField("url", URL, "Its home page."),
        RecordField("language", LanguageValue(), "The language of its articles, where they don't say."),
        RecordField("rights", RIGHTS, "What may be shown of its articles, where they don't say."),
        RecordField(
            "own",
            FlagValue(),
            "The editors' own texts are filed under it, so that it isn't counted or compared as an outlet; "
            "an outlet with an editor's name needs no such line.",
        ),
    ),
    build_models.as_typed,
    keyed=True,
)

SETTINGS = RecordType(
    "dossier.yaml",
    (
        RecordField("title", TEXT, "The dossier's name.", required=True),
        RecordField("description", TEXT, "One sentence on what it is about."),
        RecordField("language", ChoiceValue(("zh-Hans", "zh-Hant", "en")), "The language of the interface."),
        RecordField("base_url", URL, "Where the site will stand."),
        RecordField("timezone", TimezoneValue(), "The zone that its dates are told in."),
        RecordField("editors", ListValue(TEXT), "Who signs what isn't signed."),
        RecordField("now", ListValue(EVENT), "The events of the home page's “what is known now”, in order."),
        RecordField(
            "outlets",
            MappingValue(replace(ID, example="bbc-zh"), OUTLET_FIELDS),
            "Outlets that no rule knows, or of which something else holds here.",
        ),
        RecordField("skip", ListValue(TEXT), "Captures that are never drafted."),
        RecordField(
            "accept",
            ListValue(CheckValue(with_location=True)),
            "Warnings to live with: a check's name, or `name file`.",
        ),
        RecordField(
            "severity",
            MappingValue(CheckValue(), ChoiceValue(("error", "warning", "notice"))),
            "How much a check matters here.",
        ),
    ),
    build_models.build_settings,
)

ADDED = RecordField("added", DATE, "When it was entered; the desk writes it.")


def _history_step(statuses: tuple[str, ...]) -> RecordType:
    return RecordType(
        "a step of a history",
        (
            RecordField("date", DATE, "When its status changed.", required=True),
            RecordField("status", ChoiceValue(statuses), "To what.", required=True),
            RecordField("why", TEXT, "For what reason."),
            RecordField("by", TEXT, "Who decided."),
        ),
        build_models.build_history_step,
    )


ENTITY_FIELDS = RecordType(
    "an entity",
    (
        RecordField("type", ChoiceValue(get_args(EntityType)), "What it is.", required=True),
        RecordField("name", MappingValue(LanguageValue(), NAME), "Its name, by language.", required=True),
        RecordField("alias", ListValue(NAME), "Other names; 简 and 繁 forms need none."),
        RecordField("weak", ListValue(TEXT), "Names shown to the editor, never linked by themselves."),
        RecordField("not", ListValue(TEXT), "Whole strings in which none of its names is meant."),
        RecordField("alias_in", MappingValue(ARTICLE, ListValue(NAME)), "Names it has in one article only."),
        RecordField(
            "wikidata", PatternValue(re.compile("Q[1-9][0-9]*"), "a Wikidata id", "Q56226"), "Its Wikidata id."
        ),
        RecordField("link", ChoiceValue(get_args(Linking)), "Which of its mentions are links."),
        RecordField("summary", MARKDOWN, "Who or what it is."),
        RecordField("by", TEXT, "Who wrote the summary."),
        RecordField("coordinates", CoordinatesValue(), "Latitude and longitude of a place."),
        RecordField("stands_for", ENTITY, "Whom its name means: a capital its government."),
        RecordField("literal_if", ListValue(TEXT), "Strings in which it means itself all the same."),
        RecordField("formerly", ListValue(ID), "Ids it had before; they still lead to it."),
        ADDED,
    ),
    build_models.build_entity,
    keyed=True,
)

COMPOUND = SingleValue("entities", ListValue(ENTITY), build_models.build_compound)

SOURCE_FIELDS = (
    RecordField("article", ARTICLE, "Where it says so.", required=True),
    RecordField("quote", TEXT, "In which words; without, the whole article."),
    *QUOTE,
)
SOURCE = RecordType("a source", SOURCE_FIELDS, build_models.build_source)

LEG = RecordType(
    "a leg",
    (
        RecordField("from", ENTITY, "The place it begins at.", required=True),
        RecordField("to", ENTITY, "The place it ends at.", required=True),
        RecordField("date", DATE, "When, in EDTF."),
        RecordField("status", ChoiceValue(get_args(Status)), "Whether it was travelled.", required=True),
        RecordField("article", ARTICLE, "Where it says so."),
        RecordField("quote", TEXT, "In which words; without, the whole article."),
        *QUOTE,
    ),
    build_models.build_leg,
)

EVENT_STEP = _history_step(get_args(Status))

EVENT_FIELDS = RecordType(
    "an event",
    (
        RecordField("date", DATE, "When, in EDTF; without, it is undated."),
        RecordField("title", TEXT, "What happened.", required=True),
        RecordField("status", ChoiceValue(get_args(Status)), "Whether it did.", required=True),
        RecordField("who", ListValue(ENTITY), "Who took part."),
        RecordField("where", ReferenceValue("entity", "vostochny"), "At which place."),
        RecordField("text", MARKDOWN, "More on it."),
        RecordField("by", TEXT, "Who wrote that."),
        RecordField("sources", ListValue(SOURCE), "Who says so."),
        RecordField("legs", ListValue(LEG), "The parts of a journey: only their ends are drawn."),
        RecordField("history", ListValue(EVENT_STEP), "How its status changed: planned, then superseded."),
        RecordField("formerly", ListValue(ID), "Ids it had before; they still lead to it."),
        ADDED,
    ),
    build_models.build_event,
    keyed=True,
)

STANCE = RecordType(
    "a stance",
    (
        RecordField("who", ListValue(ENTITY), "Whose it is."),
        RecordField("voice", TEXT, "Somebody who is no entity."),
        RecordField("says", ChoiceValue(get_args(Says)), "What they say to it.", required=True),
        *SOURCE_FIELDS,
        RecordField("date", DATE, "When they said so."),
    ),
    build_models.build_stance,
)

CLAIM_STEP = _history_step(get_args(Verdict))

CLAIM_FIELDS = RecordType(
    "a claim",
    (
        RecordField("text", TEXT, "What is claimed.", required=True),
        RecordField("status", ChoiceValue(get_args(Verdict)), "How it stands.", required=True),
        RecordField("stances", ListValue(STANCE), "Who says what to it, where."),
        RecordField("history", ListValue(CLAIM_STEP), "How its status changed."),
        RecordField("note", MARKDOWN, "More on it."),
        RecordField("by", TEXT, "Who wrote that."),
        RecordField("formerly", ListValue(ID), "Ids it had before; they still lead to it."),
        ADDED,
    ),
    build_models.build_claim,
    keyed=True,
)

NOTE = RecordType(
    "a note",
    (
        RecordField("title", TEXT, "What it is about."),
        RecordField("quote", TEXT, "The words it is on; without, the whole article."),
        *QUOTE,
        RecordField("note", MARKDOWN, "What the editor has to say.", required=True),
        RecordField("by", TEXT, "Who says it."),
        RecordField("date", DATE, "When it was written."),
        RecordField("tags", ListValue(TEXT), "What it belongs to."),
        ADDED,
    ),
    build_models.build_note,
)

CORRECTION = RecordType(
    "a correction",
    (
        RecordField("date", DATE, "When it was made.", required=True),
        RecordField("text", MARKDOWN, "What was wrong, and is put right.", required=True),
        RecordField("article", ARTICLE, "Where; without, the dossier as a whole."),
        RecordField("by", TEXT, "Who made it."),
    ),
    build_models.build_correction,
)

DECLINED_SUGGESTION = RecordType(
    "a declined suggestion",
    (
        RecordField("kind", ChoiceValue(SUGGESTION_KINDS), "What was suggested.", required=True),
        RecordField("key", TEXT, "The id that it had.", required=True),
        RecordField("names", ListValue(TEXT), "The names that it held; none of them is offered again."),
        RecordField("by", TEXT, "Who declined it."),
        RecordField("date", DATE, "When."),
    ),
    build_models.build_declined,
)

PICTURE = RecordType(
    "a picture",
    (
        RecordField(
            "rights", RIGHTS, "What may be done with it; only what is owned, licensed or public-domain is published."
        ),
        RecordField("source", TEXT, "Where it is from."),
        RecordField("credit", TEXT, "Whose it is."),
        RecordField("fetched", DateTextValue("2023-09-05T06:43:01Z"), "When it was fetched."),
    ),
    build_models.as_typed,
    keyed=True,
)


class FileFormat(NamedTuple):
    """A file of content/ and its structure."""

    name: str
    doc: str
    shape: Literal["fields", "records", "list"]
    value: ValueType
    keys: ValueType = ID  # the ids of records


DOSSIER = FileFormat("dossier.yaml", "What holds for the whole dossier.", "fields", SETTINGS)
ENTITIES = FileFormat("entities.yaml", "Who and what recurs, by id.", "records", ENTITY_FIELDS)
COMPOUNDS = FileFormat("compounds.yaml", "One word for several entities.", "records", COMPOUND, NAME)
EVENTS = FileFormat("events.yaml", "What happened, by id.", "records", EVENT_FIELDS)
CLAIMS = FileFormat("claims.yaml", "What is claimed, by id.", "records", CLAIM_FIELDS)
NOTES = FileFormat("notes/<article id>.yaml", "An editor's notes on an article.", "list", NOTE)
CORRECTIONS = FileFormat("corrections.yaml", "What was put right.", "list", CORRECTION)
DECLINED = FileFormat("declined.yaml", "Suggestions that are not offered again.", "list", DECLINED_SUGGESTION)
MEDIA = FileFormat("media/rights.yaml", "What may be done with the pictures in media/.", "records", PICTURE, FILE)
ARTICLES = FileFormat("articles/<id>.md", "An article's front matter.", "fields", ARTICLE_FIELDS)
PAGES = FileFormat("pages/<stem>.md", "A page's front matter.", "fields", PAGE)

FILES = (DOSSIER, ENTITIES, COMPOUNDS, EVENTS, CLAIMS, NOTES, CORRECTIONS, DECLINED, MEDIA, ARTICLES, PAGES)
