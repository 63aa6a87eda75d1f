"""An outlet's TOML file, read; the package's own files and a dossier's have the same fields.

A dossier's files hold literals, globs and CSS selectors. Only the package's own may write regular expressions, behind
`regex:`: a received one could keep an import busy for ever.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dossier.ingest.html.selectors import parse_selector
from dossier.ingest.outlets.rule import OutletRule
from dossier.model import Location
from dossier.problems import Failure, Problem, Severity

_REGEX = "regex:"
_PLACEHOLDERS = {
    "number": r"[0-9A-Za-z]+",
    "section": r"[\w-]+",
    "day": r"\d{8}",
    "year": r"\d{4}",
    "month": r"\d{2}",
    "dom": r"\d{2}",
    "credit": r".{1,200}",
}
_TOKEN = re.compile(r"\*+|\{(\w+)\}|[^*{]+|\{")
_LONGEST = 300  # characters of a value
_MOST = 200  # values of a list


@dataclass(frozen=True, slots=True)
class OutletField:
    """One field of an outlet's file: what it is for, an example, its JSON Schema, and how a value is read."""

    doc: str
    example: str
    schema: Mapping[str, Any]
    read: Callable[
        [Any, bool], Any
    ]  # the value, and whether regular expressions are allowed; ValueError says what is wrong
    required: bool = False


def read_outlet(text: str, file: str, id_: str, *, regex: bool = False) -> OutletRule:
    """The rule that a TOML file writes; a Failure of all that is wrong with it."""
    try:
        given = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"\(at line (\d+)", str(error))
        line = int(place[1]) if place else text.count("\n") + 1
        fact = f"this is not TOML: {str(error).partition(' (at ')[0].lower()}"
        raise Failure(_problem(file, line, fact, 'put texts between quotes: name = "…"', "yaml")) from None
    problems: list[Problem] = []
    values: dict[str, Any] = {}
    for name, value in given.items():
        line = _line_of(text, name)
        field = FIELDS.get(name)
        if field is None:
            meant = next(iter(get_close_matches(name, FIELDS, n=1)), "")
            hint = f"did you mean `{meant}`?" if meant else f"known are: {', '.join(FIELDS)}"
            problems.append(_problem(file, line, f"`{name}` is not a field of an outlet", hint, "unknown"))
            continue
        try:
            values[name] = field.read(value, regex)
        except ValueError as error:
            problems.append(_problem(file, line, f"`{name}`: {error}", f"write it like {field.example}", "value"))
    problems += [
        _problem(file, 0, f"`{name}` is missing", f"add it like {field.example}", "missing")
        for name, field in FIELDS.items()
        if field.required and name not in given
    ]
    if problems:
        raise Failure(*problems)
    return OutletRule(id=id_, **values)


def outlet_schema() -> Mapping[str, Any]:
    """The JSON Schema of an outlet's file."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "outlets/<id>.toml",
        "description": "How an outlet's captures are read; the file's name is the outlet's id.",
        "type": "object",
        "additionalProperties": False,
        "required": [name for name, field in FIELDS.items() if field.required],
        "properties": {name: {**field.schema, "description": field.doc} for name, field in FIELDS.items()},
    }


def _problem(file: str, line: int, fact: str, hint: str, check: str) -> Problem:
    return Problem(Location(file, line), Severity.ERROR, check, fact, hint=hint)


def _line_of(text: str, name: str) -> int:
    found = re.search(rf"^[ \t]*+(?:\[{{1,2}}[ \t]*+)?[\"']?{re.escape(name)}[\"']?[ \t]*+[\]=]", text, re.MULTILINE)
    return text.count("\n", 0, found.start()) + 1 if found else 0


def _text(value: object, _: bool = False) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError("a text in quotes is wanted")
    if len(value) > _LONGEST and not value.startswith(_REGEX):
        raise ValueError(f"this is longer than {_LONGEST} characters")
    return value


def _texts(value: object, _: bool = False) -> tuple[str, ...]:
    if isinstance(value, str):
        value = [value]
    if not isinstance(value, list) or len(value) > _MOST:
        raise ValueError("a list of texts is wanted")
    return tuple(map(_text, value))


def _web(value: object, _: bool = False) -> str:
    if not re.match(r"https?://[^/\s]", _text(value)):
        raise ValueError("this is not an address on the web")
    return str(value)


def _hosts(value: object, _: bool = False) -> tuple[str, ...]:
    hosts = _texts(value)
    if not hosts or not all(re.fullmatch(r"[\w-]+(\.[\w-]+)+", host) for host in hosts):
        raise ValueError("hosts are wanted, without https:// and paths")
    return tuple(host.lower() for host in hosts)


def _zone(value: object, _: bool = False) -> str:
    try:
        return ZoneInfo(_text(value)).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError("this is not the name of a time zone") from None


def _flag(value: object, _: bool = False) -> bool:
    if not isinstance(value, bool):
        raise ValueError("true or false is wanted, without quotes")  # noqa: TRY004  # the value is at fault, not the program
    return value


def _selectors(value: object, _: bool = False) -> tuple[str, ...]:
    selectors = _texts(value)
    for selector in selectors:
        parse_selector(selector)  # ValueError says what a selector may be
    return selectors


def _by_reason(value: object, read: Callable[[object], Iterable[str]]) -> tuple[tuple[str, str], ...]:
    """The (reason, value) pairs of a table of lists."""
    if not isinstance(value, dict):
        raise ValueError("a table is wanted: a reason, and what goes for it")  # noqa: TRY004
    return tuple((reason, one) for reason, some in value.items() for one in read(some))


def _removals(value: object, _: bool) -> tuple[tuple[str, str], ...]:
    return _by_reason(value, _selectors)


def _paragraphs(value: object, regex: bool) -> tuple[tuple[str, str], ...]:
    return _by_reason(value, lambda some: [_pattern(one, regex=regex) for one in _texts(some)])


def _links(value: object, regex: bool) -> tuple[tuple[str, str], ...]:
    if not isinstance(value, list) or not all(isinstance(one, dict) and {*one} == {"from", "to"} for one in value):
        raise ValueError("tables with `from` and `to` are wanted")
    return tuple(
        (_link_pattern(_text(one["from"]), regex), _replacement(str(one["to"]), one["from"].startswith(_REGEX)))
        for one in value
    )


def _link_pattern(value: str, regex: bool) -> str:
    pattern = _pattern(value, regex=regex)
    return pattern if value.startswith(_REGEX) else f"^{pattern}$"


def _replacement(value: str, regex: bool) -> str:
    if regex:
        return value
    return re.sub(r"\{(\w+)\}", r"\\g<\1>", value.replace("\\", r"\\"))


def _addresses(value: object, regex: bool) -> str:
    """Globs over the path of an address, from its beginning, as one pattern to search an address with."""
    patterns = []
    for one in _texts(value):
        if not one.startswith((_REGEX, "/")):
            raise ValueError(f"“{one}” does not begin with `/`")
        pattern = _pattern(one, regex=regex)
        patterns.append(pattern if one.startswith(_REGEX) else rf"^\w+://[^/?#]*{pattern}(?=[?#]|$)")
    if len(patterns) > 1 and "(?P<" in "".join(patterns):
        raise ValueError("one pattern is wanted")
    return "|".join(patterns)


def _patterns(value: object, regex: bool) -> str:
    return "|".join(_pattern(one, regex=regex) for one in _texts(value))


def _credit(value: object, regex: bool) -> str:
    pattern = _pattern(_text(value), regex=regex)
    if "(?P<credit>" not in pattern:
        raise ValueError("{credit} must stand where the credit is")
    return pattern if str(value).startswith(_REGEX) else rf"\s*{pattern}\s*$"


def _pattern(value: str, *, regex: bool) -> str:
    """A glob as a regular expression that looks at no character more than a few times.

    `*` is any text, `{number}`, `{section}`, `{day}` … what their names say; everything else stands for itself.
    """
    if value.startswith(_REGEX):
        if not regex:
            raise ValueError(
                "regular expressions are for the program's own outlets: write a text, with `*` for the rest"
            )
        return value.removeprefix(_REGEX)
    parts: list[str] = []
    open_star = False
    for token in _TOKEN.finditer(value):
        name = token[1]
        if token[0].startswith("*"):
            open_star = True
            continue
        if name is None:
            part = re.escape(token[0])
        elif name in _PLACEHOLDERS and f"(?P<{name}>" not in "".join(parts):
            part = rf"(?P<{name}>{_PLACEHOLDERS[name]})"
        else:
            raise ValueError(f"{{{name}}} is not known here, or stands twice; known are {', '.join(_PLACEHOLDERS)}")
        # What follows a star is looked for once: where it stands first, it stands. So time cannot grow with its square.
        parts.append(rf"(?>[\s\S]*?{part})" if open_star else part)
        open_star = False
    return "".join(parts) + (r"[\s\S]*" if open_star else "")


_STRING = {"type": "string"}
_STRINGS = {"type": ["array", "string"], "items": _STRING}
_TABLE = {"type": "object", "additionalProperties": _STRINGS}

FIELDS: Mapping[str, OutletField] = {
    "name": OutletField("what readers know the outlet by", 'name = "桥头小报"', _STRING, _text, required=True),
    "url": OutletField("its home page", 'url = "https://www.qiaotou.example"', _STRING, _web, required=True),
    "hosts": OutletField(
        "its hosts, and with them all that end in them", 'hosts = ["qiaotou.example"]', _STRINGS, _hosts, required=True
    ),
    "paths": OutletField(
        "which paths of these hosts are the outlet's, where others share them",
        'paths = ["/zhen/*"]',
        _STRINGS,
        _addresses,
    ),
    "language": OutletField("of its captures, where the text does not tell", 'language = "zh-Hans"', _STRING, _text),
    "timezone": OutletField("what a time without a zone means", 'timezone = "Asia/Shanghai"', _STRING, _zone),
    "address": OutletField(
        "the path of an article's address: {number} is its own, {section}, {day} (20240505) or {year}, {month}, {dom}",
        'address = "/{section}/{day}-{number}"',
        _STRING,
        _addresses,
    ),
    "article": OutletField(
        "where a saved page keeps its article: selectors, the first that is there",
        'article = ["#zhengwen", "article"]',
        _STRINGS,
        _selectors,
    ),
    "remove": OutletField(
        "what goes: a reason, and selectors of elements", '[remove]\n"app promotion" = [".app"]', _TABLE, _removals
    ),
    "drop_paragraphs": OutletField(
        "paragraphs that go: a reason, and whole texts, `*` for any",
        '[drop_paragraphs]\npromotion = ["订阅我们的信*"]',
        _TABLE,
        _paragraphs,
    ),
    "title_suffix": OutletField(
        "what follows the headline in a page's title", 'title_suffix = [" - 桥头小报"]', _STRINGS, _patterns
    ),
    "links": OutletField(
        "links as readers can open them",
        '[[links]]\nfrom = "https://api.qiaotou.example/{number}"\nto = "https://www.qiaotou.example/{number}"',
        {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["from", "to"],
                "additionalProperties": False,
                "properties": {"from": _STRING, "to": _STRING},
            },
        },
        _links,
    ),
    "interviewers": OutletField(
        "who asks in its interviews: a bold line that begins so is no heading",
        'interviewers = ["记者"]',
        _STRINGS,
        _texts,
    ),
    "credit": OutletField("the end of a caption that is a credit", 'credit = "摄影：{credit}"', _STRING, _credit),
    "signs": OutletField(
        "texts that only this outlet has, for captures without an address",
        'signs = ["桥头小报记者"]',
        _STRINGS,
        _patterns,
    ),
    "dashed_dateline": OutletField(
        "whether articles begin `香港——`", "dashed_dateline = true", {"type": "boolean"}, _flag
    ),
    "bare_subheads": OutletField(
        "whether subheads have lost what marks them", "bare_subheads = true", {"type": "boolean"}, _flag
    ),
}
