"""The tree equals that of html5lib, and no file takes unlimited time."""

import html5lib
import pytest

from dossier.ingest.html.tree import LONGEST, PageTooLarge, parse_html

UNREAD = {"script", "style"}


def reference_tree(element):
    """html5lib's tree as nested lists of names and strings, without invisible elements."""
    parts = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str) and (name := child.tag.rsplit("}", 1)[-1]) not in UNREAD:
            parts.append((name, reference_tree(child)))
        parts.append(child.tail or "")
    return joined(parts)


def own_tree(element):
    return joined(
        [child if isinstance(child, str) else (child.name, own_tree(child)) for child in element.children]
        if element.name not in UNREAD
        else []
    )


def joined(parts):
    result = []
    for part in parts:
        if isinstance(part, str) and result and isinstance(result[-1], str):
            result[-1] += part
        elif part and (isinstance(part, str) or part[0] not in UNREAD):
            result.append(part)
    return result


def test_the_tree_of_every_capture_is_html5libs(shared):
    for path in [*sorted((shared / "captures" / "feed").iterdir()), *sorted((shared / "seeds").iterdir())]:
        html = path.read_text("utf-8").partition("------\n")[2]
        assert own_tree(parse_html(html).elements[-1]) == reference_tree(html5lib.parse(html)[1]), path.name


@pytest.mark.parametrize(
    "html",
    [
        "<p>a<p>b<div>c</p>d",
        "<b>x<p>y</b>z</p>",
        "<table><b>x<tr><td>y</table>z",
        "1 < 2 <3 a<b>c</b>",
        "<p title=\"a>b\" data-x='<i>'>c</p>",
        "a<!-- b > c -->d<!-->e<!--->f",
        "<script>if (a < b) document.write('<p>')</script>c",
        '<div data-i="<iframe src="x" y></iframe>">z</div>',
        "<a href=x>b<a href=y>c</a>",
        "<p>a<br/>b<img src=x>c</p/>d",
        "a<?php echo 1 ?>b</ c>d<!doctype x>e",
        "a<b c",
        "<select><option>a<p>b</select>c",
        "<svg><path d='M0'/><text>a</text></svg>b",
    ],
)
def test_the_tree_of_odd_markup_is_html5libs(html):
    assert own_tree(parse_html(html).elements[-1]) == reference_tree(html5lib.parse(html)[1])


@pytest.mark.parametrize(
    "tag",
    [
        f"<path d='{'M 0 0 ' * 200}'>",
        f'<meta content="{"a b " * 200}">',
        f"<p title='{' x' * 200}' class=a data-b = c>",
        f"<p title={'x/' * 200}>",
    ],
)
def test_blanks_and_slashes_within_a_value_are_not_attributes(tag):
    assert parse_html(f"{tag}c").elements[-1].text in ("c", "")


REFUSED = {
    "nested": ("<div>" * 10_000, "120 deep"),
    "nested where ends are implied": ("<p><object>" * 10_000, "120 deep"),
    "attributes": ("<p " + " ".join(f"a{i}=1" for i in range(10_000)) + ">", "100 attributes"),
    "formatting that is opened again": (
        "".join(f"<p><b a={i}></p>" for i in range(110)) + "<p>x</p>" * 20_000,
        "50,000 elements",
    ),
    "length": ("灯" * (LONGEST + 1), "1,500,000 characters"),
    "lone brackets": ("<" * LONGEST, "50,000 character references"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_excessive_markup_is_refused(name):
    html, reason = REFUSED[name]
    with pytest.raises(PageTooLarge, match=reason):
        parse_html(html)


def test_scripts_styles_and_embedded_pictures_do_not_count():
    picture = f"<img src='data:image/png;base64,{'A' * LONGEST}' alt=x>"
    body = parse_html(f"<style>{'a' * LONGEST}</style><script>{'b' * LONGEST}</script>{picture}<p>c").elements[-1]
    assert body.text == "c"
    assert body.media_count == 1
    assert body.elements[0].attributes == {"src": "", "alt": "x"}
