"""Names in an English text: runs of capitalised words, typed by the words in them and around them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from dossier.enrich.names.listed import listed_names
from dossier.enrich.suggest.found_name import FoundName, Sign, split_words
from dossier.model import EntityType

_WORD = (
    r"(?:(?:People|Women|Men|Children|World|King|Queen)'s(?= [A-Z])"
    r"|(?:Peoples|Workers|Farmers|Students|Teachers|Lawyers|Veterans)'(?= [A-Z])"
    r"|(?:[A-ZÀ-Þ]\.)+(?:[A-ZÀ-Þ]\b)?"
    r"|(?:Mc|Mac|O'|D'|al-|el-|bin-)?[A-ZÀ-Þ][\wÀ-ɏ]*(?:[-&'][A-ZÀ-Þa-zà-ɏ][\wÀ-ɏ]+)*)"
)
_BODIES = (
    "Institute",
    "Committee",
    "Commission",
    "Council",
    "Conference",
    "Center",
    "Centre",
    "Convention",
    "Coalition",
)
_JOINT = (
    r"(?: | (?:of|of the|for|for the|de|de la|del|der|van|van der|von|bin|bint|al|el|ibn|da|di|dos|du|le|la) |"
    rf"(?:{'|'.join(f'(?<={body})' for body in _BODIES)}) (?:on|on the|to|against) )"
)
_RUN = re.compile(rf"(?<![\w'&@#/.-]){_WORD}(?:{_JOINT}{_WORD})*(?![\w@/])")
_POSSESSIVE = re.compile(r"'s?$")

_TITLE_WORDS = frozenset(
    split_words("""
    President Vice Deputy Prime Minister Premier Chancellor Secretary State Foreign Defense Defence Finance
    Interior Home Justice Health Treasury Attorney General Senator Sen Representative Rep Congressman
    Congresswoman Governor Gov Mayor Judge Chief Justice King Queen Prince Princess Pope Bishop Archbishop
    Cardinal Reverend Rev Sir Lord Lady Dame Baroness Dr Doctor Prof Professor Mr Mrs Ms Miss General Gen
    Colonel Col Captain Capt Major Maj Lieutenant Lt Admiral Adm Sergeant Sgt Ambassador Envoy Speaker Chairman
    Chairwoman Chair Director Commissioner Sheikh Sultan Emir Ayatollah Imam Rabbi Crown Supreme Leader Officer
    Executive Editor Correspondent Spokesman Spokeswoman Spokesperson Coach Inspector Detective Officer Acting
    Former Ex Majority Minority Whip Leader Tsar Emperor Founder Economist Analyst MP MEP Cllr Councillor Senior
    Special
""")
)  # fmt: skip
_LEADS_PERSON = re.compile(
    r"\b(?:president|premier|chancellor|minister|secretary|leader|chief|chairman|chairwoman|director|senator|governor|mayor|judge|"
    r"lawyer|attorney|spokesman|spokeswoman|spokesperson|analyst|professor|author|writer|journalist|reporter|correspondent|editor|"
    r"ambassador|envoy|general|commander|coach|actor|actress|singer|candidate|nominee|activist|dissident|husband|wife|son|daughter|"
    r"brother|sister|father|mother|economist|historian|founder|executive|officer|adviser|advisor|aide|negotiator|official|lawmaker|"
    r"representative|philanthropist|billionaire|by|with|told|named|called|and)(?:,)? $"
)  # fmt: skip
_SAYS = re.compile(
    r",? (?:said|says|told|added|tweeted|wrote|argued|warned|insisted|announced|called|claimed|explained|asked|urged|noted|has said|"
    r"also said|who|whose|accused|met|visited|won|lost|resigned|defended)\b"
)  # fmt: skip
_APPOSITION = re.compile(
    r", (?:an?|the|who|chief|senior|former|head|director|president|professor|spokes\w+|founder|co-founder|executive|chairman|secretary|"
    r"\d\d,|of the|[A-Z][\w' ]+'s|a senior|vice|deputy|minister|editor|author|leader|research|managing|policy|associate)\b"
)  # fmt: skip
_LEADS_PLACE = re.compile(
    r"\b(?:in|near|at|from|to|across|outside|around|through|throughout|of|over|into|toward|towards) $"
)
_LEADS_PLACE_ALONE = re.compile(r"\b(?:in|near|across|outside|throughout) (?:the )?$")

_ORGANISATION = re.compile(
    r"\b(?:Party|Parliament|Council|Committee|Commission|Ministry|Department|Dept|Agency|Bureau|Office|Authority|University|College|"
    r"Institute|Institution|School|Academy|Centre|Center|Foundation|Association|Society|Federation|Union|League|Alliance|Coalition|"
    r"Organization|Organisation|Bank|Fund|Corporation|Corp|Inc|Ltd|Company|Group|Holdings|Industries|Motors|Airlines|Airways|Times|Post|"
    r"Journal|Herald|Tribune|News|Press|Magazine|Gazette|Network|Radio|Television|Broadcasting|Court|Senate|Congress|House|Assembly|"
    r"Army|Navy|Force|Forces|Guard|Guards|Corps|Fleet|Police|Service|Services|Board|Trust|Forum|Campaign|Movement|Brotherhood|Front|"
    r"Club|Church|Chamber|Democrats?|Republicans|Conservatives|Greens|Cabinet|Knesset|Duma|Bundestag|Reserve|Exchange|Treasury|Hospital|"
    r"Coalition|Directorate|Mission|Secretariat|Laboratory|Laboratories|Watch|Monitor|Observatory|Project|Initiative|Staff|Partners|Capital|"
    r"Media|Studios|Pictures|Records|Technologies|Systems|Labs|Brigade|Brigades|Command|Administration|Embassy|Consulate|Tribunal|FC)\b"
)  # fmt: skip
_PLACE = re.compile(
    r"\b(?:Sea|Ocean|Island|Islands|River|Lake|Mountain|Mountains|Mount|Bay|Strait|Straits|Peninsula|Gulf|Valley|Desert|Canal|City|Town|"
    r"Village|Province|County|District|Region|Territory|Territories|Street|Avenue|Road|Square|Park|Bridge|Airport|Beach|Heights|Hills|"
    r"Hotel|Tower|Palace|Castle|Prison|Stadium|Port|Coast|Border|Strip|Basin|Cape|Fort|Point|Springs|Falls)\b"
)  # fmt: skip
_COMPASS = re.compile(
    r"^(?:North|South|East|West|Northern|Southern|Eastern|Western|Central|Upper|Lower|Middle|New|Saint|St\.?|San|Santa|Los|Las|El|Port|Mount|Gush|Tel|Abu)$"
)
_EVENT = re.compile(
    r"\b(?:War|Wars|Olympics|Games|Cup|Championship|Revolution|Uprising|Massacre|Holocaust|Spring|Summit|Crisis|Intifada|Awards?|Festival|Prix|Day)\b"
)
_THING = re.compile(r"\b(?:Act|Treaty|Agreement|Accord|Accords|Convention|Protocol|Amendment|Bill|Constitution|Declaration|Charter|Dossier|Report|Prize|Doctrine|Plan|Deal|Pact|Resolution|Law|Code|Strategy|Index|Papers|Files|System)\b")  # fmt: skip

NO_NAMES = frozenset(
    split_words("""
    Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August
    September October November December Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Mon Tue Wed Thu Fri Sat
    Sun Christmas Easter Ramadan God Internet Web Covid COVID-19 COVID Coronavirus AM PM GMT EST EDT UTC BST ET
    TV PC DVD CD OK MORE READ PHOTO VIDEO FILE WATCH UPDATE BREAKING RELATED ADVERTISEMENT AD FAQ CEO CFO CTO PR
    HR VIP URL PDF IPO ETF VPN APP PCR DNA USB PPP NGO NGOs ID GDP AI IT Image Photo Photos Video Credit Source Getty Images Share Twitter's Islam
    Islamic Muslim Muslims Christian Christians Jew Jews Jewish Catholic Catholics Protestant Sunni Shia Shiite
    Hindu Buddhist Arab Arabs Kurdish Kurds Kurd Asian African European Europeans Western Latino Hispanic I
""")
)  # fmt: skip
FUNCTION_WORDS = frozenset(
    split_words("""
    The A An This That These Those It He She We They You I In On At By For From With Without Of To Into And But
    Or So Yet Nor If As When While Where After Before Since Until Because Although Though However Meanwhile
    Moreover Then There Here What Who Why How Which His Her Its Our Their My Your Some Many Most Few All Both
    Each Every No Not Now Also Even Just Only Still Yes One Two Three Four Five Six Seven Eight Nine Ten First
    Second Third Last Next Another Other Others Such During Under Over About Against Between Among According
    Despite Following Given Let Like More Much Never Once Perhaps Several Should Than Through Today Tomorrow
    Yesterday Will Would Could Can May Might Must Do Does Did Is Are Was Were Be Been Has Have Had Critics
    Analysts Officials Key Asked Part Former Earlier Later Last Recent New Old Top Senior Asked Speaking Read
    Watch Unlike Whether Instead Indeed Rather Further Nearly Almost Organizations Experts Police Authorities
    Protesters Voters Local Federal National International Global Foreign Public
""")
)  # fmt: skip
_IRREGULAR = frozenset(
    split_words("""
    French German Germans Dutch Swiss Danish Danes Turkish Turks Greek Greeks Polish Poles Swedish Swedes
    Finnish Finns Irish Welsh Scottish Scots English British Briton Britons Spanish Spaniards Thai Czech
    Filipino Filipinos Philippine Palestinian Palestinians Afghan Afghans American Americans Argentine Norwegian
    Norwegians Tibetan Tibetans Uighur Uighurs Uyghur Uyghurs Cuban Cubans Soviet Ukrainian Ukrainians Burmese
    Saudi Saudis Emirati Emiratis Kuwaiti Qatari Yemeni Omani Bahraini Belgian Belgians Slovak Slovenian Serb
    Serbs Croat Serbian Bosnian Korean Koreans Lebanese Maltese Hungarian Hungarians Peruvian Venezuelan Mexican
    Mexicans Canadian Canadians Hebrew Arabic Mandarin Cantonese Latin Chinese Californian Texan Londoner
    Londoners Parisian Catalan Basque Flemish Bavarian Siberian Chechen Crimean Kashmiri Punjabi Bengali
""")
)  # fmt: skip


def plain_english(text: str) -> str:
    """The text with one apostrophe and one kind of blank; as long as it was."""
    return text.translate(_PLAIN)


_PLAIN = {ord("’"): "'", ord("‘"): "'", ord("\u00a0"): " ", ord("\u202f"): " ", ord("‑"): "-"}


def find_english_names(text: str, listed: Sequence[FoundName], small_words: frozenset[str]) -> list[FoundName]:
    """The names in a text from `plain_english`; `small_words` are what the articles write with a small letter, too."""
    by_start = {name.start: name for name in listed}
    found: list[FoundName] = []
    for match in _RUN.finditer(text):
        found += _names_in_run(text, match.start(), match.end(), by_start, small_words)
    taken = {place for name in found for place in range(name.start, name.end)}
    found += [name for name in listed if taken.isdisjoint(range(name.start, name.end))]
    return sorted(found)


def _names_in_run(
    text: str, start: int, end: int, listed: Mapping[int, FoundName], small_words: frozenset[str]
) -> Iterator[FoundName]:
    """The names in words with capitals that stand side by side: offices, peoples and listed names lead to others."""
    words = [_Word(start + m.start(), start + m.end(), m[0]) for m in re.finditer(r"\S+", text[start:end])]
    begins, titled, at = _begins_sentence(text, start), False, 0
    while at < len(words):
        name = listed.get(words[at].start)
        if name and not _goes_on(text, words[at:], name):
            yield name
            at = next((nth for nth, word in enumerate(words) if word.start >= name.end), len(words))
        elif _is_title(words[at:]):
            titled, at = True, at + 1
        elif _leads(text, words[at:], small_words, initial=begins and at == 0):
            at += 1
        else:
            yield from _named(text, words[at:], small_words, titled=titled, initial=begins and at == 0)
            return


class _Word(NamedTuple):
    start: int
    end: int
    text: str

    @property
    def bare(self) -> str:
        """The word without its possessive ending and full stop; U.S. keeps its own."""
        return self.text if re.fullmatch(r"(?:[A-Z]\.)+", self.text) else _POSSESSIVE.sub("", self.text.rstrip("."))


def _is_title(words: Sequence[_Word]) -> bool:
    """Whether an office or form of address begins here, which is not an organisation's: Foreign Office, State Department."""
    if not {words[0].bare, words[0].text} & _TITLE_WORDS:
        return False
    return not (
        1 < len(words) < 7 and _ORGANISATION.search(words[1].text) and words[0].bare not in ("Former", "Acting")
    )


def _leads(text: str, words: Sequence[_Word], small_words: frozenset[str], *, initial: bool) -> bool:
    """Whether a word with a capital is no part of the name behind it: a people, a weekday, a sentence's first word."""
    bare = words[0].bare
    leads_office = len(words) > 1 and _ORGANISATION.search(text, words[1].start, words[-1].end) is not None
    if bare in NO_NAMES or bare in _LINKS:
        return True
    if is_demonym(bare):
        return not leads_office  # British Foreign Office
    if not initial:
        return False
    if bare in FUNCTION_WORDS:
        return not (leads_office and bare in _ADJECTIVES)
    return bare.lower() in small_words and not leads_office


_LINKS = frozenset({"of", "for", "the", "de", "The", "A", "An", "I", "And", "But", "on", "to", "in", "against"})
_ADJECTIVES = frozenset(
    {"International", "National", "Federal", "Foreign", "Public", "Global", "New", "First", "Central"}
)


def _goes_on(text: str, words: Sequence[_Word], name: FoundName) -> bool:
    """Whether a listed place is a part of a longer name: Victoria in Victoria Falls."""
    rest = [word for word in words if word.start >= name.end]
    if not rest or text[name.end : name.end + 1] in ("'", ",", ")", ".") or name.type != "place":
        return False
    return not (rest[0].bare in _TITLE_WORDS or is_demonym(rest[0].bare) or rest[0].bare in NO_NAMES)


def _begins_sentence(text: str, start: int) -> bool:
    before = text[:start].rstrip(" \"'“”‘([—–-")
    return not before or before[-1] in ".!?:;\n…•|"


def _named(
    text: str, words: Sequence[_Word], small_words: frozenset[str], *, titled: bool, initial: bool
) -> Iterator[FoundName]:
    """The name that these words are, if they are one."""
    while len(words) > 1 and words[-1].bare in NO_NAMES | _LINKS:
        words = words[:-1]
    titles = [nth for nth, word in enumerate(words[:-1]) if word.text in _TITLE_WORDS]
    if titles and not _ORGANISATION.search(text, words[titles[-1]].end, words[-1].end):
        words, titled, initial = words[titles[-1] + 1 :], True, False  # Trade Representative Nora Reed
    while len(words) > 2 and words[0].text.isupper() and len(words[0].text) < 4 and not words[-1].text.isupper():
        words = words[1:]  # CB Ward Reed
    start, end = words[0].start, words[-1].start + len(_POSSESSIVE.sub("", words[-1].text))
    kind, signs = _type_of(text, start, end, titled=titled)
    if _is_no_name(words, text[start:end], kind, signs, small_words, initial=initial):
        return
    yield FoundName(start, end, kind or "thing", frozenset(signs))


def _is_no_name(
    words: Sequence[_Word],
    name: str,
    kind: EntityType | None,
    signs: set[Sign],
    small_words: frozenset[str],
    *,
    initial: bool,
) -> bool:
    """Whether capitals alone speak for a name, and something else against it."""
    in_capitals = len(words) > 1 and all(word.text.isupper() and len(word.text) > 1 for word in words)
    if words[-1].bare.endswith("ism") or in_capitals or _SHORTENED.search(words[-1].text):
        return True
    common = [word.text.lower() in small_words for word in words]
    if len(words) > 1:
        if len(words) == 2 and _COMPASS.match(words[0].text) and re.search("(?:ans|ers)$", words[1].text):
            return True  # South Dakotans
        if "title" not in signs and kind == "person" and (all(common) or (any(common) and len(words) > 2)):
            return True  # Fallen Order, Starry Night
        return initial and common[0] and not signs & {"title", "suffix"}
    is_word = (
        len(name) < 3 or {name, name.capitalize()} & (NO_NAMES | _TITLE_WORDS | FUNCTION_WORDS) or is_demonym(name)
    )
    return bool(is_word) or (initial and kind is None) or (common[0] and "title" not in signs and not name.isupper())


_SHORTENED = re.compile(r"'(?:ve|m|re|ll|d|t)$")  # I've, Don't


def _type_of(text: str, start: int, end: int, *, titled: bool) -> tuple[EntityType | None, set[Sign]]:
    """What sort of thing a run of capitalised words names, and what says so."""
    name, words = text[start:end], text[start:end].split()
    if titled and not (len(words) > 1 and _ORGANISATION.search(words[-1])):
        return "person", {"title", "full"} if len(words) > 1 else {"title"}
    return _type_by_words(name, words) or _type_by_context(text, start, end, words)


def _type_by_words(name: str, words: list[str]) -> tuple[EntityType, set[Sign]] | None:
    """What the words of a name say of it: Party, Sea, Act, capitals."""
    if words[0] == "Operation" and len(words) > 1:
        return "event", {"suffix"}
    cues = [(match.end(), kind) for kind, shape in _CUES for match in shape.finditer(name)]
    if cues and (len(words) > 1 or name in _BODIES_ALONE):
        return max(cues)[1], {"suffix"}  # a Crisis Group is no crisis
    if len(words) == 2 and _COMPASS.match(words[0]) and not _COMPANY.search(name):
        return "place", {"place", "suffix"}
    if re.fullmatch(r"[A-Z][A-Z&.-]{1,7}\d?", name):
        return "organisation", {"tag"}
    return None


def _type_by_context(text: str, start: int, end: int, words: list[str]) -> tuple[EntityType | None, set[Sign]]:
    """What the words before and behind a name say of it."""
    name, before, behind = text[start:end], text[max(start - 30, 0) : start], text[end : end + 40]
    speaks = bool(_LEADS_PERSON.search(before) or _SAYS.match(behind) or _APPOSITION.match(behind))
    if _PLACE_BEHIND.match(behind):
        return "place", {"place", "ending"}
    if _LEADS_ORGANISATION.search(before):
        return "organisation", {"title"}
    stands_in = _LEADS_PLACE_ALONE.search(before) and not speaks
    if 1 < len(words) < 5 and not any(word.isupper() and len(word) > 3 for word in words) and " of " not in name:
        return ("place", {"place"}) if stands_in else ("person", {"full", "speech"} if speaks else {"full"})
    if stands_in:
        return "place", {"place"}
    if re.search(r"[a-z][A-Z]", name) and not re.match(r"Ma?c[A-Z]|O'[A-Z]|D'[A-Z]", name):
        return "organisation", {"tag"}
    return ("person", {"speech"}) if speaks else (None, {"capital"})


_BODIES_ALONE = frozenset({"Senate", "Congress", "Parliament", "Knesset", "Bundestag", "Duma", "Treasury", "Cabinet"})
_PLACE_BEHIND = re.compile(
    r"(?: |, an? (?:\w+ )?)(?:province|region|district|county|city|town|village|prison|island|peninsula|airport|river|valley|"
    r"mountains?|suburb|neighbou?rhood|desert|border)\b"
)
_COMPANY = re.compile("Bank of|Post|Times|Party|University|Council|Korea$")
_LEADS_ORGANISATION = re.compile(
    r"\b(?:website|site|company|firm|newspaper|magazine|agency|charity|network|tank|organi[sz]ation|outlet|platform|broadcaster|group|"
    r"party|startup|bank|manufacturer|giant|app|channel|station|publisher|militia|movement|union|nonprofit|NGO|daily|weekly|tabloid),? $"
)  # fmt: skip
_CUES: tuple[tuple[EntityType, re.Pattern[str]], ...] = (
    ("event", _EVENT),
    ("thing", _THING),
    ("organisation", _ORGANISATION),
    ("place", _PLACE),
)


@cache
def is_demonym(word: str) -> bool:
    """Whether a word names a people or is its adjective: Israeli, Jordanians."""
    if word in _IRREGULAR:
        return True
    match = re.fullmatch(r"([A-Z][a-z]{2,})(?:ians?|ans?|is?|ese|ish|eans?|nians?)", word)
    return match is not None and match[1][:5].rstrip("aeiouy") in _stems()


@cache
def _stems() -> frozenset[str]:
    names = (name for row in listed_names().values() if row.country and not row.inhabitants for name in row.english)
    return frozenset(name[:5].rstrip("aeiouy") for name in names if name.isalpha() and len(name) > 3) - {
        "Mal",
        "Ma",
        "Rom",
    }


def type_of_latin(name: str) -> EntityType | None:
    """What the words of a Latin name say that stands in another text."""
    typed = _type_by_words(name, name.split())
    return typed[0] if typed else None


def find_lowercase_words(texts: Iterable[str]) -> frozenset[str]:
    """The words that the texts write with a small letter: with a capital one, they may only begin a sentence."""
    words: set[str] = set()
    for text in texts:
        words.update(_SMALL.findall(text))
    return frozenset(words)


_SMALL = re.compile(r"(?<![\w'’-])[a-z][a-z]+(?![\w-])")
