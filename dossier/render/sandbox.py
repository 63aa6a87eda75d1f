"""The sandbox for a dossier's own templates, which may come from a stranger.

They reach no attribute that leads to the interpreter, and call only macros, the interface's words and methods of plain
values. Every loop, call and value is counted, so that no template can run without end or fill the memory. A template that
tries raises a `SecurityError` at its line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from datetime import date, time, timedelta
from functools import wraps
from itertools import chain
from pathlib import Path, PurePath
from types import BuiltinMethodType, FunctionType, MethodType, ModuleType
from typing import Any, TypeVar

from jinja2 import Template, TemplateNotFound, TemplateSyntaxError, nodes, pass_context
from jinja2.exceptions import SecurityError
from jinja2.loaders import BaseLoader, split_template_path
from jinja2.runtime import BlockReference, Context, LoopContext, Macro, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Cycler, Joiner, Namespace
from jinja2.visitor import NodeTransformer

T = TypeVar("T")

_STEPS = (
    2_000_000  # loops, calls and parts of values a page: a hundred times what the demonstration's largest page takes
)
_PART = 16  # characters or items of a value that are one step
_LARGEST = 16_000_000  # characters of a text
_ITEMS = 1_000_000  # of a list, with those of the lists in it
_BITS = 4_096  # of a number
_PRODUCT = 200_000_000  # of the sizes of a function's two largest arguments, which bounds most results
_FORMAT = 100_000  # characters of a format
_MEASURE = 10_000  # columns, items or digits as an argument of a filter

_ENDLESS = "it takes too many steps to make a page"
_LARGE = "it makes a value that is too large"
_WIDE = "a field of a format is too wide"

_PRINTF_WIDE = re.compile(r"%[^a-zA-Z%]*?(?:\d{4}|\*)")
_BRACED_WIDE = re.compile(r":[^}:]*(?:\d{4}|\{)")
_MEASURED = {"batch", "center", "indent", "round", "slice", "tojson", "truncate", "wordwrap"}

_PLAIN = (str, bytes, int, float, tuple, list, dict, AbstractSet, Mapping, date, time, timedelta, LoopContext, Cycler)
_RUNTIME = (Macro, BlockReference, LoopContext, Joiner, Undefined)  # calling Undefined raises its own error
_MAKERS = ("cycler", "dict", "joiner", "namespace", "range")  # of jinja2's globals
_CONTAINERS = (tuple, list, AbstractSet, Mapping, Namespace)
_CLOSED = (ModuleType, FunctionType, type, PurePath)


class OutsideError(Exception):
    """A template or static file is a symbolic link that leads out of its dossier."""


def offered(class_: type[Any]) -> type[Any]:
    """Marks a class whose instances and methods a dossier's own templates may call."""
    class_.offered_to_templates = True
    return class_


class Folders(BaseLoader):
    """Loads a template from the first of these folders that has it, unless it is a link out of the folder."""

    def __init__(self, folders: Iterable[Path]) -> None:
        self.folders = tuple(folders)

    def get_source(self, environment: Any, template: str) -> tuple[str, str, Callable[[], bool]]:  # noqa: ARG002  # the base class names it
        for folder in self.folders:
            file = folder.joinpath("templates", *split_template_path(template))
            if file.is_file():
                require_inside(file, folder)
                try:
                    return file.read_text("utf-8"), str(file), lambda: True
                except UnicodeDecodeError as error:
                    raise TemplateSyntaxError("it is not in UTF-8", 1, template, str(file)) from error
        raise TemplateNotFound(template)


def require_inside(file: Path, folder: Path) -> Path:
    """The file; raises OutsideError if it is a link that leads out of the folder."""
    if not file.resolve().is_relative_to(folder.resolve()):
        raise OutsideError(str(file))
    return file


class Sandbox(ImmutableSandboxedEnvironment):
    """The environment for a dossier's own templates, together with the program's."""

    intercepted_binops = frozenset({"+", "*", "**", "%"})

    def __init__(self, own: Path, **options: Any) -> None:
        super().__init__(**options)
        self.own = f"{own / 'templates'}/"
        self.steps = _STEPS
        self.depth = 0
        self.exhausted: set[str] = set()  # templates that are not tried again
        self.filters = {name: _bounded(self, name, filter_) for name, filter_ in self.filters.items()}
        self.filters |= {"_counted": self._counted, "_weighed": self._weighed, "_charged": _charged(self)}
        self.makers = [self.globals[name] for name in _MAKERS]

    @contextmanager
    def bounded(self, template: str) -> Iterator[None]:
        """Limits the steps of rendering a template, including the macros that it calls."""
        if template in self.exhausted:
            raise SecurityError(_ENDLESS)
        if not self.depth:
            self.steps = _STEPS
        self.depth += 1
        try:
            yield
        finally:
            self.depth -= 1
            if self.steps < 0:
                self.exhausted.add(template)

    def step(self, count: int = 1) -> None:
        self.steps -= count
        if self.steps < 0:
            raise SecurityError(_ENDLESS)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        closed = isinstance(obj, _CLOSED) or isinstance(value, _CLOSED)
        return not closed and super().is_safe_attribute(obj, attr, value)

    def unsafe_undefined(self, obj: Any, attribute: str) -> Undefined:
        raise SecurityError(f"access to attribute {attribute!r} of {type(obj).__name__!r} object is unsafe.")

    def is_safe_callable(self, obj: Any) -> bool:
        if isinstance(obj, (MethodType, BuiltinMethodType)):
            return isinstance(obj.__self__, _PLAIN) or _is_offered(obj.__self__)
        if isinstance(obj, FunctionType) and hasattr(obj, "made_by_sandbox"):
            return True
        return isinstance(obj, _RUNTIME) or any(obj is maker for maker in self.makers) or _is_offered(obj)

    def call(self, context: Context, obj: Any, *args: Any, **kwargs: Any) -> Any:
        self.step()
        if isinstance(obj, (MethodType, BuiltinMethodType)):
            self._expect(obj.__self__, *args, *kwargs.values())
        return self._weighed(super().call(context, obj, *args, **kwargs))

    def wrap_str_format(self, value: Any) -> Callable[..., str] | None:
        """jinja2's safe str.format, refusing wide fields."""
        formatted = super().wrap_str_format(value)
        if formatted is None:
            return None
        text = value.__self__

        @wraps(formatted)
        def narrow(*args: Any, **kwargs: Any) -> str:
            if len(text) > _FORMAT or _BRACED_WIDE.search(text):
                raise SecurityError(_WIDE)
            return formatted(*args, **kwargs)

        narrow.made_by_sandbox = True  # type: ignore[attr-defined]
        return narrow

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        self.step()
        if operator == "**" and isinstance(right, int) and _bits(left) * abs(right) > _BITS:
            raise SecurityError(_LARGE)
        if operator == "%" and isinstance(left, (str, bytes)):
            _refuse_wide_format(left)
        if operator == "*":
            self._expect(left, right, most=_LARGEST, sized=isinstance(left, int) and isinstance(right, int))
        return self._weighed(super().call_binop(context, operator, left, right))

    def _expect(self, *arguments: Any, most: int = _PRODUCT, sized: bool = False) -> None:
        """Refuses arguments whose two largest sizes multiply to too much; `sized` allows it for arithmetic."""
        first, second = sorted((1, 1, *map(self._size, arguments)))[-2:]
        if first * second > most and not sized:
            raise SecurityError(_LARGE)

    def _size(self, value: Any) -> int:
        if isinstance(value, (str, bytes)):
            return len(value)
        return abs(value) if isinstance(value, int) else self._items(value)

    def _weighed(self, value: T) -> T:
        """The value, after counting its size; refuses one that is too large."""
        if isinstance(value, (str, bytes)):
            if len(value) > _LARGEST:
                raise SecurityError(_LARGE)
            self.step(len(value) // _PART)
        elif isinstance(value, int):
            if value.bit_length() > _BITS:
                raise SecurityError(_LARGE)
        elif isinstance(value, _CONTAINERS):
            self.step(self._items(value) // _PART)
        return value

    def _counted(self, values: Iterable[T]) -> Iterator[T]:
        for value in values:
            self.step()
            yield value

    def _items(self, value: Any) -> int:
        """The number of items in a container and those within it; what occurs twice counts twice."""
        count, open_ = 1, [iter((value,))]
        while open_:
            for item in open_[-1]:
                count += 1 + (len(item) // _PART if isinstance(item, (str, bytes)) else 0)
                if count > _ITEMS:
                    raise SecurityError(_LARGE)
                if isinstance(item, _CONTAINERS):
                    open_.append(_inner(item))
                    break
            else:
                open_.pop()
        return count

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        parsed = super()._parse(source, name, filename)
        if filename and filename.startswith(self.own):
            parsed = _Counting().visit(parsed)
            parsed.set_environment(self)
        return parsed

    def _load_template(self, name: str, globals: Any) -> Template:  # noqa: A002  # jinja2's name
        self.step()
        return super()._load_template(name, globals)


class _Counting(NodeTransformer):
    """Adds to a template the counting of its loops, of the sizes of its values and of the length of each body."""

    def visit_For(self, node: Any) -> Any:  # noqa: N802  # jinja2's name, as below
        self.visit_body(node)
        node.iter = _filtered(node.iter, "_counted")
        return node

    def visit_body(self, node: Any) -> Any:
        cost = _length(node)
        self.generic_visit(node)
        node.body.insert(0, nodes.ExprStmt(_filtered(nodes.Const(cost), "_charged"), lineno=node.lineno))
        return node

    visit_Template = visit_Macro = visit_CallBlock = visit_Block = visit_body  # noqa: N815

    def visit_Output(self, node: nodes.Output) -> nodes.Output:  # noqa: N802
        self.generic_visit(node)
        node.nodes = [
            part if isinstance(part, nodes.TemplateData) else _filtered(part, "_weighed") for part in node.nodes
        ]
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Expr:  # noqa: N802
        self.generic_visit(node)
        node.nodes = [_filtered(part, "_weighed") for part in node.nodes]
        return _filtered(node, "_weighed")

    def visit_Compare(self, node: Any) -> Any:  # noqa: N802
        self.generic_visit(node)
        for operand in (node, *node.ops):
            operand.expr = _filtered(operand.expr, "_weighed")
        return node

    def visit_literal(self, node: Any) -> nodes.Expr:
        self.generic_visit(node)
        is_target = isinstance(node, nodes.Tuple) and node.ctx != "load"
        return node if is_target else _filtered(node, "_weighed")

    visit_List = visit_Dict = visit_Tuple = visit_literal  # noqa: N815


def _filtered(node: Any, name: str) -> nodes.Filter:
    return nodes.Filter(node, name, [], [], None, None, lineno=node.lineno or 1)


def _length(node: nodes.Node) -> int:
    """The cost of running a body once, in steps."""
    texts = sum(len(data.data) for data in node.find_all(nodes.TemplateData))
    texts += sum(len(const.value) for const in node.find_all(nodes.Const) if isinstance(const.value, str))
    return texts // _PART + sum(1 for _ in node.find_all(nodes.Node)) // 4


def _charged(sandbox: Sandbox) -> Callable[..., int]:
    @pass_context  # keeps jinja2 from evaluating it at compile time
    def charged(_: Context, cost: int) -> int:
        sandbox.step(cost)
        return cost

    return charged


def _bounded(sandbox: Sandbox, name: str, filter_: Callable[..., Any]) -> Callable[..., Any]:
    """A filter whose arguments are checked before and whose result after."""

    @wraps(filter_)  # with what jinja2 noted on the function, such as that it is to be passed the context
    def bounded(*args: Any, **kwargs: Any) -> Any:
        sandbox.step()
        values = [v for v in (*args, *kwargs.values()) if not isinstance(v, (Context, Sandbox, nodes.EvalContext))]
        sandbox._expect(*values)  # noqa: SLF001  # its own filter
        if name == "format" and values:
            _refuse_wide_format(values[0])
        if name in _MEASURED and any(isinstance(value, int) and abs(value) > _MEASURE for value in values[1:]):
            raise SecurityError(_LARGE)
        return sandbox._weighed(filter_(*args, **kwargs))  # noqa: SLF001

    return bounded


def _refuse_wide_format(format_: Any) -> None:
    if isinstance(format_, bytes):
        format_ = format_.decode("latin-1")
    if isinstance(format_, str) and (len(format_) > _FORMAT or _PRINTF_WIDE.search(format_)):
        raise SecurityError(_WIDE)


def _inner(value: Any) -> Iterator[Any]:
    if isinstance(value, Namespace):
        value = object.__getattribute__(value, "_Namespace__attrs")
    return chain(value, value.values()) if isinstance(value, Mapping) else iter(value)


def _bits(value: Any) -> int:
    return value.bit_length() if isinstance(value, int) else 0


def _is_offered(value: Any) -> bool:
    return getattr(type(value), "offered_to_templates", False) is True
