"""Scores the drafts of the shared captures; the scores may only rise.

    python tests/ingest/extraction_scores.py            the scores, and every error
    python tests/ingest/extraction_scores.py --update   records them in floor.json, if none of them fell

The expected text is read independently of the program, from html5lib's tree, with lines at block tags and <br>.
"""

import json
import re
import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import html5lib

from dossier.ingest.drafts.draft import draft_capture
from dossier.markdown import parse_blocks

HERE = Path(__file__).parent
FLOOR = HERE / "floor.json"
CAPTURES = HERE.parents[2] / "shared" / "captures"

# fmt: off
INLINE = {"a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "del", "em", "font", "i", "ins", "kbd", "mark", "s",
          "small", "span", "strong", "sub", "sup", "time", "u"}
# fmt: on
INVISIBLE_TAGS = {"iframe", "script", "style", "svg", "template"}
CREDIT_MARKS = re.compile(r"^(?:[©（()）【】]|(?:Credit|图片来源)[:：])+")  # marks around a credit
INVISIBLE_CHARACTERS = re.compile(r"[\s\u200b-\u200f\u2060-\u2064\ufeff]+")

# Lines that do not belong into the body, without spaces.
REMOVED_LINES = [
    re.compile(pattern, re.DOTALL)
    for pattern in (
        r"广告|举报广告|告知：第三方内容可能包含广告|继续浏览后续|延伸閱讀|[\"'>.=]+",  # advertisements, controls
        r"(最近更新：)?\d+(分钟|小时|天)前|20\d\d年\d+月\d+日|Dec19th2020|Jan7th2021",  # clocks, and dates of the head
        r"\d\d/\d\d/\d{4}-\d\d:\d\d|20\d\d-\d\d-\d\d.{0,20}|\w{3},\d\d\w{3}20\d\d[\d:]+GMT|null张慈|王凡（综合报道）|文木综合报道",
        r"（欢迎点击此处订阅.*|感谢阅读今天的简报.*|Forfullaccessto.*subscribehere.*|Listenon:.*",  # newsletters, podcasts
        r".{2,40}(是|为|在|报道|自\d{4}年).*(@\w+。|加入时报.*|社论委员会成员。)",  # authors of the New York Times
        r"罗冠聪（@.*活动人士。|翻译：.{2,30}|点击查看本文英文版。|我们的标准：汤森路透“信任原则”",
        r"获取更多RSS：|https://feedx\.\w+|Thepost.*(firstappeared|appearedfirst)on.*",  # feeds' footers
        r"使用浏览器播视频/viewvideoinbrowser|要使用這個功能，請更新你的瀏覽器|要顯示更多資料，請捲動表格",  # players
        r"顯示單項民意調查|(Image caption|Imagecaption|图片版权).*",
    )
]
LEAKS = re.compile(
    r"RSS：|feedx|欢迎点击此处订阅|感谢阅读今天的简报|欢迎在Twitter上关注|图像来源|图片版权|Image caption|"
    r"view video in browser|版权声明|版權聲明|汤森路透“信任原则”|延伸閱讀|appeared first|<a |<div|weserv|api\.dw\.com/api"
)


def letters(text):
    return INVISIBLE_CHARACTERS.sub("", text)


def source_lines(html):
    """The visible lines of a page."""
    lines = [""]

    def walk(element):
        name = element.tag.rsplit("}", 1)[-1] if isinstance(element.tag, str) else ""
        if name and name not in INVISIBLE_TAGS:
            if name not in INLINE:
                lines.append("")
            lines[-1] += element.text or ""
            for child in element:
                walk(child)
            if name not in INLINE:
                lines.append("")
        lines[-1] += element.tail or ""

    walk(html5lib.parse(html)[1])
    return [line for line in map(letters, lines) if line]


def measure(name, data, silver):
    """The scores of a capture, and its errors."""
    (draft,) = draft_capture(name, data)
    prose, problems = parse_blocks(draft.body, file=name)
    html = data.decode().split("------\n", 1)[1]
    body = "".join(letters(block.text) for block in prose)
    body_lines = [letters(line) for block in prose if block.kind != "caption" for line in block.text.split("\n")]
    output = body + letters(json.dumps(draft.fields, ensure_ascii=False))
    head = letters(silver["author_raw"] or "")
    lines = [line.strip("*©") for line in source_lines(html) if line != head]
    lines = [line for line in lines if not any(pattern.fullmatch(line) for pattern in REMOVED_LINES)]
    missing = [line for line in lines if not _is_in_output(line, output)]
    source = Counter("".join(source_lines(html)))
    accounted = Counter(body) + Counter("".join(letters(piece.text) for piece in draft.dropped if piece.kind == "text"))
    unaccounted = source - accounted
    wrong = [field_name for field_name, is_right in check_fields(draft, silver) if not is_right]
    leaks = LEAKS.findall(draft.body)
    leaks += [line for line in body_lines if any(pattern.fullmatch(line) for pattern in REMOVED_LINES)]
    numbers = {
        "paragraphs": 1 - len(missing) / max(1, len(lines)),
        "letters": 1 - unaccounted.total() / max(1, source.total()),
        "no leaks": float(not leaks),
        "facts": 1 - len(wrong) / 4,
        "markdown": float(not problems),
    }
    return numbers, [*(line[:60] for line in missing), *wrong, *leaks, *map(str, problems), "".join(unaccounted)[:40]]


def _is_in_output(line, output):
    """Whether a line is in the output, as one or in parts, such as a caption and its credit, or a row of links."""
    line = CREDIT_MARKS.sub("", line)
    while line and line not in output:
        end = next((end for end in range(len(line) - 1, 1, -1) if line[:end] in output), 0)
        if not end:
            return False
        line = CREDIT_MARKS.sub("", line[end:])
    return True


def check_fields(draft, silver):
    published = draft.fields.get("published", "")
    expected_time = silver["published_utc"]
    names = {person["name"].casefold() for person in draft.fields.get("byline", ())}
    names |= {person["latin"].casefold() for person in draft.fields.get("byline", ()) if "latin" in person}
    raw = {
        letters(re.sub("null|综合报道|[（）]|采访记者：", "", name)) for name in (silver["author_raw"] or "").split(",")
    }
    yield "title", letters(silver["title"]).startswith(letters(draft.fields.get("title", "?")))
    yield "url", draft.fields.get("url") == silver["url"]
    yield (
        "time",
        not expected_time
        or _instant(published) == expected_time
        or (published == expected_time[:10] and "T00:00:00Z" in expected_time),
    )
    yield "author", all(name.casefold() in map(letters, names) for name in raw if name)


def _instant(published):
    try:
        moment = datetime.fromisoformat(published)
    except ValueError:
        return ""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if moment.tzinfo else ""


def score(captures):
    """The mean scores over all captures, and the errors of each."""
    silver = {entry["id"]: entry["silver"] for entry in json.loads((captures / "manifest.json").read_text("utf-8"))}
    all_scores = {
        path.name: measure(path.name, path.read_bytes(), silver[path.stem])
        for path in sorted((captures / "feed").iterdir())
    }
    names = next(iter(all_scores.values()))[0]
    means = {
        name: round(sum(numbers[name] for numbers, _ in all_scores.values()) / len(all_scores), 5) for name in names
    }
    return {"captures": len(all_scores), **means}, {
        name: [c for c in complaints if c] for name, (_, complaints) in all_scores.items()
    }


def find_regressions(new, old):
    return [f"{name}: {old[name]} → {new.get(name)}" for name in old if new.get(name, 0) < old[name]]


def main(arguments):
    new, complaints = score(CAPTURES)
    for name, capture_complaints in complaints.items():
        for complaint in capture_complaints:
            sys.stdout.write(f"{name}: {complaint}\n")
    sys.stdout.write(json.dumps(new, indent=2) + "\n")
    if arguments == ["--update"]:
        if worse := find_regressions(new, json.loads(FLOOR.read_text("utf-8")) if FLOOR.exists() else {}):
            sys.exit("The floor may only rise:\n" + "\n".join(worse))
        FLOOR.write_text(json.dumps(new, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
