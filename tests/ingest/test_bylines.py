"""Bylines, contributors and signatures, as tables of lines and the people in them."""

import pytest

from dossier.ingest.metadata import bylines
from dossier.ingest.metadata.timestamps import epoch_to_iso, parse_timestamp


def brief(people):
    return [" ".join(filter(None, (person.role, person.title, person.name, person.latin))) for person in people]


@pytest.mark.parametrize(
    ("items", "people", "places"),
    [
        (
            ["安娜·李（Anna Lee）、王小川", "BBC记者   发自桥头、河口"],
            ["reporter BBC记者 安娜·李 Anna Lee", "reporter BBC记者 王小川"],
            ["桥头", "河口"],
        ),
        (["李四（Si Li）", "BBC亚洲数字记者"], ["reporter BBC亚洲数字记者 李四 Si Li"], []),
        (["李四（Si Li）", "BBC记者，发自河口"], ["reporter BBC记者 李四 Si Li"], ["河口"]),
        (["Author, 李四（Si Li）", "Role, BBC中文", "Reporting from, 河口"], ["reporter BBC中文 李四 Si Li"], ["河口"]),
        (["李四", "BBC记者", "王五", "BBC摄影师"], ["reporter BBC记者 李四", "reporter BBC摄影师 王五"], []),
        (["Anna Lee", "BBC Beijing correspondent"], ["reporter BBC Beijing correspondent Anna Lee"], []),
        (["桥上的灯又亮了", "没有人知道为什么"], [], []),
        ([], [], []),
    ],
)
def test_a_byline_list(items, people, places):
    parsed_people, parsed_places = bylines.parse_byline_list(items)
    assert brief(parsed_people) == people
    assert list(parsed_places) == places


@pytest.mark.parametrize(
    ("line", "people"),
    [
        ("李四, ANN B. LEE", ["reporter 李四", "reporter Ann B. Lee"]),
        ("KAI BO,KAI BO", ["reporter Kai Bo"]),
        ("DAVID McCABE, KEVIN O’HARA", ["reporter David McCabe", "reporter Kevin O’Hara"]),
        ("null 林一", ["reporter 林一"]),
        ("林一（综合报道）", ["reporter 林一"]),
        ("文林 综合报道", ["reporter 文林"]),
        ("采访记者：周二", ["reporter 周二"]),
        ("  Ann   Lee", ["reporter Ann Lee"]),
        ("Claire Fu和Liu San", ["reporter Claire Fu", "reporter Liu San"]),
        ("李和平、安德鲁·和", ["reporter 李和平", "reporter 安德鲁·和"]),
        ("", []),
    ],
)
def test_a_line_above_the_text(line, people):
    assert brief(bylines.parse_byline_header(line)) == people


@pytest.mark.parametrize(
    ("line", "people"),
    [
        ("具小河（Ku Xiaohe）在河口补充报道。", ["contributor 具小河 Ku Xiaohe"]),
        ("*BBC河口分部记者陈一（Chan Yat）参与报道", ["contributor BBC河口分部记者 陈一 Chan Yat"]),
        ("Amy Roe对本文有报道贡献。Eve Fu、张三和Gu San对本文有研究贡献。", ["contributor Amy Roe", "contributor Eve Fu", "contributor 张三", "contributor Gu San"]),
        ("李四自桥头對本文有報道貢獻。", ["contributor 李四"]),
        ("镇长说，灯会对夜市有贡献。", []),
        ("他补充说。", []),
    ],
)  # fmt: skip
def test_a_line_that_names_contributors(line, people):
    assert brief(bylines.parse_contributors(line)) == people


@pytest.mark.parametrize(
    ("line", "people"),
    [
        (
            "记者：林一  周二    责编：吴三  网编：郑四",
            ["reporter 林一", "reporter 周二", "editor 吴三", "editor 网编 郑四"],
        ),
        ("自由亚洲电台记者 林一 台北报导 责编 周二", ["reporter 自由亚洲电台记者 林一", "editor 周二"]),
        ("记者林一责编周二", ["reporter 林一", "editor 周二"]),
        ("（撰稿：林一/责编：周二）", ["reporter 林一", "editor 周二"]),
        ("编译 林一/周二；审校 吴三", ["translator 林一", "translator 周二", "editor 吴三"]),
        ("（实习编译：林一/核稿：）", ["translator 实习编译 林一"]),
        ("译者/何夕", ["translator 何夕"]),
        ("中央社駐柏林特派員林小一／12月23日", ["reporter 中央社駐柏林特派員 林小一"]),
        ("（編輯：卞小黃）1100119", ["editor 卞小黃"]),
    ],
)
def test_a_signature_below_the_text(line, people):
    assert brief(bylines.parse_closing_byline(line)) == people


def test_a_signature_may_have_a_place():
    assert bylines.reporting_place("自由亚洲电台记者 林一 台北报导 责编 周二") == ("台北",)
    assert bylines.reporting_place("林一 综合报道") == ()


@pytest.mark.parametrize(
    ("text", "zone", "expected"),
    [
        ("2023-09-05 12:45:39", "Asia/Shanghai", "2023-09-05T12:45:39+08:00"),
        ("2023-09-05T01:42:02.538Z", "UTC", "2023-09-05T01:42:02Z"),
        ("2020-07-31T01:44:58", "UTC", "2020-07-31T01:44:58Z"),
        ("2024-05-05T10:00:00+0800", "UTC", "2024-05-05T10:00:00+08:00"),
        ("Mon, 20 Jul 2020 14:07:32 GMT", "UTC", "2020-07-20T14:07:32Z"),
        ("14/09/2020 - 18:28", "Europe/Paris", "2020-09-14T18:28+02:00"),
        ("19/01/2021 - 11:00", "Europe/Paris", "2021-01-19T11:00+01:00"),
        ("2020年 7月 18日", "Europe/London", "2020-07-18"),
        ("2020年7月18日 9:05", "Asia/Taipei", "2020-07-18T09:05+08:00"),
        ("2023-09-05", "Europe/London", "2023-09-05"),
        ("2020-12-19T00:00:00Z", "UTC", "2020-12-19"),
        ("Dec 19th 2020", "UTC", "2020-12-19"),
        ("2024-05-05T10:00:00", "", "2024-05-05"),
        ("2024-05-05T10:00:00Z", "", "2024-05-05T10:00:00Z"),
        ("32 分钟前", "UTC", ""),
        ("2023-13-45", "UTC", ""),
        ("2023-09-05T99:99:99Z", "UTC", ""),
        ("桥", "UTC", ""),
        ("", "UTC", ""),
    ],
)  # fmt: skip
def test_a_timestamp_is_parsed_with_its_precision(text, zone, expected):
    assert parse_timestamp(text, zone) == expected


def test_the_epoch_of_an_archive_is_converted():
    assert epoch_to_iso("1693896181000") == "2023-09-05T06:43:01Z"
    assert epoch_to_iso("9" * 30) == ""
