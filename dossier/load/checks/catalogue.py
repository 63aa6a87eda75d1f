"""The names of all checks with descriptions; `severity` and `accept` in dossier.yaml may use them."""

from __future__ import annotations

from collections.abc import Mapping

# These reject a record or a file, or stop the work: they are always errors.
SETTLED: tuple[str, ...] = ("file", "yaml", "unknown", "missing", "value", "duplicate", "id", "alias", "fault")

NAMES: Mapping[str, str] = {
    # Reading
    "file": "a file cannot be read",
    "unread": "a file stands where none is looked for",
    "yaml": "a text is not YAML as it is used here",
    "unknown": "a field that is not known",
    "missing": "a field that has to be there",
    "value": "a field that cannot hold what stands in it",
    "duplicate": "an id or a field is there twice",
    "id": "an id is not what its file is called",
    "fault": "a mistake of the program, met in one record",
    # The text
    "characters": "characters that no page may hold",
    "unseen": "characters that do not show, or that turn a line around",
    "disguised": "an address that is not what it looks like",
    "container": "a figure or a gallery that is not written as one",
    "figure": "a figure without a picture, a film without a link",
    "link": "a link that leads nowhere",
    "markdown": "Markdown that is lost",
    "address": "a page where another one stands",
    "picture": "a picture that is not in media/",
    "pin": "a pinned id that pins nothing",
    "table": "a table with cells too many",
    # What refers to what
    "undefined": "an id that nothing has",
    "outlet": "an outlet that nobody has described",
    "orphaned": "notes on an article that isn't there",
    "formerly": "an old id that is somebody else's",
    "twin": "two articles of one address, two entities of one number",
    "unused": "something that nothing refers to",
    # The site
    "base-url": "a dossier that does not say where it will stand",
    "hook": "what the dossier's own hooks.py finds, or a hook that fails",
    "hooks": "a hooks.py that nobody on this machine has trusted",
    "template": "a template of the dossier's own that cannot be used",
    "metadata": "a picture that the public edition leaves out, since it cannot be cleaned",
    "published": "a branch whose history holds what its site does not show any more",
    # Names
    "ambiguous": "a name of two entities, or a quotation in two places",
    "alias": "a name of a single character",
    "redundant": "an alias that says nothing new",
    "idle": "a rule for a name that can never apply",
    "unmentioned": "an entity that no article names",
    # Elsewhere
    "unreached": "an address of the web where nothing stands any more",
    "size": "a site, or a file of it, that is nearly more than GitHub Pages takes",
    # Evidence
    "uncited": "an event without sources, a claim without stances",
    "undated": "an article without a date",
    "history": "a claim's status that its history does not end with",
    "anchor": "a quotation that is not in its article",
    "near": "a quotation that is in its article only nearly",
    "elsewhere": "a quotation that is only in another paragraph than the one it was taken from",
    # Captures
    "capture": "a capture that isn't there",
    "changed": "a capture that is not as it was",
    "unclaimed": "a capture that no article names",
    "edited": "an article that was edited since its capture",
    "recaptured": "an article that stayed as it was, though a newer capture has other words",
    "merge": "an import that waits to be merged",
    "leak": "a public repository that holds what the public edition leaves out",
}
