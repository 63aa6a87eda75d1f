"""Reads outlet rules from TOML files; those of the package and those of a dossier have the same fields.

A dossier's files contain literals, globs and CSS selectors. Only the package's own may contain regular expressions, after
`regex:`, because a malicious one could block an import.
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
from dossier.model import Location, Outlet
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
_MAX_LENGTH = 300  # characters of a value
_MAX_VALUES = 200  # values of a list


@dataclass(frozen=True, slots=True)
class OutletRule:
    """How captures of one outlet are read.

    Patterns are regular expressions, made of the globs of the file. `address` is searched in the canonical address; its
    groups are `number` (the article's own), `section`, and `day` (YYYYMMDD) or `year`, `month` and `dom`.
    """

    id: str  # bbc-zh
    name: str
    url: str  # the outlet's home page
    hosts: tuple[str, ...]  # including subdomains
    paths: str = ""  # of the outlet, if it shares its hosts
    language: str = ""  # of its captures, if the text does not decide
    timezone: str = ""  # of times without a zone
    address: str = ""
    article: tuple[str, ...] = ("article", "main", "[role=main]")  # selectors of the article in a saved page
    remove: tuple[tuple[str, str], ...] = ()  # (reason, selector)
    drop_paragraphs: tuple[tuple[str, str], ...] = ()  # (reason, pattern)
    title_suffix: str = ""  # after the headline in a page's title
    links: tuple[tuple[str, str], ...] = ()  # (pattern, replacement): makes links usable for readers
    interviewers: tuple[str, ...] = ()  # beginnings of bold lines that are questions, not headings
    credit: str = ""  # the end of a caption that is a credit
    signs: str = ""  # recognises captures without an address
    dashed_dateline: bool = False  # articles begin `香港——`
    bare_subheads: bool = False  # its feed has lost the markup of subheads

    @property
    def outlet(self) -> Outlet:
        return Outlet(self.id, self.name, self.url, self.language)


@dataclass(frozen=True, slots=True)
class OutletField:
    """A field of an outlet file: description, example, JSON Schema, and the function that parses a value.

    `parse` takes the value, and whether regular expressions are allowed; its ValueError says what is wrong.
    """

    doc: str
    example: str
    schema: Mapping[str, Any]
    parse: Callable[[Any, bool], Any]
    required: bool = False


def parse_outlet(text: str, file: str, id_: str, *, regex: bool = False) -> OutletRule:
    """Parse the rule of a TOML file; raises Failure with all problems."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        match = re.search(r"\(at line (\d+)", str(error))
        line = int(match[1]) if match else text.count("\n") + 1
        fact = f"this is not TOML: {str(error).partition(' (at ')[0].lower()}"
        raise Failure(_outlet_problem(file, line, fact, 'put texts between quotes: name = "…"', "yaml")) from None
    problems: list[Problem] = []
    values: dict[str, Any] = {}
    for name, value in table.items():
        line = _line_number(text, name)
        field = FIELDS.get(name)
        if field is None:
            suggestion = next(iter(get_close_matches(name, FIELDS, n=1)), "")
            hint = f"did you mean `{suggestion}`?" if suggestion else f"known are: {', '.join(FIELDS)}"
            problems.append(_outlet_problem(file, line, f"`{name}` is not a field of an outlet", hint, "unknown"))
            continue
        try:
            values[name] = field.parse(value, regex)
        except ValueError as error:
            problems.append(
                _outlet_problem(file, line, f"`{name}`: {error}", f"write it like {field.example}", "value")
            )
    problems += [
        _outlet_problem(file, 0, f"`{name}` is missing", f"add it like {field.example}", "missing")
        for name, field in FIELDS.items()
        if field.required and name not in table
    ]
    if problems:
        raise Failure(*problems)
    return OutletRule(id=id_, **values)


def outlet_schema() -> Mapping[str, Any]:
    """The JSON Schema of outlet files."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "outlets/<id>.toml",
        "description": "How an outlet's captures are read; the file's name is the outlet's id.",
        "type": "object",
        "additionalProperties": False,
        "required": [name for name, field in FIELDS.items() if field.required],
        "properties": {name: {**field.schema, "description": field.doc} for name, field in FIELDS.items()},
    }


def _outlet_problem(file: str, line: int, fact: str, hint: str, check: str) -> Problem:
    return Problem(Location(file, line), Severity.ERROR, check, fact, hint=hint)


def _line_number(text: str, name: str) -> int:
    match = re.search(rf"^[ \t]*+(?:\[{{1,2}}[ \t]*+)?[\"']?{re.escape(name)}[\"']?[ \t]*+[\]=]", text, re.MULTILINE)
    return text.count("\n", 0, match.start()) + 1 if match else 0


def _parse_text(value: object, _: bool = False) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError("a text in quotes is wanted")
    if len(value) > _MAX_LENGTH and not value.startswith(_REGEX):
        raise ValueError(f"this is longer than {_MAX_LENGTH} characters")
    return value


def _parse_texts(value: object, _: bool = False) -> tuple[str, ...]:
    if isinstance(value, str):
        value = [value]
    if not isinstance(value, list) or len(value) > _MAX_VALUES:
        raise ValueError("a list of texts is wanted")
    return tuple(map(_parse_text, value))


def _parse_web_address(value: object, _: bool = False) -> str:
    if not re.match(r"https?://[^/\s]", _parse_text(value)):
        raise ValueError("this is not an address on the web")
    return str(value)


def _parse_hosts(value: object, _: bool = False) -> tuple[str, ...]:
    hosts = _parse_texts(value)
    if not hosts or not all(re.fullmatch(r"[\w-]+(\.[\w-]+)+", host) for host in hosts):
        raise ValueError("hosts are wanted, without https:// and paths")
    return tuple(host.lower() for host in hosts)


def _parse_zone(value: object, _: bool = False) -> str:
    try:
        return ZoneInfo(_parse_text(value)).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError("this is not the name of a time zone") from None


def _parse_flag(value: object, _: bool = False) -> bool:
    if not isinstance(value, bool):
        raise ValueError("true or false is wanted, without quotes")  # noqa: TRY004  # reported as a bad value
    return value


def _parse_selectors(value: object, _: bool = False) -> tuple[str, ...]:
    selectors = _parse_texts(value)
    for selector in selectors:
        parse_selector(selector)  # raises ValueError with a message
    return selectors


def _flatten(value: object, parse: Callable[[object], Iterable[str]]) -> tuple[tuple[str, str], ...]:
    """Flatten a table of lists into (reason, value) pairs."""
    if not isinstance(value, dict):
        raise ValueError("a table is wanted: a reason, and what goes for it")  # noqa: TRY004
    return tuple((reason, one) for reason, some in value.items() for one in parse(some))


def _parse_removals(value: object, _: bool) -> tuple[tuple[str, str], ...]:
    return _flatten(value, _parse_selectors)


def _parse_paragraphs(value: object, regex: bool) -> tuple[tuple[str, str], ...]:
    return _flatten(value, lambda some: [_compile_glob(one, regex=regex) for one in _parse_texts(some)])


def _parse_links(value: object, regex: bool) -> tuple[tuple[str, str], ...]:
    if not isinstance(value, list) or not all(isinstance(one, dict) and {*one} == {"from", "to"} for one in value):
        raise ValueError("tables with `from` and `to` are wanted")
    return tuple(
        (
            _compile_link_glob(_parse_text(one["from"]), regex),
            _replacement(str(one["to"]), one["from"].startswith(_REGEX)),
        )
        for one in value
    )


def _compile_link_glob(value: str, regex: bool) -> str:
    pattern = _compile_glob(value, regex=regex)
    return pattern if value.startswith(_REGEX) else f"^{pattern}$"


def _replacement(value: str, regex: bool) -> str:
    if regex:
        return value
    return re.sub(r"\{(\w+)\}", r"\\g<\1>", value.replace("\\", r"\\"))


def _parse_addresses(value: object, regex: bool) -> str:
    """Convert globs for the path of an address into one regular expression to search an address with."""
    patterns = []
    for one in _parse_texts(value):
        if not one.startswith((_REGEX, "/")):
            raise ValueError(f"“{one}” does not begin with `/`")
        pattern = _compile_glob(one, regex=regex)
        patterns.append(pattern if one.startswith(_REGEX) else rf"^\w+://[^/?#]*{pattern}(?=[?#]|$)")
    if len(patterns) > 1 and "(?P<" in "".join(patterns):
        raise ValueError("one pattern is wanted")
    return "|".join(patterns)


def _parse_patterns(value: object, regex: bool) -> str:
    return "|".join(_compile_glob(one, regex=regex) for one in _parse_texts(value))


def _parse_credit(value: object, regex: bool) -> str:
    pattern = _compile_glob(_parse_text(value), regex=regex)
    if "(?P<credit>" not in pattern:
        raise ValueError("{credit} must stand where the credit is")
    return pattern if str(value).startswith(_REGEX) else rf"\s*{pattern}\s*$"


def _compile_glob(value: str, *, regex: bool) -> str:
    """Convert a glob into a regular expression that takes linear time.

    `*` matches any text; `{number}`, `{section}`, `{day}` … match what their names say; everything else is literal.
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
        # The first match after a star is final (atomic group), so that time cannot become quadratic.
        parts.append(rf"(?>[\s\S]*?{part})" if open_star else part)
        open_star = False
    return "".join(parts) + (r"[\s\S]*" if open_star else "")


_STRING = {"type": "string"}
_STRINGS = {"type": ["array", "string"], "items": _STRING}
_TABLE = {"type": "object", "additionalProperties": _STRINGS}

FIELDS: Mapping[str, OutletField] = {
    "name": OutletField("what readers know the outlet by", 'name = "桥头小报"', _STRING, _parse_text, required=True),
    "url": OutletField(
        "its home page", 'url = "https://www.qiaotou.example"', _STRING, _parse_web_address, required=True
    ),
    "hosts": OutletField(
        "its hosts, and with them all that end in them",
        'hosts = ["qiaotou.example"]',
        _STRINGS,
        _parse_hosts,
        required=True,
    ),
    "paths": OutletField(
        "which paths of these hosts are the outlet's, where others share them",
        'paths = ["/zhen/*"]',
        _STRINGS,
        _parse_addresses,
    ),
    "language": OutletField(
        "of its captures, where the text does not tell", 'language = "zh-Hans"', _STRING, _parse_text
    ),
    "timezone": OutletField("what a time without a zone means", 'timezone = "Asia/Shanghai"', _STRING, _parse_zone),
    "address": OutletField(
        "the path of an article's address: {number} is its own, {section}, {day} (20240505) or {year}, {month}, {dom}",
        'address = "/{section}/{day}-{number}"',
        _STRING,
        _parse_addresses,
    ),
    "article": OutletField(
        "where a saved page keeps its article: selectors, the first that is there",
        'article = ["#zhengwen", "article"]',
        _STRINGS,
        _parse_selectors,
    ),
    "remove": OutletField(
        "what goes: a reason, and selectors of elements",
        '[remove]\n"app promotion" = [".app"]',
        _TABLE,
        _parse_removals,
    ),
    "drop_paragraphs": OutletField(
        "paragraphs that go: a reason, and whole texts, `*` for any",
        '[drop_paragraphs]\npromotion = ["订阅我们的信*"]',
        _TABLE,
        _parse_paragraphs,
    ),
    "title_suffix": OutletField(
        "what follows the headline in a page's title", 'title_suffix = [" - 桥头小报"]', _STRINGS, _parse_patterns
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
        _parse_links,
    ),
    "interviewers": OutletField(
        "who asks in its interviews: a bold line that begins so is no heading",
        'interviewers = ["记者"]',
        _STRINGS,
        _parse_texts,
    ),
    "credit": OutletField("the end of a caption that is a credit", 'credit = "摄影：{credit}"', _STRING, _parse_credit),
    "signs": OutletField(
        "texts that only this outlet has, for captures without an address",
        'signs = ["桥头小报记者"]',
        _STRINGS,
        _parse_patterns,
    ),
    "dashed_dateline": OutletField(
        "whether articles begin `香港——`", "dashed_dateline = true", {"type": "boolean"}, _parse_flag
    ),
    "bare_subheads": OutletField(
        "whether subheads have lost what marks them", "bare_subheads = true", {"type": "boolean"}, _parse_flag
    ),
}
