"""The pages of events and claims: whole sentences with the words marked, what touches what, legs and their map, redirects."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from dossier.pipeline import BuildOptions, build_site
from dossier.problems import Failure, Severity

FILES = {
    "dossier.yaml": """
title: 北港
timezone: Asia/Shanghai
language: zh-Hans
base_url: https://example.org/port/
editors: [甲]
outlets:
  bay: {name: 海湾报, language: zh-Hans, rights: excerpt}
  hill: {name: 山城报, language: zh-Hans, rights: owned}
  desk: {name: 手记, language: zh-Hans, rights: owned, own: true}
""",
    "entities.yaml": """
lin: {type: person, name: {zh-Hans: 林远舟}}
quay: {type: place, name: {zh-Hans: 北港}, coordinates: [39.0, 121.6]}
isle: {type: place, name: {zh-Hans: 灯岛}, coordinates: [37.5, 122.1]}
inland: {type: place, name: {zh-Hans: 山城}}
""",
    "events.yaml": """
sailing:
  date: 2023-05-10
  title: 林远舟到灯岛
  status: happened
  who: [lin]
  where: isle
  text: 船走了一夜，见[说法](claim:night)。
  sources:
    - {article: 2023-05-12-bay, quote: 到了灯岛}
    - {article: 2023-05-01-hill, quote: 打算去灯岛}
    - {article: 2023-05-14-desk}
  legs:
    - {from: quay, to: isle, date: 2023-05-10, status: happened, article: 2023-05-12-bay, quote: 从北港开出}
    - {from: isle, to: inland, status: planned}
  history:
    - {date: 2023-05-01, status: planned, why: 山城报先说}
    - {date: 2023-05-12, status: happened, by: 乙}
  formerly: [voyage]
  added: 2023-05-13
landing:
  date: 2023-05-11
  title: 灯岛上的人看见船
  status: alleged
  sources: [{article: 2023-05-12-bay, quote: 有人看见}]
""",
    "claims.yaml": """
night:
  text: 船是夜里开的
  status: disputed
  formerly: [dark]
  added: 2023-05-13
  stances:
    - {voice: 渔民, says: denies, article: 2023-05-12-bay, quote: 天亮才开, date: 2023-05-12}
    - {who: [lin], says: asserts, article: 2023-05-01-hill, quote: 夜里走, date: 2023-05-01}
    - {voice: 船员, says: doubts, article: 2023-05-12-bay, quote: 从北港开出}
  history:
    - {date: 2023-05-12, status: disputed, why: 两家不同}
""",
    "corrections.yaml": """
- {date: 2023-05-15, article: 2023-05-12-bay, text: 船名写错了。}
- {date: 2023-05-16, text: "日期改过，见[事件](event:landing)。"}
""",
    "articles/2023-05-12-bay.md": """---
id: 2023-05-12-bay
title: 船到了
outlet: bay
url: https://bay.example/1
published: 2023-05-12
language: zh-Hans
---
海湾报记者在码头写下这一段，作为开头。

林远舟的船周三从北港开出，当天就到了灯岛。同行的人没有露面。渔民说，天亮才开的船。

岛上有人看见一艘白船。
""",
    "articles/2023-05-01-hill.md": """---
id: 2023-05-01-hill
title: 他要出海
outlet: hill
published: 2023-05-01
language: zh-Hans
---
林远舟5月10日打算去灯岛，他说要夜里走。
""",
    "articles/2023-05-14-desk.md": """---
id: 2023-05-14-desk
title: 手记
outlet: desk
published: 2023-05-14
language: zh-Hans
---
两家说的是同一条船。
""",
}  # fmt: skip


def built(folder: Path, edition: str = "internal", changes: Mapping[str, str] | None = None):
    for path, text in {**FILES, **(changes or {})}.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, "utf-8")
    return build_site(folder, BuildOptions(edition)).output


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    return built(tmp_path_factory.mktemp("port"))


@pytest.fixture(scope="module")
def public(tmp_path_factory):
    return built(tmp_path_factory.mktemp("port"), "public")


def section(page: str, title: str) -> str:
    return page.split(f"<h2>{title}</h2>")[1].split("</section>", maxsplit=1)[0]


def page(output: Mapping[str, bytes], path: str) -> str:
    return output[path].decode()


def test_evidence_is_whole_sentences_with_the_words_marked(site):
    told = section(page(site, "events/sailing.html"), "谁这样写")
    assert "林远舟的船周三从北港开出，当天就<mark>到了灯岛</mark>。</p>" in told
    assert "同行的人" not in told
    assert told.index("海湾报") < told.index("¶2") < told.index("事后")
    assert "事先，早9天" in told


def test_the_timeline_unfolds_the_same_sentences(site):
    row = page(site, "timeline.html").split('<li id="sailing"')[1].split("</li>")[0]
    assert "当天就<mark>到了灯岛</mark>。" in row
    assert "<span>林远舟</span> 2家3句" in row
    assert 'href="events/sailing.html"' in row


def test_the_public_edition_shows_exactly_the_words_that_are_quoted(public):
    told = section(page(public, "events/sailing.html"), "谁这样写")
    assert '<p class="src"><mark>到了灯岛</mark></p>' in told
    assert "当天就" not in page(public, "events/sailing.html")
    assert "从北港开出" in page(public, "events/sailing.html")
    assert not any("同行的人" in data.decode("utf-8", "replace") for data in public.values())


def test_what_touches_it(site):
    event, claim = page(site, "events/sailing.html"), page(site, "claims/night.html")
    assert 'href="../claims/night.html"' in section(event, "牵涉的说法")
    assert "船名写错了" in section(event, "更正")
    assert "日期改过" not in event
    assert "日期改过" in page(site, "events/landing.html")
    assert 'href="../events/sailing.html"' in section(claim, "相关事件")


def test_how_it_came_to_be_so(site):
    history = section(page(site, "events/sailing.html"), "这一条的来历")
    assert history.index("2023年5月13日") < history.index("立目")
    assert history.index("计划") < history.index("山城报先说") < history.index("发生")
    assert "乙" in history
    assert "这一条的来历" not in page(site, "events/landing.html"), "nothing is claimed where nothing is written"


def test_only_the_ends_of_a_leg_are_drawn(site):
    told = page(site, "events/sailing.html")
    (drawn,) = re.findall(r'<path class="leg happened" d="([^"]+)"', told)
    (x1, y1), (x2, y2), (x3, y3), (x4, y4) = [
        tuple(map(float, point)) for point in re.findall(r"[ML](-?[\d.]+) (-?[\d.]+)", drawn)
    ]
    gap, whole = abs(y3 - y2) + abs(x3 - x2), abs(y4 - y1) + abs(x4 - x1)
    assert gap > whole / 4
    assert "leg planned" not in told, "山城 has no coordinates: it is listed, not drawn"
    assert "从北港开出" in told.split('class="legs"')[1]
    assert "北港到灯岛" in told.split('class="locator" role="img" aria-label="')[1].split('"')[0]
    assert "不画国界" in told


def test_the_editors_own_text_is_a_source_and_no_outlet(site):
    told = page(site, "events/sailing.html")
    accounts = told.split('<div class="accounts">')[1].split("</div>")[0]
    assert accounts.count("<section>") == 2
    assert "手记" not in accounts
    assert "2家媒体、2篇报道" in page(site, "index.html")
    compared = page(site, "compare/sailing.html")
    assert compared.count('scope="col"') == 2


def test_stances_stand_in_time_order_with_the_voice(site):
    told = page(site, "claims/night.html")
    asserting, denying = section(told, "说有"), section(told, "否认、存疑")
    assert "林远舟" in asserting
    assert "<mark>夜里走</mark>" in asserting
    assert denying.index("渔民") < denying.index("船员")
    assert "渔民说，<mark>天亮才开</mark>的船。" in denying


def test_former_addresses_lead_on(site):
    assert 'content="0; url=sailing.html"' in page(site, "events/voyage.html")
    assert 'content="0; url=night.html"' in page(site, "claims/dark.html")
    assert '<span id="voyage"></span>' in page(site, "timeline.html")


def test_they_say_what_they_are_and_how_to_cite_them(site):
    told = page(site, "events/sailing.html")
    thing = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', told)[1])
    assert (thing["@type"], thing["startDate"]) == ("Event", "2023-05-10")
    assert thing["@id"] == "https://example.org/port/events/sailing.html"
    assert "https://example.org/port/events/sailing.html" in told.split('class="cites"')[1]
    assert "报道截至2023年5月12日" in told
    assert '"WebPage"' in page(site, "events/landing.html")
    for path in ("timeline.csv", "timeline.ics", "feed.xml", "data/events.json"):
        assert "events/sailing.html" in page(site, path).replace("\r\n ", ""), path
    rows = {row["id"]: row for row in json.loads(site["data/events.json"])}
    assert [leg["to"] for leg in rows["sailing"]["legs"]] == ["isle", "inland"]
    assert [step["status"] for step in rows["sailing"]["history"]] == ["planned", "happened"]
    assert rows["sailing"]["added"] == "2023-05-13"


@pytest.mark.parametrize("article", ["2023-05-12-bay"])
def test_a_leg_of_a_private_article_says_that_there_is_a_source(article, tmp_path):
    changed = FILES[f"articles/{article}.md"].replace("language: zh-Hans", "language: zh-Hans\nrights: private")
    output = built(tmp_path, "public", {f"articles/{article}.md": changed})
    assert "来源存在，本版不公开" in page(output, "events/sailing.html").split('class="legs"')[1]
    assert not any("从北港开出" in data.decode("utf-8", "replace") for data in output.values())


@pytest.mark.parametrize(
    ("written", "check", "said"),
    [
        ("{from: quay, to: nowhere, status: happened}", "undefined", "nowhere"),
        ("{from: quay, status: happened}", "missing", "`to`"),
        ("{from: quay, to: isle, status: sailed}", "value", "cannot be “sailed”"),
        ("{from: quay, to: isle, status: happened, quote: 从北港开出}", "missing", "a leg has a `quote` and no `article`"),
        ("{from: quay, to: isle, status: happened, article: 2023-05-12-bay, quote: 没有这句}", "anchor", "not in the article"),
    ],
)  # fmt: skip
def test_mistakes_in_a_leg_are_told_with_their_place(written, check, said, tmp_path):
    changed = FILES["events.yaml"].replace("{from: isle, to: inland, status: planned}", written)
    with pytest.raises(Failure) as failed:
        built(tmp_path, changes={"events.yaml": changed})
    (problem,) = [problem for problem in failed.value.problems if problem.severity is Severity.ERROR]
    assert (problem.check, problem.at.line) == (check, 15)
    assert said in problem.message


def test_a_history_that_ends_elsewhere_is_a_warning(tmp_path):
    changed = FILES["events.yaml"].replace(
        "{date: 2023-05-12, status: happened, by: 乙}", "{date: 2023-05-12, status: alleged}"
    )
    for path, text in {**FILES, "events.yaml": changed}.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")
    problems = build_site(tmp_path, BuildOptions()).problems
    assert [p.message for p in problems if p.check == "history"] == [
        "`sailing` is happened, but its history ends with alleged"
    ]
