"""Names in an English text: runs of capitalised words, typed by the words in them and around them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from dossier.enrich.suggest.found_name import FoundName, Sign, split_words
from dossier.enrich.suggest.listed import listed_names
from dossier.model import EntityType

_WORD = (
    r"(?:(?:[A-ZÀ-Þ]\.)+(?:[A-ZÀ-Þ]\b)?|(?:Mc|Mac|O'|D'|al-|el-|bin-)?[A-ZÀ-Þ][\wÀ-ɏ]*(?:[-&'][A-ZÀ-Þa-zà-ɏ][\wÀ-ɏ]+)*)"
)
_JOINT = r"(?: | (?:of|of the|for|for the|de|de la|del|der|van|van der|von|bin|bint|al|el|ibn|da|di|dos|du|le|la) )"
_RUN = re.compile(rf"(?<![\w'&@#/.-]){_WORD}(?:{_JOINT}{_WORD})*(?![\w@/])")
_POSSESSIVE = re.compile(r"'s?$")

_TITLE_WORDS = frozenset(
    ["President", "Vice", "Deputy", "Prime", "Minister", "Premier", "Chancellor", "Secretary", "State", "Foreign", "Defense", "Defence", "Finance", "Interior", "Home", "Justice", "Health", "Treasury", "Attorney", "General", "Senator", "Sen", "Representative", "Rep", "Congressman", "Congresswoman", "Governor", "Gov", "Mayor", "Judge", "Chief", "Justice", "King", "Queen", "Prince", "Princess", "Pope", "Bishop", "Archbishop", "Cardinal", "Reverend", "Rev", "Sir", "Lord", "Lady", "Dame", "Baroness", "Dr", "Doctor", "Prof", "Professor", "Mr", "Mrs", "Ms", "Miss", "General", "Gen", "Colonel", "Col", "Captain", "Capt", "Major", "Maj", "Lieutenant", "Lt", "Admiral", "Adm", "Sergeant", "Sgt", "Ambassador", "Envoy", "Speaker", "Chairman", "Chairwoman", "Chair", "Director", "Commissioner", "Sheikh", "Sultan", "Emir", "Ayatollah", "Imam", "Rabbi", "Crown", "Supreme", "Leader", "Officer", "Executive", "Editor", "Correspondent", "Spokesman", "Spokeswoman", "Spokesperson", "Coach", "Inspector", "Detective", "Officer", "Acting", "Former", "Ex", "Majority", "Minority", "Whip", "Leader", "Tsar", "Emperor", "Founder", "Economist", "Analyst", "MP", "MEP", "Cllr", "Councillor", "Senior", "Special"]
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
    r"Coalition|Directorate|Mission|Secretariat|Laboratory|Laboratories|Watch|Monitor|Observatory|Project|Initiative|Partners|Capital|"
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
    r"\b(?:War|Wars|Olympics|Games|Cup|Championship|Revolution|Uprising|Massacre|Holocaust|Spring|Summit|Crisis|Intifada|Awards?|Festival|Prix)\b"
)
_THING = re.compile(r"\b(?:Act|Treaty|Agreement|Accord|Accords|Convention|Protocol|Amendment|Bill|Constitution|Declaration|Charter|Dossier|Report|Prize|Doctrine|Plan|Deal|Pact|Resolution|Law|Code|Strategy|Index|Papers|Files|System)\b")  # fmt: skip

NO_NAMES = frozenset(
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December", "Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sep", "Sept", "Oct", "Nov", "Dec", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun", "Christmas", "Easter", "Ramadan", "God", "Internet", "Web", "Covid", "COVID-19", "COVID", "Coronavirus", "AM", "PM", "GMT", "EST", "EDT", "UTC", "BST", "ET", "TV", "PC", "DVD", "CD", "OK", "MORE", "READ", "PHOTO", "VIDEO", "FILE", "WATCH", "UPDATE", "BREAKING", "RELATED", "ADVERTISEMENT", "AD", "FAQ", "CEO", "CFO", "CTO", "PR", "HR", "VIP", "URL", "PDF", "ID", "GDP", "AI", "IT", "Image", "Photo", "Photos", "Video", "Credit", "Source", "Getty", "Images", "Share", "Twitter's", "Islam", "Islamic", "Muslim", "Muslims", "Christian", "Christians", "Jew", "Jews", "Jewish", "Catholic", "Catholics", "Protestant", "Sunni", "Shia", "Shiite", "Hindu", "Buddhist", "Arab", "Arabs", "Kurdish", "Kurds", "Kurd", "Asian", "African", "European", "Europeans", "Western", "Latino", "Hispanic", "I"]
)  # fmt: skip
_FUNCTION_WORDS = frozenset(
    ["The", "A", "An", "This", "That", "These", "Those", "It", "He", "She", "We", "They", "You", "I", "In", "On", "At", "By", "For", "From", "With", "Without", "Of", "To", "Into", "And", "But", "Or", "So", "Yet", "Nor", "If", "As", "When", "While", "Where", "After", "Before", "Since", "Until", "Because", "Although", "Though", "However", "Meanwhile", "Moreover", "Then", "There", "Here", "What", "Who", "Why", "How", "Which", "His", "Her", "Its", "Our", "Their", "My", "Your", "Some", "Many", "Most", "Few", "All", "Both", "Each", "Every", "No", "Not", "Now", "Also", "Even", "Just", "Only", "Still", "Yes", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "First", "Second", "Third", "Last", "Next", "Another", "Other", "Others", "Such", "During", "Under", "Over", "About", "Against", "Between", "Among", "According", "Despite", "Following", "Given", "Let", "Like", "More", "Much", "Never", "Once", "Perhaps", "Several", "Should", "Than", "Through", "Today", "Tomorrow", "Yesterday", "Will", "Would", "Could", "Can", "May", "Might", "Must", "Do", "Does", "Did", "Is", "Are", "Was", "Were", "Be", "Been", "Has", "Have", "Had", "Critics", "Analysts", "Officials", "Key", "Asked", "Part", "Former", "Earlier", "Later", "Last", "Recent", "New", "Old", "Top", "Senior", "Asked", "Speaking", "Read", "Watch", "Unlike", "Whether", "Instead", "Indeed", "Rather", "Further", "Nearly", "Almost", "Organizations", "Experts", "Police", "Authorities", "Protesters", "Voters", "Local", "Federal", "National", "International", "Global", "Foreign", "Public"]
)  # fmt: skip
_IRREGULAR = frozenset(
    ["French", "German", "Germans", "Dutch", "Swiss", "Danish", "Danes", "Turkish", "Turks", "Greek", "Greeks", "Polish", "Poles", "Swedish", "Swedes", "Finnish", "Finns", "Irish", "Welsh", "Scottish", "Scots", "English", "British", "Briton", "Britons", "Spanish", "Spaniards", "Thai", "Czech", "Filipino", "Filipinos", "Philippine", "Palestinian", "Palestinians", "Afghan", "Afghans", "American", "Americans", "Argentine", "Norwegian", "Norwegians", "Tibetan", "Tibetans", "Uighur", "Uighurs", "Uyghur", "Uyghurs", "Cuban", "Cubans", "Soviet", "Ukrainian", "Ukrainians", "Burmese", "Saudi", "Saudis", "Emirati", "Emiratis", "Kuwaiti", "Qatari", "Yemeni", "Omani", "Bahraini", "Belgian", "Belgians", "Slovak", "Slovenian", "Serb", "Serbs", "Croat", "Serbian", "Bosnian", "Lebanese", "Maltese", "Hungarian", "Hungarians", "Peruvian", "Venezuelan", "Mexican", "Mexicans", "Canadian", "Canadians", "Hebrew", "Arabic", "Mandarin", "Cantonese", "Latin", "Chinese", "Californian", "Texan", "Londoner", "Londoners", "Parisian", "Catalan", "Basque", "Flemish", "Bavarian", "Siberian", "Chechen", "Crimean", "Kashmiri", "Punjabi", "Bengali"]
)  # fmt: skip


def plain_english(text: str) -> str:
    """The text with one apostrophe and one kind of blank; as long as it was."""
    return text.translate(_PLAIN)


_PLAIN = {ord("’"): "'", ord("‘"): "'", ord("\u00a0"): " ", ord("\u202f"): " ", ord("‑"): "-"}


def find_english_names(text: str, listed: Sequence[FoundName], small_words: frozenset[str]) -> list[FoundName]:
    """The names in a text from `plain_english`; `small_words` are what the articles write with a small letter, too."""
    ends = {name.start: name for name in listed}
    found: list[FoundName] = []
    for match in _RUN.finditer(text):
        found += _names_in_run(text, match.start(), match.end(), ends, small_words)
    taken = {place for name in found for place in range(name.start, name.end)}
    found += [name for name in listed if taken.isdisjoint(range(name.start, name.end))]
    return sorted(found)


def _names_in_run(
    text: str, start: int, end: int, listed: dict[int, FoundName], small_words: frozenset[str]
) -> Iterator[FoundName]:
    words = list(re.finditer(r"\S+", text[start:end]))
    spans = [(start + word.start(), start + word.end()) for word in words]
    first_of_sentence = _begins_sentence(text, start)
    titled = False
    pending: list[tuple[int, int]] = []
    at = 0
    while at < len(spans):
        word = text[slice(*spans[at])]
        bare = _POSSESSIVE.sub("", word.rstrip(".")) if not re.fullmatch(r"(?:[A-Z]\.)+", word) else word
        initial = first_of_sentence and at == 0
        if (name := listed.get(spans[at][0])) and not pending and not _goes_on(text, spans, at, name):
            yield name
            while at < len(spans) and spans[at][0] < name.end:
                at += 1
            continue
        if (
            not pending
            and (
                is_demonym(bare)
                or bare in NO_NAMES
                or (initial and (bare in _FUNCTION_WORDS or bare.lower() in small_words))
            )
        ) or (not pending and bare in _FUNCTION_WORDS):
            at += 1
        elif (
            not pending and (bare in _TITLE_WORDS or word in _TITLE_WORDS) and not _is_office(text[spans[at][0] : end])
        ):
            titled = True
            at += 1
        elif not pending and bare in {"of", "for", "the", "de"}:
            at += 1
        else:
            pending = spans[at:]
            break
    if pending:
        yield from _named(
            text, pending, small_words, titled=titled, initial=first_of_sentence and pending[0][0] == start
        )


def _goes_on(text: str, spans: Sequence[tuple[int, int]], at: int, name: FoundName) -> bool:
    """Whether a listed name is a part of a longer one: Britain in Britain First, US in US State Department."""
    rest = [text[slice(*span)] for span in spans[at:] if span[0] >= name.end]
    if not rest or text[name.end : name.end + 1] in ("'", ",", ")", "."):
        return False
    words = [_POSSESSIVE.sub("", word.rstrip(".")) for word in rest]
    if name.type in ("country", "organisation"):
        return False
    return not (words[0] in _TITLE_WORDS or is_demonym(words[0]) or words[0] in NO_NAMES)


def _is_office(rest: str) -> bool:
    """Whether what begins with a title is an organisation: Foreign Office, State Department, General Assembly."""
    words = rest.split()
    return (
        len(words) > 1
        and bool(_ORGANISATION.search(words[1]))
        and len(words) < 7
        and words[0] not in ("Former", "Acting", "Ex")
    )


def _begins_sentence(text: str, start: int) -> bool:
    before = text[:start].rstrip(" \"'“”‘([—–-")
    return not before or before[-1] in ".!?:;\n…•|"


def _named(
    text: str, spans: Sequence[tuple[int, int]], small_words: frozenset[str], *, titled: bool, initial: bool
) -> Iterator[FoundName]:
    """The name that these words are."""
    start, end = spans[0][0], spans[-1][1]
    if match := _POSSESSIVE.search(text[start:end]):
        end -= len(match[0])
    for nth, span in enumerate(spans[:-1]):  # Britain's Conservative Party are two
        word = text[slice(*span)]
        if word.endswith(("'s", "s'")) and word not in _POSSESSIVES_IN_NAMES:
            yield from _named(text, spans[: nth + 1], small_words, titled=titled, initial=initial)
            yield from _named(text, spans[nth + 1 :], small_words, titled=False, initial=False)
            return
    while len(spans) > 1 and _POSSESSIVE.sub("", text[slice(*spans[-1])]) in NO_NAMES | {"of", "for", "the"}:
        spans = spans[:-1]
        end = spans[-1][1]
    words = [text[slice(*span)] for span in spans]
    if any(word in _TITLE_WORDS for word in words[:-1]) and not _ORGANISATION.search(" ".join(words)):
        last = max(nth for nth, word in enumerate(words[:-1]) if word in _TITLE_WORDS)  # Trade Representative Nora Reed
        spans, titled, initial = spans[last + 1 :], True, False
        start = spans[0][0]
    name = text[start:end]
    if len(name) < 2 or name in NO_NAMES or name in _TITLE_WORDS or name in _FUNCTION_WORDS or is_demonym(name):
        return
    kind, signs = _type_of(text, start, end, titled=titled)
    if " " not in name and initial and kind is None:
        return
    if " " not in name and name.lower() in small_words and not signs & {"title"} and not name.isupper():
        return
    if (
        initial
        and " " in name
        and text[spans[0][0] : spans[0][1]].lower() in small_words
        and not signs & {"title", "suffix"}
    ):
        return
    yield FoundName(start, end, kind or "thing", frozenset(signs))


_POSSESSIVES_IN_NAMES = frozenset(
    split_words("""
    People's Peoples' Women's Men's Children's Workers' Farmers' World's King's Queen's Students'
    Teachers' Lawyers' Nurses' Veterans'
""")
)


def _type_of(text: str, start: int, end: int, *, titled: bool) -> tuple[EntityType | None, set[Sign]]:
    """What sort of thing a run of capitalised words names, and what says so."""
    name, words = text[start:end], text[start:end].split()
    if titled and not (len(words) > 1 and _ORGANISATION.search(words[-1])):
        return "person", {"title", "full"} if len(words) > 1 else {"title"}
    return _type_by_words(name, words) or _type_by_context(text, start, end, words)


def _type_by_words(name: str, words: list[str]) -> tuple[EntityType, set[Sign]] | None:
    """What the words of a name say of it: Party, Sea, Act, capitals."""
    if len(words) == 2 and _COMPASS.match(words[0]) and not _COMPANY.search(name):
        return "place", {"place", "suffix"}
    if len(words) > 1 and (cue := next((kind for kind, shape in _CUES if shape.search(name)), None)):
        return cue, {"suffix"}
    if re.fullmatch(r"[A-Z][A-Z&.-]{1,7}\d?", name):
        return "organisation", {"tag"}
    return None


def _type_by_context(text: str, start: int, end: int, words: list[str]) -> tuple[EntityType | None, set[Sign]]:
    """What the words before and behind a name say of it."""
    name, before, behind = text[start:end], text[max(start - 30, 0) : start], text[end : end + 40]
    speaks = bool(_LEADS_PERSON.search(before) or _SAYS.match(behind) or _APPOSITION.match(behind))
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


def find_lowercase_words(texts: Iterable[str]) -> frozenset[str]:
    """The words that the texts write with a small letter: with a capital one, they may only begin a sentence."""
    words: set[str] = set()
    for text in texts:
        words.update(_SMALL.findall(text))
    return frozenset(words)


_SMALL = re.compile(r"(?<![\w'’-])[a-z][a-z]+(?![\w-])")
