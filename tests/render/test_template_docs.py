"""docs/templates.md documents the variables of the templates. `pytest --update-golden` writes it anew."""

from __future__ import annotations

import dataclasses
import inspect
import io
import re
import tokenize
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import pytest
from jinja2 import Environment, meta, nodes
from markupsafe import Markup

from dossier.model import Citation, Dossier, FreePage, Note
from dossier.render.language.interface_words import InterfaceWords
from dossier.render.pages import articles, site_pages
from dossier.render.pages.page import PageFrame, PageFrames
from dossier.render.site import Site, build_site
from dossier.render.templates import OURS, Theme

ROOT = Path(__file__).parent.parent.parent
DOCUMENT = ROOT / "docs" / "templates.md"
TEMPLATES = ROOT / "templates"
PACKAGE = "dossier.render"
# The timeline, the claims and their charts get the meanings of their fields with their rebuilding.
REBUILT = (
    "dossier.render.pages.timeline",
    "dossier.render.pages.claim",
    "dossier.render.pages.event",
    "dossier.render.charts",
)
PLAIN_TYPES = {
    str: "text",
    Markup: "HTML",
    int: "number",
    float: "number",
    bool: "true or false",
    NoneType: "nothing",
    InterfaceWords: "words",
}

INTRODUCTION = """# Templates

Made from the program by `tests/render/test_template_docs.py`.

A dossier's own `templates/` override the program's, file by file. Each page has a template in `templates/pages/`, which
extends `base.html` and imports the macros of `templates/parts/`. Text is escaped wherever it is printed, but for what is
HTML already. These variables are available in every template of a page:

| variable | is |
| --- | --- |
| `page` | the content of the page: see [pages](#pages) |
| `frame` | what stands around it: [PageFrame](#pageframe) |
| `t` | the words of the interface: `t("nav.home")`, `t("count.articles", n=3)`; see `templates/words/` |
| `hook` | what `page_context` of the dossier's `hooks.py` returns for the page: see [hooks.md](hooks.md) |

A *run* prints itself with a `lang` where its language is not the page's; `link`s and dates print themselves as elements.
"""


class Recorder:
    """A theme's environment, with a note of each attribute that a template reads and each value that a macro gets."""

    def __init__(self) -> None:
        self.theme = Theme()
        self.attributes: set[tuple[type[Any], str]] = set()
        self.macros: defaultdict[tuple[str, str], list[tuple[Any, ...]]] = defaultdict(list)
        environment = self.theme._environment
        getattr_, render_macro = environment.getattr, self.theme.render_macro

        def record_attribute(obj: Any, attribute: str) -> Any:
            if type(obj).__module__.startswith(PACKAGE):
                self.attributes.add((type(obj), attribute))
            return getattr_(obj, attribute)

        def record_macro(file: str, macro: str, *values: Any) -> Markup:
            self.macros[file, macro].append(values)
            return render_macro(file, macro, *values)

        environment.getattr = record_attribute  # type: ignore[method-assign]
        vars(self.theme)["render_macro"] = record_macro


@pytest.fixture(scope="module")
def recorded(dossier: Dossier) -> tuple[Mapping[str, type[Any]], Recorder]:
    """The class of `page` of each template, and what templates read while every page of a dossier is rendered."""
    recorder = Recorder()
    entity, *others = dossier.content.entities
    entities = (replace(entity, formerly=("former",)), *others)
    page = FreePage("free", "Title", entity.summary, entity.at)
    article = dossier.content.articles[0]
    note = Note("n-abcdef", Citation(article.id, "", article.at), entity.summary, article.at, tags=("tag",))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(articles, "FULL_PAGE", 1)
        site = build_site(
            replace(dossier, content=replace(dossier.content, entities=entities, pages=(page,), notes=(note,))),
            recorder.theme,
        )
        return render_all(site), recorder


def render_all(site: Site) -> Mapping[str, type[Any]]:
    pages = site_pages(site)
    frames = PageFrames(site, {page.path for page in pages})
    classes: dict[str, type[Any]] = {}
    for page in pages:
        context = frames.context(page.path)
        content = page.build_page(context)
        frame = frames.frame(page, context)
        site.theme.render_page(page.template, page=content, frame=frame, t=frame.words, hook={})
        classes[page.template] = type(content)
    return classes


def documented_classes(roots: Sequence[Any]) -> list[type[Any]]:
    """The classes of the roots and of the fields that lead on from them."""
    classes: list[type[Any]] = []
    waiting = list(roots)
    while waiting:
        class_ = waiting.pop(0)
        if is_documented(class_) and class_ not in classes:
            classes.append(class_)
            waiting += [part for hint in get_type_hints(class_).values() for part in parts_of(hint)]
    return sorted(classes, key=lambda class_: class_.__name__)


def is_documented(class_: Any) -> bool:
    own = isinstance(class_, type) and class_.__module__.startswith(PACKAGE) and class_ is not InterfaceWords
    return own and (dataclasses.is_dataclass(class_) or hasattr(class_, "_fields"))


def parts_of(hint: Any) -> Iterator[Any]:
    yield hint
    for argument in get_args(hint):
        yield from parts_of(argument)


def field_names(class_: type[Any]) -> tuple[str, ...]:
    return class_._fields if hasattr(class_, "_fields") else tuple(field.name for field in dataclasses.fields(class_))


def comments(class_: type[Any]) -> dict[str, str]:
    """The comment behind each field."""
    tokens = tokenize.generate_tokens(io.StringIO(inspect.getsource(class_)).readline)
    fields = ((re.match(r" {4}(\w+): ", token.line), token) for token in tokens if token.type == tokenize.COMMENT)
    return {field[1]: token.string.removeprefix("#").strip() for field, token in fields if field}


def type_words(hint: Any) -> str:
    """A type as it is called for an author of templates."""
    origin, arguments = get_origin(hint), get_args(hint)
    if hint in PLAIN_TYPES:
        return PLAIN_TYPES[hint]
    if origin in (Union, UnionType):
        return " or ".join(map(type_words, arguments))
    if origin in (list, Sequence) or (origin is tuple and arguments[-1] is ...):
        return f"list of {type_words(arguments[0])}"
    if origin is tuple:
        return f"({', '.join(map(type_words, arguments))})"
    if origin is not None and isinstance(origin, type) and issubclass(origin, Mapping):
        return f"{type_words(arguments[1])} by {type_words(arguments[0])}"
    name = getattr(hint, "__name__", str(hint))
    return f"[{name}](#{name.lower()})" if is_documented(hint) else name


def value_words(value: Any) -> str:
    if isinstance(value, (list, tuple)) and not hasattr(value, "_fields"):
        return f"list of {value_words(value[0])}" if value else "list"
    if isinstance(value, str) and not isinstance(value, Markup):
        return "text"
    return type_words(type(value))


def macro_rows(recorder: Recorder) -> Iterator[tuple[str, ...]]:
    """Every macro and its parameters, with their types where the program itself calls it."""
    for path in sorted((TEMPLATES / "parts").glob("*.html")):
        for macro in parse(path).find_all(nodes.Macro):
            types = parameter_types(recorder.macros.get((path.stem, macro.name), []))
            parameters = (
                f"`{parameter.name}`" + (f": {types[number]}" if types.get(number) else "")
                for number, parameter in enumerate(macro.args)
            )
            yield f"`parts/{path.name}`", f"`{macro.name}`", ", ".join(parameters)


def parameter_types(calls: Sequence[tuple[Any, ...]]) -> dict[int, str]:
    words: defaultdict[int, set[str]] = defaultdict(set)
    for call in calls:
        for number, value in enumerate(call):
            words[number].add(value_words(value))
    return {number: " or ".join(sorted(kinds - {"list"} or kinds)) for number, kinds in words.items()}


def parse(path: Path) -> nodes.Template:
    return Environment(autoescape=True).parse(path.read_text("utf-8"))


def macro_classes(recorder: Recorder) -> Iterator[type[Any]]:
    for calls in recorder.macros.values():
        for value in (value for call in calls for value in call):
            items = value if isinstance(value, (list, tuple)) and not hasattr(value, "_fields") else [value]
            yield from map(type, items)


def table(head: Sequence[str], rows: Iterator[tuple[str, ...]]) -> str:
    lines = [f"| {' | '.join(head)} |", f"|{' --- |' * len(head)}", *(f"| {' | '.join(row)} |" for row in rows)]
    return "\n".join(lines) + "\n"


def class_section(class_: type[Any]) -> str:
    hints, meanings = get_type_hints(class_), comments(class_)
    rows = ((f"`{name}`", type_words(hints[name]), meanings.get(name, "")) for name in field_names(class_))
    summary = inspect.cleandoc(class_.__dict__.get("__doc__") or "").split("\n\n")[0].replace("\n", " ")
    summary = (
        "" if summary.startswith(f"{class_.__name__}(") else f"{summary}\n\n"
    )  # as dataclasses describe themselves
    return f"### {class_.__name__}\n\n{summary}{table(('variable', 'type', 'meaning'), rows)}"


def all_classes(pages: Mapping[str, type[Any]], recorder: Recorder) -> list[type[Any]]:
    return documented_classes([*pages.values(), PageFrame, *macro_classes(recorder)])


def document(pages: Mapping[str, type[Any]], recorder: Recorder) -> str:
    page_rows = ((f"`pages/{name}.html`", type_words(class_)) for name, class_ in sorted(pages.items()))
    return "\n".join(
        [
            INTRODUCTION,
            f"## Pages\n\n{table(('template', '`page` is'), page_rows)}",
            "## Macros\n\nTypes are those of the values that the program itself passes to a macro; the other macros are called by templates.\n",
            table(("file", "macro", "parameters"), macro_rows(recorder)),
            "## Values\n",
            *map(class_section, all_classes(pages, recorder)),
        ]
    )


def test_the_document_is_what_the_program_is(recorded, update_golden):
    text = document(*recorded)
    if update_golden:
        DOCUMENT.write_text(text, "utf-8")
    assert DOCUMENT.read_text("utf-8") == text, (
        "pytest --update-golden tests/render/test_template_docs.py writes it anew"
    )


def test_every_template_has_its_page(recorded):
    assert sorted(recorded[0]) == sorted(path.stem for path in (TEMPLATES / "pages").glob("*.html"))


def test_every_attribute_that_templates_read_is_documented(recorded):
    pages, recorder = recorded
    documented = {(class_, name) for class_ in all_classes(pages, recorder) for name in field_names(class_)}
    assert recorder.attributes - documented == set()
    assert len(recorder.attributes) > 100


def test_every_name_in_the_templates_is_documented(recorded):
    """Those too that no page of the tests' dossier comes to."""
    names = {name for class_ in all_classes(*recorded) for name in field_names(class_)}
    unknown = set()
    for path in sorted(TEMPLATES.rglob("*.html")):
        tree = parse(path)
        imports = {node.target for node in tree.find_all(nodes.Import)}
        for node in tree.find_all(nodes.Getattr):
            is_name = isinstance(node.node, nodes.Name)
            if is_name and (node.node.name in imports or node.node.name in ("loop", "hook")):  # type: ignore[attr-defined]
                continue
            if node.attr not in names:
                unknown.add((path.name, node.attr))
    assert unknown == set()


@pytest.mark.parametrize("path", sorted((TEMPLATES / "pages").glob("*.html")), ids=lambda path: path.stem)
def test_a_page_has_no_other_variables(path):
    tree = parse(path)
    own = {node.target for node in tree.find_all(nodes.Import)} | {node.name for node in tree.find_all(nodes.Macro)}
    assert meta.find_undeclared_variables(tree) - own <= {"page", "frame", "t", "hook"}


def test_every_variable_has_a_meaning(recorded):
    missing = [
        f"{class_.__module__}.{class_.__name__}.{name}: say behind the field what it holds"
        for class_ in all_classes(*recorded)
        for name in field_names(class_)
        if name not in comments(class_) and not class_.__module__.startswith(REBUILT)
    ]
    assert missing == []


def test_a_variable_without_a_field_is_found():
    """A planted breach: the check reads what templates read."""
    recorder = Recorder()
    environment = recorder.theme._environment
    template = environment.from_string("{{ words.language }}")
    template.render(words=InterfaceWords("en", {}))
    assert recorder.attributes == {(InterfaceWords, "language")}
    assert OURS.folders == recorder.theme.folders
