"""`python tests/script/table.py > dossier/folds.py`: the fold's table, made anew from the installed OpenCC.

It is frozen in the source because permalinks are made of folded text: an id must not move when OpenCC learns a
character. A change of the table is a change of format, and belongs in the changelog.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from subprocess import run
from tempfile import TemporaryDirectory

import opencc

PACKAGE = Path(opencc.__file__).parent / "clib"
VARIANTS = (
    *("TWVariants", "TWVariantsRev", "HKVariants", "HKVariantsRev"),
    *("JPShinjitaiCharacters", "JPShinjitaiCharactersRev"),
)

# What OpenCC leaves apart, or leaves to its phrases, and news prose has.
MISSED = (
    "砲炮 硏研 藉借 甦苏 牠它 妳你 韮韭 雰氛 搾榨 痲麻 淸清 靑青 兪俞 呑吞 顚颠 塡填 値值 擧举 妬妒 鄕乡 曁暨 碁棋 畧略 皐皋 "
    "盌碗 吿告 緜绵 瞇眯 傚效 凴凭 鎗枪 疎疏 豓艳 賸剩 閙闹 鬪斗 鬭斗 麤粗 㸇𤎺 𠼤𫪄"
)

# Pairs of its tables that are two words in Chinese (the Japanese have one of them for the other).
APART = "像象 哩里 俱具 欠缺 缶罐 芸藝 予豫 浜濱 沪濾 糸絲 連聯 弁辨 弁辯 弁瓣"


def dictionary(name: str) -> dict[str, list[str]]:
    """One of OpenCC's tables: each character's candidates, the usual one first."""
    with TemporaryDirectory() as folder:
        text = Path(folder) / "text"
        source = PACKAGE / "share" / "opencc" / f"{name}.ocd2"
        run([PACKAGE / "bin" / "opencc_dict", "-i", source, "-f", "ocd2", "-o", text, "-t", "text"], check=True)
        rows = (line.split("\t") for line in text.read_text("utf-8").splitlines() if "\t" in line)
        return {character: candidates.split(" ") for character, candidates in rows}


class Classes:
    """Characters that are one, in the end."""

    def __init__(self) -> None:
        self.parent: dict[str, str] = {}
        self.apart = {frozenset(pair) for pair in APART.split()}

    def find(self, character: str) -> str:
        while (up := self.parent.setdefault(character, character)) != character:
            character = up
        return character

    def join(self, one: str, other: str) -> None:
        if {one, other} not in self.apart:
            self.parent[self.find(one)] = self.find(other)

    def __iter__(self) -> Iterator[list[str]]:
        members: dict[str, list[str]] = {}
        for character in sorted(self.parent):
            members.setdefault(self.find(character), []).append(character)
        return (m for m in members.values() if len(m) > 1)


def classes(simple: dict[str, list[str]]) -> Classes:
    """Every traditional, regional and Japanese form with what it is a form of."""
    one = Classes()
    back = dictionary("STCharacters")
    for character, candidates in simple.items():
        if candidates[0] != character:
            one.join(character, candidates[0])
        elif len(candidates) == 2 and character not in back and character in back.get(candidates[1], ()):
            one.join(character, candidates[1])  # 藉: itself, or 借
    for character, candidates in back.items():
        if len(candidates) == 1:
            one.join(character, candidates[0])  # 馀, which some write for 餘 where it is not 余
    for pair in MISSED.split():
        one.join(*pair)
    for name in VARIANTS:
        for character, candidates in dictionary(name).items():
            others = [candidate for candidate in candidates if candidate != character]
            if len({one.find(other) for other in others}) == 1:
                one.join(character, others[0])
    return one


def words() -> list[str]:
    """Each class as a word, the character that it folds to in front: the one a simplified text prints."""
    simple = {**dictionary("TSCharactersExt"), **dictionary("TSCharacters")}

    def rank(character: str) -> tuple[bool, bool, str]:
        return simple.get(character, [character])[0] != character, not _common(character), character

    found = []
    for members in classes(simple):
        front, *rest = sorted(members, key=rank)
        found.append(front + "".join(sorted(rest)))
    return sorted(found)


def _common(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def lines(found: list[str], width: int = 110) -> Iterator[str]:
    line = ""
    for word in found:
        if len(line) + len(word) >= width:
            yield line
            line = ""
        line += (" " if line else "") + word
    yield line


if __name__ == "__main__":
    sys.stdout.write(
        '"""The frozen table of characters that mean the same: in each group the first is what the others fold to.\n\n'
    )
    sys.stdout.write(
        "Generated from OpenCC's tables (Apache License 2.0) by tests/script/table.py, which says what was added and why.\n"
    )
    sys.stdout.write('"""\n\n# fmt: off\nWORDS = (\n')
    sys.stdout.writelines(f'    "{line} "\n' for line in lines(words()))
    sys.stdout.write(")\n")
