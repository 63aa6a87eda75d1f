"""The names labelled in tests/gold/names.json stand where the labels say."""

import hashlib
import importlib.util
import json
from pathlib import Path

import pytest

GOLD = Path(__file__).parent.parent / "gold"
CAPTURE = "<p>渡口委员会<b>林青</b>说，东港&amp;西港的船从东港出发，东港没有答复。</p>\n"
ENTITIES = {
    "lin-qing": {"type": "person", "name": "Lin Qing", "also": []},
    "east-port": {"type": "place", "name": "East Port", "also": ["East Harbour"]},
    "ferry-board": {"type": "organisation", "name": "Ferry Board", "also": []},
}


@pytest.fixture(scope="module")
def names():
    spec = importlib.util.spec_from_file_location("gold_names", GOLD / "names.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def article(names):
    """Labels of CAPTURE without a fault."""

    def mention(surface: str, entity: str, after: int = 0, *sense: str) -> list:
        start = CAPTURE.index(surface, after)
        return [start, start + len(surface), entity, names.digest(surface), *sense]

    return {
        "file": "ferry.md",
        "sha256": hashlib.sha256(CAPTURE.encode()).hexdigest(),
        "language": "zh-Hans",
        "blocks": [["paragraph", 3, CAPTURE.index("</p>")]],
        "mentions": [
            mention("渡口委员会", "ferry-board"),
            mention("林青", "lin-qing"),
            mention("东港", "east-port", 0, "place"),
            mention("东港", "east-port", CAPTURE.index("从"), "place"),
            mention("东港", "east-port", CAPTURE.index("，东港没有"), "government"),
        ],
    }


@pytest.fixture
def labels():
    return json.loads((GOLD / "names.json").read_text("utf-8"))


def test_every_label_resolves_to_its_surface(shared, names, labels):
    resolved = names.resolve(labels, shared)
    for article in resolved["articles"]:
        for block in article["blocks"]:
            for mention in block["mentions"]:
                assert block["text"][mention["start"] : mention["end"]] == mention["surface"]


def test_spellings_known_besides_are_none_of_the_marked_ones(shared, names, labels):
    for key, entity in names.resolve(labels, shared)["entities"].items():
        assert not set(entity["also"]) & set(entity["alias"]), key


def test_labels_are_of_known_types_and_hold_no_text(names, labels):
    used = {key for article in labels["articles"] for mention in article["mentions"] for key in mention[2].split("+")}
    assert used == labels["entities"].keys()
    assert {entity["type"] for entity in labels["entities"].values()} == names.TYPES
    assert len({article["sha256"] for article in labels["articles"]}) == len(labels["articles"])
    assert json.dumps(labels["articles"], ensure_ascii=False).isascii()


def test_a_capital_has_a_sense_at_every_mention(labels):
    mentions = [mention for article in labels["articles"] for mention in article["mentions"]]
    capitals = {mention[2] for mention in mentions if mention[4:]}
    assert all(mention[4:] for mention in mentions if mention[2] in capitals)
    assert {labels["entities"][capital]["type"] for capital in capitals} == {"place"}


def test_the_readme_states_the_counts(names, labels):
    readme = (GOLD / "README.md").read_text("utf-8")
    for name, number in names.counts(labels).items():
        assert f"| {name} | {number} |" in readme


def test_labels_without_a_fault_resolve_to_plain_text(names, article, tmp_path):
    (tmp_path / "ferry.md").write_text(CAPTURE, "utf-8")
    resolved = names.resolve({"entities": ENTITIES, "articles": [article]}, tmp_path)
    (block,) = resolved["articles"][0]["blocks"]
    assert block["text"] == "渡口委员会林青说，东港&西港的船从东港出发，东港没有答复。"
    assert [block["text"][m["start"] : m["end"]] for m in block["mentions"]] == [
        "渡口委员会",
        "林青",
        "东港",
        "东港",
        "东港",
    ]
    assert [m.get("sense") for m in block["mentions"]] == [None, None, "place", "place", "government"]
    assert resolved["entities"]["east-port"]["alias"] == ["东港"]
    assert names.mark(block).startswith("paragraph: [渡口委员会|ferry-board][林青|lin-qing]说，[东港|east-port|place]&")


@pytest.mark.parametrize(
    ("number", "change", "fault"),
    [
        (1, {1: lambda end: end + 1}, "the hash is that of another surface"),
        (1, {3: lambda _: "00000000"}, "the hash is that of another surface"),
        (1, {0: lambda start: start - 3}, "the surface holds a tag"),
        (1, {0: lambda start: start - 4}, "overlaps another mention"),
        (4, {1: lambda end: end + 40}, "outside every block"),
        (1, {2: lambda _: "lin-hong"}, "no entity lin-hong"),
        (2, {4: lambda _: "port"}, "no sense ['port']"),
    ],
)
def test_a_wrong_label_is_named(names, article, tmp_path, number, change, fault):
    (tmp_path / "ferry.md").write_text(CAPTURE, "utf-8")
    for index, changed in change.items():
        article["mentions"][number][index] = changed(article["mentions"][number][index])
    with pytest.raises(ValueError, match=r"ferry\.md") as failure:
        names.resolve({"entities": ENTITIES, "articles": [article]}, tmp_path)
    assert fault in str(failure.value)


def test_another_text_than_the_labelled_one_is_refused(names, article, tmp_path):
    (tmp_path / "ferry.md").write_text(CAPTURE + "\n", "utf-8")
    with pytest.raises(ValueError, match=r"ferry\.md: the text is not the one that was labelled"):
        names.resolve({"entities": ENTITIES, "articles": [article]}, tmp_path)
