"""Captions are split from their credits."""

import time

import pytest

from dossier.ingest.html.caption_credits import find_credits


def split_caption(text):
    matches = find_credits(text)
    rest = text[: matches[0].cut].rstrip() + matches[0].stop if matches else text
    return rest, [" ".join(text[credit.start : credit.end].split()) for credit in matches]


@pytest.mark.parametrize(
    ("caption", "rest", "names"),
    [
        # brackets after a complete sentence, of both widths, also mixed
        ("灯亮了。（桥头社区报）", "灯亮了。", ["桥头社区报"]),
        ("灯亮了。(LIN YI/AFP via Getty Images）", "灯亮了。", ["LIN YI/AFP via Getty Images"]),
        ("灯亮了。（Lin Yi / Getty Images）", "灯亮了。", ["Lin Yi / Getty Images"]),
        ("A lamp. (the U.S. Lamp Office)", "A lamp.", ["the U.S. Lamp Office"]),
        ("（桥头社区报）", "", ["桥头社区报"]),
        # words of a source anywhere
        ("桥边的灯（法新社）", "桥边的灯", ["法新社"]),
        ("桥边的灯（路透社2019年4月1日）", "桥边的灯", ["路透社2019年4月1日"]),
        ("桥边的灯（记者林一摄）", "桥边的灯", ["记者林一摄"]),
        ("桥边的灯（中央社檔案照片）", "桥边的灯", ["中央社檔案照片"]),
        ("桥边的灯（圖取自燈塔網頁lamp.example）", "桥边的灯", ["圖取自燈塔網頁lamp.example"]),
        ("桥边的灯（左圖網絡圖片，右圖讀者提供）", "桥边的灯", ["左圖網絡圖片，右圖讀者提供"]),
        ("桥边的灯（视频截图）。", "桥边的灯。", ["视频截图"]),
        ("桥边的灯（图片来源：灯塔局脸书）", "桥边的灯", ["灯塔局脸书"]),
        ("桥边的灯（图/林一）", "桥边的灯", ["林一"]),
        # signatures without brackets
        ("燈亮了。中央社記者林一台北攝　109年11月4日", "燈亮了。", ["中央社記者林一台北攝 109年11月4日"]),
        ("燈亮了。（警方提供）中央社記者林一傳真 109年1月4日", "燈亮了。", ["警方提供", "中央社記者林一傳真 109年1月4日"]),
        ("桥边的灯。摄：Lin Yi/Getty Images", "桥边的灯。", ["Lin Yi/Getty Images"]),
    ],
)  # fmt: skip
def test_a_credit_is_found_at_the_end_of_a_caption(caption, rest, names):
    assert split_caption(caption) == (rest, names)


@pytest.mark.parametrize(
    "caption",
    [
        "灯亮了。（2020年10月10日）",
        "灯亮了。（10月26日）",
        "灯亮了。（资料图片）",
        "林一与周二（右）",
        "林一与周二。（左起）",
        "林一（Lin Yi）",
        "灯塔公司（Lamp Aviation）。",
        "他们喊：让灯再亮！（ Make the lamp great again）",
        "它叫“灯礁”（东岸称“桥礁”，西岸称“船礁”）。",
        "灯亮了。（灯在桥上。桥在河上。）",
        "数据来源各不相同",
        "灯亮了。他们在灯下拍摄",
        "两国合作（供销合作社）",
        "记者在电网（国家电网）",
        "一盏灯",
        "",
    ],
)
def test_dates_places_names_and_sentences_are_not_credits(caption):
    assert find_credits(caption) == ()


def test_the_effort_does_not_grow_with_the_length():
    def cpu(size):
        text = "灯。（桥" * size
        start = time.process_time()
        for _ in range(200):
            find_credits(text)
        return time.process_time() - start

    assert min(cpu(20_000) for _ in range(3)) < 5 * min(cpu(10_000) for _ in range(3))
