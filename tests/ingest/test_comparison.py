"""Which differences between two captures of an article are changes of its words: docs/versions.md, as cases."""

import importlib.util
import json
import sys
from pathlib import Path

import pytest

from dossier.ingest.captures.comparison import are_same_article, are_unrelated, compare_words, read_words

GOLD = Path(__file__).parent.parent / "gold"

BODY = (
    "桥头镇的磨坊昨夜起火，镇上的消防队用了三个小时才把火扑灭，没有人受伤。\n\n"
    "镇长说：“我们会查明原因。”他表示，磨坊里的12袋面粉全部烧毁。\n\n"
    "::: figure\n![](https://pic.example/a.jpg)\n清晨的磨坊\n:::\n\n"
    "据报磨坊已经停产，五名中国员工被送回家中，等待进一步的通知。\n"
)
TITLE = "桥头镇磨坊起火"


def words(body=BODY, title=TITLE, **fields):
    return read_words({"title": title, **fields}, body)


def change(old, new, title=TITLE):
    assert old in BODY
    return compare_words(words(), words(BODY.replace(old, new), title))


CHANGES = {
    "a headline": ("", "", "桥头镇磨坊起火，两人受伤"),
    "a section label": ("", "", "【图集】桥头镇磨坊起火"),
    "a qualification": ("中国员工", "部分中国员工", TITLE),
    "a number": ("12袋", "21袋", TITLE),
    "a fraction": ("12袋", "1.2袋", TITLE),
    "a percentage": ("12袋", "12%", TITLE),
    "a hedge": ("据报磨坊已经", "磨坊已经", TITLE),
    "a quotation": ("会查明原因", "已查明原因", TITLE),
    "quotation marks taken away": ("“我们会查明原因。”", "我们会查明原因。", TITLE),
    "quotation marks put round a word": ("停产", "“停产”", TITLE),
    "a sentence cut": ("，没有人受伤", "", TITLE),
    "a paragraph added": ("据报磨坊", "警方正在调查。\n\n据报磨坊", TITLE),
    "a caption": ("清晨的磨坊", "夜里的磨坊", TITLE),
    "a caption cut": ("清晨的磨坊\n", "", TITLE),
    "an order": ("桥头镇的磨坊昨夜起火，镇上的消防队", "镇上的消防队，桥头镇的磨坊昨夜起火", TITLE),
}
NO_CHANGES = {
    "nothing": ("", "", TITLE),
    "other quotation marks": ("“我们会查明原因。”", "「我們會查明原因。」", TITLE),
    "the other script": ("停产，五名中国员工被送回", "停產，五名中國員工被送回", TITLE),
    "width": ("12袋", "１２袋", TITLE),
    "an entity": ("停产，", "停产&#65292;", TITLE),
    "white space": ("磨坊昨夜", "磨坊 昨夜", TITLE),
    "punctuation": ("起火，镇上", "起火。镇上", TITLE),
    "a question mark in the headline": ("", "", "桥头镇磨坊起火？"),
    "a stroke for a comma": ("原因。”他", "原因。”丶他", TITLE),
    "markup": ("磨坊昨夜", "**磨坊**昨[夜](https://e.example/)", TITLE),
    "a paragraph divided": ("受伤。", "受伤。\n\n", TITLE),
    "a relative clock": ("据报磨坊", "最近更新：3小时前\n\n据报磨坊", TITLE),
    "a date above the text": ("桥头镇的", "2024年5月6日 16:30\n\n桥头镇的", TITLE),
    "a list of links": ("据报磨坊", "- [别处的水灾](https://e.example/1)\n- [河上的船](https://e.example/2)\n\n据报磨坊", TITLE),
    "who reported": ("没有人受伤。", "没有人受伤。桥头小报记者李四桥头报道。", TITLE),
    "who edited": ("通知。", "通知。\n\n记者：李四 责编：王五", TITLE),
    "the headline repeated": ("桥头镇的", "桥头镇磨坊起火\n\n桥头镇的", TITLE),
    "somebody's post": ("据报磨坊", "> 火真大\n>\n> — 张三 (@zhang) May 6, 2024\n\n据报磨坊", TITLE),
    "a caption's agency": ("清晨的磨坊", "图：清晨的磨坊（路透社）", TITLE),
    "a reading aloud": ("据报磨坊", "听新闻：（听更多新闻请用我们的应用）\n\n据报磨坊", TITLE),
    "a caption without markup": (
        "::: figure\n![](https://pic.example/a.jpg)\n清晨的磨坊\n:::\n\n", "::: figure\n![](https://pic.example/a.jpg)\n清晨的磨坊\n:::\n\n", TITLE,
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CHANGES)
def test_other_words_are_a_change(case):
    difference = change(*CHANGES[case])
    assert difference
    assert difference.paragraphs >= 1
    assert difference.before != difference.after


@pytest.mark.parametrize("case", NO_CHANGES)
def test_what_a_capture_adds_is_no_change(case):
    assert change(*NO_CHANGES[case]) is None


def test_a_picture_that_moves_is_no_change():
    figure = "::: figure\n![](https://pic.example/a.jpg)\n清晨的磨坊\n:::\n\n"
    assert compare_words(words(), words(figure + BODY.replace(figure, ""))) is None


def test_the_first_difference_is_quoted_from_both_texts():
    difference = change("中国员工", "部分中国员工")
    assert (difference.before, difference.after, difference.paragraphs) == (
        "已经停产，五名中国员工被送",
        "已经停产，五名部分中国员工被送",
        1,
    )


def test_a_changed_word_with_spaces_around_it_is_quoted_in_full():
    difference = compare_words(
        words("The old mill burned down.\n", "Mill"), words("The old mill burnt down.\n", "Mill")
    )
    assert "burned" in difference.before
    assert "burnt" in difference.after


def test_changed_paragraphs_are_counted_and_split_ones_are_not():
    text = BODY.replace("12袋", "13袋").replace("五名", "六名").replace("消防队用了", "消防队。\n\n用了")
    assert compare_words(words(), words(text)).paragraphs == 2


def test_vowel_signs_count():
    assert compare_words(words("वह कल आएगा और बात करेगा।\n"), words("वह कल आएगी और बात करेगी।\n"))


# ── One text or two ──────────────────────────────────────────────────────────

OTHER = (
    "山下的小学今天开学，校长站在门口迎接每一个孩子，操场上挂满了彩旗。\n\n"
    "家长们说，新来的老师很年轻，会弹琴，也会修屋顶，孩子们都很喜欢她。\n"
)


def test_captures_of_one_text_agree_and_others_do_not():
    assert are_same_article(words(), words(BODY.replace("12袋", "13袋")))
    assert not are_same_article(words(), words(OTHER))
    assert are_unrelated(words(), words(OTHER, "开学了"))
    assert not are_unrelated(words(), words(BODY + "\n" + OTHER, "磨坊与学校"))


def test_very_short_texts_agree_only_if_they_are_equal():
    assert are_same_article(words("短。\n"), words("短。\n"))
    assert not are_same_article(words("短。\n"), words("长。\n"))
    assert not are_same_article(words("短。\n"), words("短。\n", "别的标题"))
    assert not are_unrelated(words("短。\n"), words("长。\n", "别的标题"))


# ── The labelled pairs ───────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def recaptured():
    spec = importlib.util.spec_from_file_location("recaptured", GOLD / "recaptured.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    yield module
    sys.path.remove(str(GOLD))


@pytest.mark.slow
def test_no_share_of_the_labelled_pairs_is_below_its_floor(shared, recaptured):
    assert (
        recaptured.find_regressions(
            recaptured.shares(shared / "recaptures"), json.loads(recaptured.FLOOR.read_text("utf-8"))
        )
        == []
    )


def test_one_labelled_pair_in_fifteen_is_classified_as_labelled(shared, recaptured):
    some = recaptured.score_recaptures.labels()[::15]
    folder = shared / "recaptures"
    wrong = [
        label["pair"]
        for label in some
        if recaptured.words_differ(*recaptured.score_recaptures.captures(label, folder)) is not label["changed"]
    ]
    assert wrong == []
