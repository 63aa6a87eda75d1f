"""Templates that came with a dossier: what they try to reach is refused at its line, and what is honest works."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from dossier.problems import Failure
from dossier.render.language.interface_words import InterfaceWords, interface_words
from dossier.render.templates import Theme, load_theme

CLASSES = [
    "{{ cycler.__init__.__globals__.os.popen('touch MARKER') }}",
    "{{ joiner.__init__.__globals__ }}",
    "{{ namespace.__init__.__globals__ }}",
    "{{ lipsum.__globals__['os'].popen('touch MARKER') }}",
    "{{ range.__class__.__mro__ }}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ ''['__class__'] }}",
    "{{ ()|attr('__class__')|attr('__base__') }}",
    "{{ ''|attr('__cl' ~ 'ass__') }}",
    "{{ ['']|map(attribute='__class__')|list }}",
    "{{ ['']|map('attr', '__class__')|list }}",
    "{{ [{}]|groupby('__class__.__mro__') }}",
    "{{ ['']|sort(attribute='__class__.__base__') }}{{ ['']|map(attribute='__class__')|first }}",
    "{{ '{0.__class__.__mro__}'.format('') }}",
    "{{ '{x.__init__.__globals__}'.format_map({'x': cycler}) }}",
    "{{ ['{0.__class__}']|map('attr', 'format')|first }}{{ ('{0.__class__}'|attr('format'))('') }}",
    "{% set f = '{0.__class__}'.format %}{{ f('') }}",
    "{{ ('<{0.__class__}>'|safe).format('') }}",
    "{% macro m() %}{% endmacro %}{{ m.__globals__ }}",
    "{% macro m() %}{% endmacro %}{{ m._func.__globals__ }}",
    "{% macro m() %}{% endmacro %}{{ m._environment.from_string('') }}",
    "{{ self._TemplateReference__context }}",
    "{{ self.__init__.__globals__ }}",
    "{% for a in [1] %}{{ loop.__init__.__globals__ }}{% endfor %}",
    "{% for a in [1] %}{{ loop._iterator.gi_frame }}{% endfor %}",
    "{{ ([1]|map('string')).gi_frame.f_globals }}",
    "{{ t.__call__.__globals__ }}",
    "{{ t.__class__.__init__.__globals__ }}",
    "{{ t('x', n='{0.__class__}').__class__ }}",
    "{{ page.read() }}",
    "{{ page.folder.joinpath('x') }}",
    "{{ page.folder.parent.parent }}",
    "{{ page.look.static('favicon.svg') }}",
    "{{ page.method.__func__ }}",
    "{{ page.opened('/etc/hostname').read() }}",
    "{{ lipsum(5) }}",
    "{% set x = [] %}{{ x.append(1) }}",
    "{{ {}.update({'a': 1}) }}",
    "{{ frame.add(1) }}",
    "{% import 'escape.html' as e %}{{ e.__dict__ }}",
    "{% import 'escape.html' as e %}{{ e._body_stream.__class__ }}",
    "{{ page.kind('x', (), {}) }}",
    "{{ page.module.system('touch MARKER') }}",
]
ENDLESS = [
    "{% for a in range(10**9) %}{% endfor %}",
    "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
    "{% for a in range(99999) %}{% for b in range(99999) %}{{ a }}{% endfor %}{% endfor %}",
    "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(60) }}",
    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "{% for a in [1] recursive %}{{ loop([1]) }}{% endfor %}",
    "{% include 'pages/escape.html' %}{% include 'pages/escape.html' %}",
    "{{ 'a' * 10**9 }}",
    "{{ [0] * 10**9 }}",
    "{{ 10**(10**10) }}",
    "{% set ns = namespace(x=3) %}{% for a in range(99) %}{% set ns.x = ns.x * ns.x %}{% endfor %}",
    "{% set ns = namespace(x='ab') %}{% for a in range(99) %}{% set ns.x = ns.x ~ ns.x %}{% endfor %}",
    "{% set ns = namespace(x='ab') %}{% for a in range(99) %}{% set ns.x = ns.x + ns.x %}{% endfor %}",
    "{% set ns = namespace(x=[1]) %}{% for a in range(99) %}{% set ns.x = [ns.x, ns.x] %}{% endfor %}",
    "{% set ns = namespace(x=(1,)) %}{% for a in range(99) %}{% set ns.x = (ns.x, ns.x) %}{% endfor %}{{ ns.x == 1 }}",
    "{% set ns = namespace(x={}) %}{% for a in range(99) %}{% set ns.x = {1: ns.x, 2: ns.x} %}{% endfor %}",
    "{% macro d(x) %}{{ x }}{{ x }}{% endmacro %}{% set n = namespace(x='ab') %}{% for a in range(99) %}{% set n.x = d(n.x) %}{% endfor %}",
    "{% set ns = namespace(x='ab') %}{% for a in range(99) %}{% set y %}{{ ns.x }}{{ ns.x }}{% endset %}{% set ns.x = y %}{% endfor %}",
    "{{ 'a'.center(10**9) }}",
    "{{ 'a'|center(10**9) }}",
    "{{ 'a'|indent(10**9, true) }}",
    "{{ '%1000000000s' % 1 }}",
    "{{ '%*s' % (1000000000, 1) }}",
    "{{ '%1000000000s'|format(1) }}",
    "{{ '{:1000000000}'.format(1) }}",
    "{{ '{:{}}'.format(1, 1000000000) }}",
    "{{ [1]|batch(10**9, 0)|list }}",
    "{{ [1]|slice(10**9)|list }}",
    "{{ 1|round(10**9) }}",
    "{{ [1]|tojson(indent=10**9) }}",
    "{{ ('a' * 99999)|replace('a', 'b' * 99999) }}",
    "{{ ('a' * 99999).replace('a', 'b' * 99999) }}",
    "{{ range(99999)|join('b' * 99999) }}",
    "{{ ('b' * 99999).join(('a' * 99999)) }}",
    "{{ ('\\t' * 99999).expandtabs(99999) }}",
    "{{ (1).to_bytes(10**10, 'big') }}",
    "{% for a in range(99999) %}" + "x" * 9_999 + "{% endfor %}",
    "{% for a in range(99999) %}" + "{% if a %}{% endif %}" * 999 + "{% endfor %}",
    "{{ " + "(" * 5_000 + "1" + ")" * 5_000 + " }}",
]
ELSEWHERE = [
    "{% include '/etc/passwd' %}",
    "{% include '../../secret.html' %}",
    "{% extends '../../secret.html' %}",
    "{% import '../../secret.html' as s %}{{ s.key }}",
    "{% include '..\\\\..\\\\secret.html' %}",
    "{% include ['../../secret.html', '/etc/passwd'] %}",
    "{% from '../secret.html' import key %}{{ key }}",
]


@pytest.fixture(autouse=True)
def few_steps(monkeypatch):
    monkeypatch.setattr("dossier.render.sandbox._STEPS", 50_000)


@dataclass
class View:
    """A view that shows more than any of ours does."""

    folder: Path
    theme: Theme
    kind: type = type
    module: object = __import__("os")
    opened: object = open

    def read(self):
        return (self.folder / "marker").write_text("")

    method = read


def rendered(folder, template):
    pages = folder / "dossier" / "templates" / "pages"
    pages.mkdir(parents=True, exist_ok=True)
    (folder / "secret.html").write_text("{% macro key() %}the key{% endmacro %}the key")
    (pages.parent / "escape.html").write_text("{% macro m() %}{% endmacro %}")
    (pages / "escape.html").write_text(f"<p>\n{template.replace('MARKER', str(folder / 'marker'))}")
    own = load_theme(folder / "dossier")
    return own.render_page("escape", page=View(folder, own), frame={1}, t=interface_words("en"))


@pytest.mark.parametrize("template", CLASSES + ENDLESS + ELSEWHERE, ids=lambda template: template[:60])
def test_an_escape_is_a_problem_with_its_file_and_line(tmp_path, template):
    with pytest.raises(Failure) as failure:
        rendered(tmp_path, template)
    (problem,) = failure.value.problems
    assert problem.check == "template"
    assert problem.at.file.endswith("templates/pages/escape.html")
    assert problem.at.line in ({2, 0} if "(((" in template or template in ELSEWHERE else {2})
    assert len(problem.message) < 400
    assert not (tmp_path / "marker").exists()


def test_there_are_more_than_forty_kinds():
    assert len({*CLASSES}) >= 40


HONEST = [
    ("{{ t('home.search') }}", "Search"),
    ("{% import 'parts/text.html' as text %}{{ text.status('denied', 'no') }}", "#_denied"),
    (
        "{% for a in range(3) %}{{ loop.index }}/{{ loop.length }}{{ ', ' if not loop.last }}{% endfor %}",
        "1/3, 2/3, 3/3",
    ),
    ("{% for a in [3, 1]|sort %}{{ loop.cycle('x', 'y') }}{{ a }}{% endfor %}", "x1y3"),
    ("{% set c = cycler('a', 'b') %}{{ c.next() }}{{ c.next() }}{{ c.current }}", "aba"),
    ("{% set j = joiner(', ') %}{{ j() }}1{{ j() }}2", "1, 2"),
    ("{% set ns = namespace(n=0) %}{% for a in [1, 2] %}{% set ns.n = ns.n + a %}{% endfor %}{{ ns.n }}", "3"),
    ("{{ 'a b'.split()|map('upper')|join('-') }}", "A-B"),
    ("{{ '%05.1f'|format(2.25) }}|{{ '{:>5}|{}'.format('x', 1) }}", "002.2|    x|1"),
    ("{{ ('%d articles')|format(1500000) }}", "1500000 articles"),
    ("{{ {'a': 1}.items()|list }}", "[(&#39;a&#39;, 1)]"),
    ("{% macro m(x) %}<b>{{ x }}{{ caller() }}</b>{% endmacro %}{% call m('<') %}c{% endcall %}", "<b>&lt;c</b>"),
    ("{% for a in [[1, []], [2, []]] recursive %}{{ a[0] }}{{ loop(a[1]) }}{% endfor %}", "12"),
    ("{{ '<i>' }}{{ '<i>'|safe }}", "&lt;i&gt;<i>"),
    ("{{ 2 ** 10 }} {{ 7 % 4 }} {{ 1 == 1 }} {{ 'a' ~ 1 }}", "1024 3 True a1"),
    ("{{ ['x', 'y']|batch(3, '-')|list|length }}{{ 'abc'|center(9)|trim }}{{ 2.345|round(1) }}", "1abc2.3"),
    ("{% set a, b = 1, 2 %}{{ b in [1, 2] }}{{ (1, 2)|sum }}", "True3"),
    ("{% include ['nothing.html', 'escape.html'] ignore missing %}ok", "ok"),
]


@pytest.mark.parametrize(("template", "expected"), HONEST)
def test_what_is_honest_works(tmp_path, template, expected):
    assert expected in rendered(tmp_path, template)


def test_what_never_ends_is_not_tried_again(tmp_path):
    for _ in range(2):
        with pytest.raises(Failure):
            rendered(tmp_path, ENDLESS[1])
    own = load_theme(tmp_path / "dossier")
    for _ in range(2):
        with pytest.raises(Failure) as failure:
            own.render_page("escape")
    assert "too many steps" in str(failure.value)
    assert own._environment.steps < 0, "the second was refused before its first step"


@pytest.mark.parametrize("path", ["templates/pages/escape.html", "templates/parts", "templates/words/en.toml"])
def test_a_template_that_is_a_link_out_is_refused(tmp_path, path):
    (tmp_path / "secret.html").write_text("the key")
    link = tmp_path / "dossier" / path
    link.parent.mkdir(parents=True)
    (tmp_path / "text.html").write_text("the key")
    link.symlink_to(tmp_path if path.endswith("parts") else tmp_path / "secret.html")
    own = load_theme(tmp_path / "dossier")
    with pytest.raises(Failure, match="leads out of the dossier"):
        own.render_page("escape") if "pages" in path else own.render_macro(
            "text", "key"
        ) if "parts" in path else interface_words("en", own)


@pytest.mark.parametrize("path", ["static/favicon.svg", "static/css/95-own.css", "static/js"])
def test_a_static_file_that_is_a_link_out_is_refused(tmp_path, path):
    (tmp_path / "30-secret.js").write_text("the key")
    link = tmp_path / "dossier" / path
    link.parent.mkdir(parents=True)
    link.symlink_to(tmp_path if path.endswith("js") else tmp_path / "30-secret.js")
    own = load_theme(tmp_path / "dossier")
    with pytest.raises(Failure, match="leads out of the dossier"):
        own.static("favicon.svg") if "svg" in path else own.styles if "css" in path else own.script


def test_words_of_a_dossier_are_filled_in_with_nothing_but_what_they_name():
    words = InterfaceWords("en", {"a": "{n} of {n.__class__} {n:99999} {other}"})
    assert words("a", n=3) == "3 of {n.__class__} {n:99999} {other}"


def test_words_that_are_no_toml_are_a_problem(tmp_path):
    (tmp_path / "templates" / "words").mkdir(parents=True)
    (tmp_path / "templates" / "words" / "en.toml").write_text("[[[[")
    with pytest.raises(Failure, match=r"words/en.toml: error\[template\]: these words cannot be read"):
        interface_words("en", load_theme(tmp_path))
