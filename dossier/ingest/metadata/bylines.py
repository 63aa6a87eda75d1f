"""Parses lines that name authors, translators, editors and photographers, with roles, titles and second scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import NamedTuple

# Words for a role, longer ones first, and the role.
ROLES = (
    ("实习编译", "translator"),
    ("實習編譯", "translator"),
    ("责任编辑", "editor"),
    ("責任編輯", "editor"),
    ("特约记者", "reporter"),
    ("特約記者", "reporter"),
    ("采访记者", "reporter"),
    ("採訪記者", "reporter"),
    ("特派员", "reporter"),
    ("特派員", "reporter"),
    ("撰稿人", "reporter"),
    ("记者", "reporter"),
    ("記者", "reporter"),
    ("撰稿", "reporter"),
    ("发稿", "reporter"),
    ("發稿", "reporter"),
    ("撰文", "reporter"),
    ("作者", "reporter"),
    ("编译", "translator"),
    ("編譯", "translator"),
    ("译者", "translator"),
    ("譯者", "translator"),
    ("翻译", "translator"),
    ("翻譯", "translator"),
    ("摄影", "photographer"),
    ("攝影", "photographer"),
    ("责编", "editor"),
    ("責編", "editor"),
    ("网编", "editor"),
    ("網編", "editor"),
    ("编辑", "editor"),
    ("編輯", "editor"),
    ("核稿", "editor"),
    ("审校", "editor"),
    ("審校", "editor"),
    ("监制", "editor"),
    ("監製", "editor"),
)
_ROLE_BY_WORD = dict(ROLES)
ROLE_WORD = "|".join(word for word, _ in ROLES)
_REPORTER_WORD = "|".join(word for word, role in ROLES if role == "reporter")
_ROLE_MARK = re.compile(
    rf"(?:(?P<title>[^\s（(：:/／、，；;]{{0,14}}?)(?P<reporter>{_REPORTER_WORD})|(?P<other>{ROLE_WORD}))(?!们|們)\s*[:：/／]?\s*"
)
_NEXT_LABEL = re.compile(r"(?<!\s)\s++(?:[\u4e00-\u9fff]{2,4}\s*[:：]|(?:发自|發自)\s*)")  # 林一 图片：周二 发自昆明
_TITLES = ("实习编译", "實習編譯", "网编", "網編", "核稿")  # words that are kept as a title beside the role
_LONGEST = 1000  # characters of a list of names
_LONGEST_LINE = 300  # characters of a line that says who reported, or from where
_SEPARATOR = re.compile(
    r"(?:(?<!\s)|(?=\S))(?:\s*+(?:[、丶，,/／＆&;；|]|\band\b"
    r"|(?<=[\u4e00-\u9fff][\u4e00-\u9fff）)])[和与與及](?=[\u4e00-\u9fffA-Z][\u4e00-\u9fffa-z])"  # 李和平 is one name
    r")|(?<=[a-z.])\s*+[和与與及](?=\s*[A-Z]))\s*"
)
_TWO_SCRIPTS = re.compile(r"(?P<name>[^（()）]++)[（(](?=[^（()）A-Za-z]*+[A-Za-z])(?P<latin>[^（()）]++)[）)]")
_HAN_NAME = re.compile(r"[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]{1,7}(?:[·•‧・][\u4e00-\u9fff]{1,8})+")
_LATIN_NAME = re.compile(r"[A-ZÀ-Ž][\w.'’-]*(?: [A-Za-zÀ-ž][\w.'’-]*){1,4}|BBC\w*")
_CAPITALS = re.compile(r"(?<![\w.])(?:(?:Mc)?[A-ZÀ-Ž][A-ZÀ-Ž'’.-]*(?: |$)){2,}")
_NOT_NAMES = re.compile(
    r"null|undefined|[（(]?(综合|綜合|编译|編譯)?(报道|報道|报导|報導|编译|編譯)[）)]?|等", re.IGNORECASE
)
_FROM = re.compile(
    r"^(?P<title>.*?)[\s，,、|]*(?:发自|發自|报道自|Reporting from|\bin\b)\s*[,，:：]?\s*(?P<places>[^，。]+)$"
)
_LABEL = re.compile(r"^\s*(?:Author|Role|Reporting from|作者|职务|職務|职称|職稱|职位|職位|发自|發自)\s*[,，:：]\s*")
_TITLED = re.compile(rf"(?P<title>.*?(?:{ROLE_WORD}|分析师|分析師|主编|主編|主播|通讯员|編採))(?P<name>.+)")
_CONTRIBUTED = re.compile(
    r"(?P<names>[^，。；]{2,80}?)\s*"
    r"(?:(?:自|在|于|從|从)(?P<place>[^，。；、和]{1,10}?))?"
    r"(?:亦|也|均|都)?(?:(?:对|對|为|為)(?:本文|此文|此报道|此報道|本报道)|參與了?本文|参与了?本文)?(?:亦|也)?(?:有|做出|作出)?"
    r"(?:补充报道|補充報道|補充報導|参与报道|參與報道|參與報導|参与采访报道|参与采写|报道贡献|報導貢獻|報道貢獻|研究贡献|研究貢獻|"
    r"贡献报道|貢獻報道|协助报道|協助報道|贡献|貢獻)了?"
)


class Person(NamedTuple):
    name: str
    latin: str = ""
    role: str = "reporter"
    title: str = ""

    @property
    def field(self) -> dict[str, str]:
        """The person as an entry of the front matter."""
        return {key: value for key, value in self._asdict().items() if value}


def parse_people(text: str, role: str = "reporter", title: str = "") -> tuple[Person, ...]:
    """The people of a list of names, without duplicates."""
    people = (_parse_person(part, role, title) for part in _split_names(text[:_LONGEST]))
    return tuple({person.name.casefold(): person for person in people if person}.values())


def has_repeated_name(text: str) -> bool:
    """Whether a list repeats a name, as in feeds that have lost another one."""
    names = [part.casefold() for part in _split_names(text)]
    return len(set(names)) < len(names)


def parse_byline_header(text: str) -> tuple[Person, ...]:
    """The people of a line above an article: `null 林一`, `采访记者：周二`, `吴三（综合报道）`."""
    text = re.sub(r"^\s*(?:null|undefined)\b\s*", "", text)
    labelled = re.match(rf"\s*({ROLE_WORD}|文|作者|By)\s*[:：/／]\s*|\s*By\s+", text)
    role = _ROLE_BY_WORD.get(labelled[1] or "", "reporter") if labelled else "reporter"
    text = text[labelled.end() :] if labelled else text
    text = re.sub(r"(?:(?<!\s)|(?=\S))(?:[（(]\s*+|\s*+)(综合|綜合)(报道|報道|报导|報導)\s*[）)]?", "", text)
    return parse_people(_NEXT_LABEL.split(text, maxsplit=1)[0], role)


def is_names_only(text: str) -> bool:
    """Whether a line consists of names."""
    return all(
        _TWO_SCRIPTS.fullmatch(part) or _HAN_NAME.fullmatch(part) or _LATIN_NAME.fullmatch(part)
        for part in _split_names(text)
    )


def parse_byline_list(items: Sequence[str]) -> tuple[tuple[Person, ...], tuple[str, ...]]:
    """The people and places of a byline list: names, each followed by title and place; empty for any other list."""
    lines = [_LABEL.sub("", item).strip() for item in items]
    if not lines or not is_names_only(lines[0]):
        return (), ()
    is_place_line = [bool(re.match(r"\s*(发自|發自|Reporting from)", item)) for item in items]
    people: list[Person] = []
    places: list[str] = []
    group: list[Person] = []
    for number, line in enumerate(lines):
        match = _FROM.match(line) if len(line) <= _LONGEST_LINE else None
        title = match["title"].strip() if match else line
        if is_place_line[number]:
            places += split_places(line.removeprefix("发自").removeprefix("發自"))
            continue
        if match:
            places += split_places(match["places"])
        if number == 0 or (number % 2 == 0 and len(lines) > 3):
            group = list(parse_people(title))
            people += group
        elif title:
            people[len(people) - len(group) :] = group = [person._replace(title=title) for person in group]
    return tuple(people), tuple(dict.fromkeys(places))


def parse_contributors(text: str) -> tuple[Person, ...]:
    """The people of a line that only names contributors, or nobody."""
    people: list[Person] = []
    for sentence in re.split(r"[。.；;]\s*", text.strip(" *＊（）()")):
        if not sentence:
            continue
        line = _CONTRIBUTED.fullmatch(sentence)
        if not line:
            return ()
        for part in _split_names(re.sub(r"(自|在)[^、，]{2,6}$", "", line["names"])):
            titled = _TITLED.fullmatch(part)
            person = _parse_person(titled["name"], "contributor", titled["title"]) if titled else None
            person = person or _parse_person(part, "contributor")
            if not person:
                return ()
            people.append(person)
    return tuple(people)


def parse_closing_byline(text: str) -> tuple[Person, ...]:
    """The people of a closing line: `记者：林一  责编：周二  网编：吴三`, `编译 林一/周二`, `（撰稿：林一/责编：周二）`."""
    people: list[Person] = []
    marks = list(_ROLE_MARK.finditer(text))
    for mark, after in zip_longest(marks, marks[1:]):
        names = text[mark.end() : after.start() if after else len(text)]
        word = mark["reporter"] or mark["other"]
        title = f"{mark['title'] or ''}{word}" if mark["title"] or word in _TITLES else ""
        people += (
            Person(part, role=_ROLE_BY_WORD[word], title=title)
            for part in re.split(r"[\s、丶，,/／；;（）()#＃*■]+", names)
            if _HAN_NAME.fullmatch(part) and not _NOT_NAMES.fullmatch(part) and not _REPORTED.fullmatch(part)
        )
    return tuple(dict.fromkeys(people))


_PLACE_REPORTED = re.compile(r"(?P<place>(?!综合|綜合|联合|聯合|独家|獨家)\w{2,6})(?:报道|報道|报导|報導)")
_REPORTED = re.compile(r".{0,6}(报道|報道|报导|報導|综合|綜合|专电|專電)")


def parse_reported_by(text: str) -> tuple[Person, ...]:
    """The people of `林一 报道`, `英国《金融时报》 林一 周二 伦敦报道`."""
    if len(text) > _LONGEST_LINE:
        return ()
    *names, last = re.sub(r"(?<!\S)\S*《[^》]*》\S*", " ", text).split() or [""]
    return (
        parse_people("、".join(names))
        if names and (_PLACE_REPORTED.fullmatch(last) or _REPORTED.fullmatch(last))
        else ()
    )


def reporting_place(text: str) -> tuple[str, ...]:
    """The place in a closing line such as `记者 林一 台北报导`."""
    return tuple(match["place"] for match in map(_PLACE_REPORTED.fullmatch, re.split(r"[\s（）()]+", text)) if match)


def split_places(text: str) -> tuple[str, ...]:
    """Split a list of places; a blank between Latin words is within a name (NEW YORK)."""
    return tuple(filter(None, re.split(r"[、，,/／和]+\s*|(?<![A-Za-z])\s+|\s+(?![A-Za-z])", text.strip(" 。"))))


def _split_names(text: str) -> Iterator[str]:
    """Split a list of names; text in parentheses stays with its name."""
    start = depth = counted = 0
    for separator in _SEPARATOR.finditer(text):
        before = text[counted : separator.start()]
        depth += before.count("（") + before.count("(") - before.count("）") - before.count(")")
        counted = separator.start()
        if depth <= 0:
            yield text[start : separator.start()].strip()
            start = separator.end()
    yield text[start:].strip()


def _title_case(capitals: re.Match[str]) -> str:
    """Convert a name in capitals to title case: JULIAN E. BARNES, DAVID McCABE."""
    return re.sub(
        r"(?<![A-ZÀ-Ž])(Mc|O['’])?([A-ZÀ-Ž])([A-ZÀ-Ž]+)", lambda m: f"{m[1] or ''}{m[2]}{m[3].lower()}", capitals[0]
    )


def _parse_person(text: str, role: str, title: str = "") -> Person | None:
    text = " ".join(text.strip(" *＊。.　").split())
    if not text or len(text) > 80 or _NOT_NAMES.fullmatch(text):
        return None
    text = _CAPITALS.sub(_title_case, text)
    text = re.sub(r"^([\u4e00-\u9fff]) ([\u4e00-\u9fff])$", r"\1\2", text)  # 林 一
    match = _TWO_SCRIPTS.fullmatch(text)
    if match:
        return Person(match["name"].strip(), match["latin"].strip(), role, title)
    return Person(text, "", role, title) if re.search(r"\w", text) else None
