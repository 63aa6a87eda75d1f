"""References in texts with their lines, found in linear time; and hints for misspelt ids."""

import pytest

from dossier.load.prose import parse_prose
from dossier.load.spelling import did_you_mean, which_article
from tests.effort import RATIO, growth


def reference_lines(text):
    uses, problems = [], []
    parse_prose(text, "x.md", 10, uses, problems)
    return [f"{use.at} {use.kind}:{use.id}#{use.block}".rstrip("#") for use in uses]


@pytest.mark.parametrize(
    ("text", "uses"),
    [
        ("一。\n\n二[三](article:a#p-abcdef)。\n", ["x.md:12 article:a#p-abcdef"]),
        ("一\n[二](entity:b)\n[三](entity:b)", ["x.md:11 entity:b", "x.md:11 entity:b"]),
        ("[一][1]\n\n二\n\n[1]: page:c\n", ["x.md:14 page:c"]),
        ("[一](page:a&amp;b)\n\n`page:a&b`\n", ["x.md:10 page:a&b"]),  # written in another form: where its block begins
        ("一\r\r[二](page:c)", ["x.md:12 page:c"]),
        ("::: figure\n![](../media/a.svg)\n二\n:::\n", ["x.md:11 picture:a.svg"]),
        ("![](https://e.org/a.jpg)", []),
    ],
)
def test_uses(text, uses):
    assert reference_lines(text) == uses


@pytest.mark.parametrize("written", ["[a](page:b&amp;c)\n\n", "[a][b]\n\n", "[a](page:b)\n"])
def test_the_links_of_a_text_take_as_long_as_they_are_many(written):
    assert growth(lambda n: reference_lines(written * n + "[b]: page:b\n"), 2_000, most=8_000) < RATIO


KNOWN = (
    "2023-09-05-bbc-66714701",
    "2023-09-06-bbc-66724632",
    "2023-09-05-bbc-12345678",
    "2023-09-05-abc-66714633",
    "2023-09-05-nk-news-7",
    "2023-09-13-dw-zh-66800000",
    "about-the-bridge",
)


@pytest.mark.parametrize(
    ("wrong", "article"),
    [
        ("2023-09-05-bbc-66714632", "2023-09-06-bbc-66724632"),  # one digit; abc's has more letters in common
        ("2023-09-05-bbc-66714702", "2023-09-05-bbc-66714701"),
        ("2021-01-01-bbc-66714701", "2023-09-05-bbc-66714701"),
        ("2023-09-05-bcc-66714701", "2023-09-05-bbc-66714701"),
        ("2023-09-05-abc-66714701", "2023-09-05-bbc-66714701"),  # the number tells it
        ("2023-09-05-dw-zh-66800001", "2023-09-13-dw-zh-66800000"),
        ("2023-09-05-nk-new-7", "2023-09-05-nk-news-7"),  # no outlet of the dossier: by its letters
        ("2023-09-05-nk-news-8", "2023-09-05-nk-news-7"),
        ("1999-12-31-dw-zh-1", ""),
        ("about-the-bridges", "about-the-bridge"),
        ("2023-09-05-bbc-" + "6" * 5000, ""),
    ],
)
def test_an_article_is_known_by_its_outlet_and_its_number(wrong, article):
    for known in (KNOWN, KNOWN[::-1]):
        assert which_article(wrong, known, "?") == (f"did you mean `{article}`?" if article else "?")


@pytest.mark.parametrize(("guess", "wrong"), [(did_you_mean, "{}x"), (which_article, "{}x"), (which_article, "{}0")])
def test_many_wrong_words_are_guessed_in_time(guess, wrong):
    """Each of a dossier's ids wrong once: the cost is of so many ids by so many, and no more."""

    def work(n):
        known = frozenset(f"2023-{n % 12 + 1:02}-{n % 28 + 1:02}-bao-{n + 10_000}" for n in range(n))
        words = sorted(known)[:: n // 50]
        hints = [guess(wrong.format(word), known, "") for word in words]
        assert guess is which_article or hints == [f"did you mean `{word}`?" for word in words]
        assert all(hints)

    assert growth(work, 2_500, most=5_000) < RATIO
