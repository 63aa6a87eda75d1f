"""The regular expressions of the package, how each is used, and texts made from its own structure to slow it down."""

from __future__ import annotations

import ast
import dataclasses
import importlib
import pkgutil
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from types import ModuleType
from typing import NamedTuple

import dossier

ANCHORED = frozenset({"match", "fullmatch"})  # tried in one place only
METHODS = ANCHORED | {"search", "sub", "subn", "split", "findall", "finditer"}
ROOT = Path(dossier.__file__).parent

Key = tuple[str | bytes, int]  # a pattern and its flags
Node = tuple[object, object]


class Usage(NamedTuple):
    place: str
    methods: frozenset[str]


class Unknown(NamedTuple):
    """A call whose pattern depends on more than the module says."""

    file: str
    source: str


# ── What there is ────────────────────────────────────────────────────────────


def patterns() -> tuple[dict[Key, Usage], list[Unknown]]:
    """Every pattern with its methods, and the calls whose pattern only a running program knows."""
    places: dict[Key, str] = {}
    methods: defaultdict[Key, set[str]] = defaultdict(set)
    unknown: list[Unknown] = []
    for module in _modules():
        for pattern in _held(vars(module), set()):
            places.setdefault((pattern.pattern, pattern.flags), module.__name__)
        tree = ast.parse(Path(str(module.__file__)).read_text("utf-8"))
        passed = _passed(tree, module, methods)
        for call in ast.walk(tree):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and _is_re(call.func.value):
                _inline(call, call.func.attr, module, places, methods, unknown)
        for pattern in _held(vars(module), set()):  # in a container: used as whatever the module does with a name
            methods[pattern.pattern, pattern.flags] |= passed if not methods[pattern.pattern, pattern.flags] else set()
    return {key: Usage(place, frozenset(methods[key]) or METHODS) for key, place in places.items()}, unknown


def _modules() -> Iterator[ModuleType]:
    for info in pkgutil.walk_packages([str(ROOT)], "dossier."):
        if not info.name.endswith("__main__"):
            yield importlib.import_module(info.name)


def _passed(tree: ast.AST, module: ModuleType, methods: dict[Key, set[str]]) -> set[str]:
    """Notes the methods that are called on patterns by name; gives those called on names that may be any pattern's."""
    others: set[str] = set()
    known: list[Key] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in METHODS and not _is_re(node.value):
            pattern = _evaluated(node.value, module)
            if isinstance(pattern, re.Pattern):
                methods[pattern.pattern, pattern.flags].add(node.attr)
            elif node.attr != "split":  # which texts have too
                others.add(node.attr)
        if isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Load):
            value = _evaluated(node, module)
            several = value if isinstance(value, tuple | list) else ()
            known += [(one.pattern, one.flags) for one in several if isinstance(one, re.Pattern)]
        elif isinstance(node, ast.Call):
            values = [_evaluated(argument, module) for argument in node.args]
            known += [(value.pattern, value.flags) for value in values if isinstance(value, re.Pattern)]
    for key in known:
        methods[key] |= others
    return others


def _held(value: object, seen: set[int]) -> Iterator[re.Pattern[str] | re.Pattern[bytes]]:
    """The patterns in the values of a module, in containers and records too."""
    if isinstance(value, re.Pattern):
        yield value
        return
    if id(value) in seen or isinstance(value, str | bytes | int | type):
        return
    seen.add(id(value))
    inner: Iterable[object] = ()
    if isinstance(value, Mapping):
        inner = list(value.values()) if all(isinstance(key, str) for key in value) else [*value, *value.values()]
    elif isinstance(value, tuple | list | set | frozenset):
        inner = list(value)
    elif dataclasses.is_dataclass(value):
        inner = [getattr(value, field.name, None) for field in dataclasses.fields(value)]
    for item in inner:
        yield from _held(item, seen)


def _inline(
    call: ast.Call,
    method: str,
    module: ModuleType,
    places: dict[Key, str],
    methods: dict[Key, set[str]],
    unknown: list[Unknown],
) -> None:
    """Notes a pattern that is written where it is used."""
    if method not in METHODS | {"compile"} or not call.args:
        return
    found = _evaluated(call.args[0], module)
    flags = next((_evaluated(word.value, module) for word in call.keywords if word.arg == "flags"), 0)
    if isinstance(found, str | bytes) and method != "compile":
        compiled = re.compile(found, flags if isinstance(flags, int) else 0)
        places.setdefault((compiled.pattern, compiled.flags), module.__name__)
        methods[compiled.pattern, compiled.flags].add(method)
    elif method != "compile" and not isinstance(found, re.Pattern):
        unknown.append(Unknown(module.__name__, ast.unparse(call.args[0])))


def _is_re(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and node.id == "re"


def _evaluated(node: ast.expr, module: ModuleType) -> object:
    if any(isinstance(part, ast.Call | ast.NamedExpr | ast.Await) for part in ast.walk(node)) and not isinstance(
        node, ast.JoinedStr
    ):
        return None
    try:
        return eval(compile(ast.Expression(node), "pattern", "eval"), dict(vars(module)))
    except (NameError, AttributeError, TypeError, KeyError, IndexError, ValueError, SyntaxError):  # known when it runs
        return None


# ── What slows it down ───────────────────────────────────────────────────────


def texts(pattern: str | bytes, flags: int, most: int = 60) -> list[Callable[[int], str]]:
    """Texts of a length, made of what the pattern repeats, of its examples, and of examples that break off."""
    tree = parser.parse(
        pattern if isinstance(pattern, str) else pattern.decode("latin-1"),
        flags & ~re.UNICODE if isinstance(pattern, bytes) else flags,
    )
    units: dict[tuple[str, str, str], None] = {}
    for example in dict.fromkeys(islice(_examples(tree), 6)):
        units["", example, "\x01"] = None
        for cut in {1, 2, 3, len(example) // 2, len(example) - 1} & set(range(1, len(example))):
            units["", example[:cut], "\x01"] = None
            units[example[:cut], example[cut], "\x01"] = None
            units["", example[cut:], "\x01"] = None
    for before, pump in _loops(tree, ""):
        for end in ("\x01", "", "\n"):
            units[before, pump, end] = None
        units["", before + pump, "\x01"] = None
        units["", before + pump * 3 + "\x01", ""] = None
    for pump in (" ", "\n", "a", "字", "1", "<", "[", "，"):
        units["", pump, "\x01"] = None
    return [_text(*unit) for unit in list(units)[:most]]


def _text(before: str, pump: str, end: str) -> Callable[[int], str]:
    def text(length: int) -> str:
        return (
            before + (pump * (length // max(1, len(pump)) + 1))[: max(1, length // max(1, len(pump))) * len(pump)] + end
        )

    return text


def _loops(tree: Iterable[Node], before: str) -> Iterator[tuple[str, str]]:
    """What the pattern repeats without end, each with what leads to it."""
    for code, value in tree:
        if code in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
            _, most, inner = value  # type: ignore[misc]
            if most > 10:
                for pump in dict.fromkeys(islice(_examples(inner), 4)):
                    if pump:
                        yield before, pump
            yield from _loops(inner, before)
        elif code is codes.SUBPATTERN:
            yield from _loops(value[3], before)  # type: ignore[index]
        elif code is codes.ATOMIC_GROUP:
            yield from _loops(value, before)  # type: ignore[arg-type]
        elif code is codes.BRANCH:
            for branch in value[1]:  # type: ignore[index]
                yield from _loops(branch, before)
        elif code in (codes.ASSERT, codes.ASSERT_NOT):
            yield from _loops(value[1], before)  # type: ignore[index]
        before += next(_examples([(code, value)]), "")


def _examples(tree: Iterable[Node]) -> Iterator[str]:
    """Short texts that match, one for each branch and some characters of each set; lookarounds are left out."""
    nodes = list(tree)
    options = [list(islice(_of(code, value), 4)) or [""] for code, value in nodes]
    yield "".join(option[0] for option in options)
    for place, option in enumerate(options):
        for other in option[1:]:
            yield "".join(other if place == index else each[0] for index, each in enumerate(options))


def _of(code: object, value: object) -> Iterator[str]:  # noqa: PLR0912 - one case for every code
    if code is codes.LITERAL:
        yield chr(value)  # type: ignore[arg-type]
    elif code is codes.NOT_LITERAL:
        yield next(sign for sign in "a字 " if ord(sign) != value)
    elif code is codes.ANY:
        yield from "a字 "
    elif code is codes.IN:
        yield from _members(value)  # type: ignore[arg-type]
    elif code in (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT):
        least, _, inner = value  # type: ignore[misc]
        for example in islice(_examples(inner), 3):
            yield example * max(1, least)
        if not least:
            yield ""
    elif code is codes.SUBPATTERN:
        yield from _examples(value[3])  # type: ignore[index]
    elif code is codes.ATOMIC_GROUP:
        yield from _examples(value)  # type: ignore[arg-type]
    elif code is codes.BRANCH:
        for branch in value[1]:  # type: ignore[index]
            yield next(_examples(branch))
    elif code is codes.GROUPREF_EXISTS:
        yield from _examples(value[1])  # type: ignore[index]
    else:
        yield ""


def _members(items: Iterable[Node]) -> Iterator[str]:
    sets = list(items)
    if sets and sets[0][0] is codes.NEGATE:
        inner = sets[1:]
        for sign in "a字 1\n<-，[":
            if not any(_in(sign, item) for item in inner):
                yield sign
        return
    for code, value in sets:
        if code is codes.LITERAL:
            yield chr(value)  # type: ignore[arg-type]
        elif code is codes.RANGE:
            yield chr(value[0])  # type: ignore[index]
        elif code is codes.CATEGORY:
            yield {codes.CATEGORY_DIGIT: "1", codes.CATEGORY_SPACE: " ", codes.CATEGORY_WORD: "a",
                   codes.CATEGORY_NOT_DIGIT: "a", codes.CATEGORY_NOT_SPACE: "a", codes.CATEGORY_NOT_WORD: " "}[value]  # fmt: skip


def _in(sign: str, item: Node) -> bool:
    code, value = item
    if code is codes.LITERAL:
        return ord(sign) == value
    if code is codes.RANGE:
        return value[0] <= ord(sign) <= value[1]  # type: ignore[index]
    word = {codes.CATEGORY_DIGIT: r"\d", codes.CATEGORY_SPACE: r"\s", codes.CATEGORY_WORD: r"\w",
            codes.CATEGORY_NOT_DIGIT: r"\D", codes.CATEGORY_NOT_SPACE: r"\S", codes.CATEGORY_NOT_WORD: r"\W"}[value]  # fmt: skip
    return re.match(word, sign) is not None


# ── What it takes ────────────────────────────────────────────────────────────


def works(pattern: str | bytes, flags: int, methods: Iterable[str]) -> list[Callable[[str | bytes], object]]:
    """The pattern as it is used: sought all through a text, or tried at its beginning."""
    compiled = re.compile(pattern, flags & ~re.UNICODE if isinstance(pattern, bytes) else flags)
    kinds = set(methods)
    found: list[Callable[[str | bytes], object]] = []
    if kinds - ANCHORED:
        found.append(lambda text: sum(1 for _ in compiled.finditer(text)))  # type: ignore[arg-type]
    found += [getattr(compiled, kind) for kind in sorted(kinds & ANCHORED)]
    return found
