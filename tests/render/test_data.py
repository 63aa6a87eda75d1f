"""data/*.json: rows as the schema says, byte for byte what they were."""

import json

import jsonschema
import pytest

from dossier.model import Dossier
from dossier.render.exports import data

FILES = ("articles", "mentions", "dates", "entities", "events", "claims")


@pytest.mark.parametrize("name", FILES)
def test_the_rows_are_these(dossier, golden, name):
    golden(f"data/{name}.json", data.data_files(dossier)[f"data/{name}.json"])


@pytest.mark.parametrize("name", FILES)
def test_the_rows_keep_to_the_schema(dossier, name):
    files = data.data_files(dossier)
    schema = json.loads(files["data/schema.json"])
    jsonschema.Draft202012Validator.check_schema(schema)
    rows = json.loads(files[f"data/{name}.json"])
    assert rows
    jsonschema.validate(rows, {**schema, "$ref": f"#/$defs/{name}.json"})
    assert all(list(row) == list(schema["$defs"][f"{name}.json"]["items"]["properties"]) for row in rows)


def test_words_stand_where_the_rows_say(dossier):
    files = {name: json.loads(data.data_files(dossier)[f"data/{name}.json"]) for name in FILES}
    texts = {
        (article["id"], block["id"]): block["text"] for article in files["articles"] for block in article["blocks"]
    }
    rows = [*files["mentions"], *files["dates"]]
    assert all(texts[row["article"], row["block"]][row["start"] : row["end"]] == row["surface"] for row in rows)
    links = [(article["id"], link) for article in files["articles"] for link in article["links"]]
    assert all(texts[a, link["block"]][link["start"] : link["end"]] == link["text"] for a, link in links)
    cited = [source for event in files["events"] for source in event["sources"]]
    cited += [stance for claim in files["claims"] for stance in claim["stances"]]
    held = [c for c in cited if c["block"]]
    assert held
    assert all(texts[c["article"], c["block"]][c["start"] : c["end"]] == c["quote"] for c in held)


def test_an_empty_dossier_has_empty_arrays(dossier):
    empty = Dossier(type(dossier.content)(dossier.content.settings, {}))
    assert {data.data_files(empty)[f"data/{name}.json"] for name in FILES} == {b"[]\n"}


@pytest.mark.parametrize("name", ["articles", "mentions", "dates"])
def test_what_grows_goes_on_in_further_files(dossier, name):
    unsplit, files = data.data_files(dossier), data.data_files(dossier, per_file=1)
    several = [f"data/{name}.json", *(f"data/{name}.{n}.json" for n in range(2, len(dossier.content.articles) + 1))]
    assert [path for path in files if path.startswith(f"data/{name}")] == several
    rows = [json.loads(files[path]) for path in several]
    assert [row for some in rows for row in some] == json.loads(unsplit[f"data/{name}.json"])
    key = "id" if name == "articles" else "article"
    assert [{row[key] for row in some} for some in rows if some] == [
        {article.id} for article, some in zip(dossier.content.articles, rows, strict=True) if some
    ]
