"""Each capture in fixtures/captures/<outlet>/ gives the article beside it, without the pieces listed in `.dropped`.

A new case is a capture; `pytest --update-golden` writes its expected files, which must be reviewed.
"""

from pathlib import Path

import pytest

from dossier import front_matter
from dossier.ingest.drafts.draft import draft_capture
from dossier.ingest.outlets import packaged_rules
from dossier.markdown import parse_blocks

FIXTURES = Path(__file__).parent.parent / "fixtures" / "captures"
CAPTURES = sorted(path for path in FIXTURES.glob("*/*") if path.suffix in (".txt", ".html"))


def drafted(path):
    (draft,) = draft_capture(path.name, path.read_bytes())
    fields = {name: value for name, value in draft.fields.items() if name != "captures"}
    dropped = "".join(f"{piece.rule} | {piece.text.replace(chr(10), ' / ')}\n" for piece in draft.dropped)
    problems = "".join(f"{problem}\n" for problem in draft.problems)
    return draft, front_matter.format_article(fields, draft.body), dropped + problems


@pytest.mark.parametrize("path", CAPTURES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_the_draft_of_a_capture_is_as_expected(path, update_golden):
    _, article, dropped = drafted(path)
    if update_golden:
        path.with_suffix(".md").write_text(article, "utf-8")
        path.with_suffix(".dropped").write_text(dropped, "utf-8")
    assert article == path.with_suffix(".md").read_text("utf-8")
    assert dropped == path.with_suffix(".dropped").read_text("utf-8")


@pytest.mark.parametrize("path", CAPTURES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_the_article_can_be_loaded(path):
    draft, article, _ = drafted(path)
    _, body, line = front_matter.split_front_matter(article, path.name)
    _, problems = parse_blocks(body, file=path.name, line=line)
    assert not problems
    assert draft.id.isascii()
    assert draft.fields["draft"] == "true"


def test_every_outlet_has_a_fixture():
    assert set(packaged_rules().outlets) <= {path.parent.name for path in CAPTURES}
