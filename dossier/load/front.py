"""What stands in the front matter of articles and pages."""

from __future__ import annotations

from dossier.load import made
from dossier.load.forms import DateText, Language, Url
from dossier.load.kinds import ARTICLE_ID, CAPTURE_FILE, DATE, OUTLET, QUOTE, RIGHTS, SHA256, TEXT, URL
from dossier.load.records import Field, Many, Record
from dossier.load.values import Choice, Flag, Reference

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
        Field("file", CAPTURE_FILE, "Its name in captures/.", required=True),
        Field("sha256", SHA256, "Its hash.", required=True),
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
        Field("outlet", OUTLET, "Who published it.", required=True),
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

PAGE = Record("a page", (Field("title", TEXT, "Its headline.", required=True),), made.as_read)
