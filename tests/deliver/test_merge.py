"""What git makes of two people's changes."""

import pytest

from dossier.deliver.git import merge_three_way
from dossier.problems import Failure

BASE = "标题\n\n第一段。\n\n第二段。\n\n第三段。\n".encode()


def changed(old: str, new: str) -> bytes:
    return BASE.replace(old.encode(), new.encode())


def test_changes_of_both_sides_are_kept():
    text, clean = merge_three_way(changed("第一段", "编辑的第一段"), BASE, changed("第三段", "更新的第三段"))
    assert clean
    assert text.decode() == "标题\n\n编辑的第一段。\n\n第二段。\n\n更新的第三段。\n"


def test_the_same_change_on_both_sides_is_one():
    assert merge_three_way(changed("第一段", "甲"), BASE, changed("第一段", "甲")) == (changed("第一段", "甲"), True)


def test_a_conflict_shows_all_three():
    text, clean = merge_three_way(changed("第二段", "编辑的"), BASE, changed("第二段", "更新的"))
    assert not clean
    assert all(
        word.encode() in text
        for word in ("编辑的。", "第二段。", "更新的。", "<<<<<<< the article", ">>>>>>> the new draft")
    )


def test_many_conflicts_are_still_conflicts():
    lines = [f"{n}\n\n" for n in range(300)]
    ours, base, theirs = ("".join(word + line for line in lines).encode() for word in ("a", "b", "c"))
    assert merge_three_way(ours, base, theirs)[1] is False


def test_what_git_cannot_merge_is_a_problem():
    with pytest.raises(Failure, match="git cannot merge this"):
        merge_three_way(b"a\0", b"b\0", b"c\0")


def test_a_machine_without_git_is_told_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Failure, match="install git"):
        merge_three_way(b"a", b"b", b"c")


def test_a_users_settings_change_nothing(monkeypatch, tmp_path):
    before = merge_three_way(changed("第二段", "甲"), BASE, changed("第二段", "乙"))
    (tmp_path / "config").write_text("[merge]\n\tconflictStyle = merge\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "config"))
    assert merge_three_way(changed("第二段", "甲"), BASE, changed("第二段", "乙")) == before
