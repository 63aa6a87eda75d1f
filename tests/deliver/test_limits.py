"""How near a site is to what GitHub Pages serves."""

from __future__ import annotations

from dossier.deliver.publish import size_problems

MB = 1_000_000


def test_a_small_site_is_none():
    assert size_problems({"index.html": 79 * MB, "data/articles.json": 79 * MB}) == ()


def test_a_large_file_is_told():
    (problem,) = size_problems({"index.html": 1, "data/articles.json": 80 * MB})
    assert str(problem).startswith("data/articles.json: warning[size]: 80 MB, and GitHub Pages takes a file of 100 MB")


def test_a_large_site_is_told():
    (problem,) = size_problems({f"media/{n}.jpg": 79 * MB for n in range(12)})
    assert str(problem).startswith("the site: warning[size]: 948 MB, and GitHub Pages takes a site of 1000 MB")
