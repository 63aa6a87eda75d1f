"""What captures contain besides their article, as lists of selectors and patterns that hold for every outlet.

They match roles, data attributes, tags and texts; class names only where they are words, never hashes.
"""

from __future__ import annotations

import re
from collections import defaultdict

from dossier.ingest.html.selectors import Selector, parse_selector
from dossier.ingest.html.tree import Element
from dossier.ingest.outlets import OutletRule

# (rule, selector): elements that are not part of the article.
REMOVED_ELEMENTS = (
    ("advertisement", "[data-e2e=advertisement]"),
    ("advertisement", "[data-testid^=ad-]"),
    ("advertisement", ".dotcom-ad"),
    ("advertisement", ".o-ads"),
    ("advertisement", ".in-article-advert"),
    ("advertisement", "[id^=dfp-ad]"),
    ("advertisement", "[data-tms-ad-type]"),
    ("advertisement", ".m-interstitial"),
    ("advertisement", "[id^=bbccom_mpu]"),
    ("advertisement", "[id^=adslot_]"),
    ("advertisement", "[id^=google_ads]"),
    ("advertisement", "ins.adsbygoogle"),
    ("promotion", "[aria-labelledby^=podcast-promo]"),
    ("promotion", ".o-self-promo"),
    ("promotion", "a[href*='paypal.com/']"),
    ("share bar", "[data-e2e=share-tools]"),
    ("share bar", ".share"),
    ("share bar", ".share-bar"),
    ("share bar", ".social-share"),
    ("share bar", ".sharing"),
    ("navigation", "nav"),
    ("navigation", "[role=navigation]"),
    ("navigation", "[role=search]"),
    ("navigation", "[role=banner]"),
    ("page footer", "[role=contentinfo]"),
    ("skip link", "a.skip-link"),
    ("zoom button", "#zoomattribute"),
    ("related", ".also-read"),
    ("author bio", ".c-author"),
    ("tags", ".tags"),
    ("tags", "[rel=tag]"),
    ("comments", "#comments"),
)

# Elements that never contain text of the article, and the rule that is reported.
NOT_TEXT = {
    "button": "control",
    "input": "control",
    "select": "control",
    "textarea": "control",
    "label": "control",
    "form": "control",
    "svg": "drawing",
    "math": "drawing",
    "canvas": "drawing",
    "object": "drawing",
    "embed": "drawing",
    "dialog": "control",
    "template": "control",
    "head": "page head",
    "script": "script",
    "style": "script",
    "link": "script",
    "meta": "script",
    "title": "page head",
}

# (rule, pattern): paragraphs that are removed if the pattern matches the whole text.
REMOVED_PARAGRAPHS = (
    ("advertisement", r"广告|廣告|Advertisement|ADVERTISEMENT|举报广告|舉報廣告"),
    ("advertisement", r"(告知|注意|警告)[:：].{2,6}(内容|內容)可能(包含|含有)(广告|廣告)"),
    ("embed's notice", r".{2,20}(内容|內容)可能(包含|含有)(广告|廣告)"),
    (
        "embed's notice",
        r"(告知[:：]\s*)?BBC\s*(不对|不對|对|對)(外来|外來|外部)(网站|網站)(内容|內容)(不负责任|不負責任|负责|負責)。?",
    ),
    (
        "embed's notice",
        r"(无内容|無內容|(继续|繼續)(浏览|瀏覽) ?\w+|允(许|許)\w+(内容|內容)|(接受|拒绝|拒絕)(并|並)(继续|繼續))",
    ),
    ("embed's notice", r"此文包含\w+提供的(内容|內容)。.*(小甜饼|小甜餅|隐私|隱私).*"),
    ("embed's notice", r"(有关|有關)(内容|內容).{2,16}(提供|显示|顯示)。?"),
    ("embed's notice", r"Sorry, we can.t display this part of the story.*|View the full version of the page.*"),
    ("embed's notice", r"No media source currently available|The code has been copied to your clipboard\.?"),
    (
        "skip link",
        r"(跳过|跳過|Skip|结尾|結尾|End of) ?(Twitter|X|YouTube|Facebook|Instagram|TikTok|Google|.{0,12}图集).{0,60}",
    ),
    ("embed's notice", r"[▲△▼*※]?.{0,30}若(无法|無法)(正常)?(显示|顯示|观看|觀看|浏览|瀏覽|播放).{0,8}(点|點).{0,6}"),
    ("promotion", r"(Listen|Subscribe) on:.{0,160}"),
    ("reading time", r"(阅读|閱讀)(时间|時間)[:：]?\s*\d+\s*分(钟|鐘)"),
    ("relative clock", r"(最近更新[:：]\s*)?\d+\s*(秒|分钟|分鐘|小时|小時|天|日|周|週|个月|個月)(钟|鐘)?(前|之前)"),
    (
        "player",
        r"(你|您)的(器材|设备|設備|裝置|浏览器|瀏覽器).{0,8}不.{0,4}(播放|支持|支援).{0,12}|.{0,4}启用JavaScript.{0,20}",
    ),
    ("player", r"使用浏览器播视频\s*/\s*view video in browser"),
    ("player", r"要(使用|顯示|显示).{2,10}，(请|請)(更新|捲動|滚动|滾動).{2,12}"),
    ("player", r"(Play|播放|观看|觀看)(视频|視頻|影片| video)?"),
    (
        "share bar",
        r"(分享|转发|Share|列印|打印|Print|Email|邮件|Facebook|Twitter|WhatsApp|微信|微博|复制链接|複製連結)+",
    ),
    ("label", r"Article information|文章信息|文章資訊|文章资讯"),
    (
        "more",
        r"(请|請)使用\s?(App|客户端|客戶端|應用程式).{0,8}|\.\.\.more|继续浏览后续|阅读全文|閱讀全文|点击展开全文",
    ),
    ("broken markup", r"""["'>\\/]+|\."""),
    ("feed footer", r"获取更多RSS[:：].*|https?://feedx\.\w+/?"),
    ("feed footer", r"The post .{1,300} (appeared first|first appeared) on .{1,80}"),
)

# Paragraphs that ask to subscribe, and the addresses or texts of their links.
SUBSCRIBE = re.compile(
    r"\b(?:sign up|register|subscribe)\b|(?:欢迎|歡迎|快来|快來|立即|马上|馬上|点击|點擊|请|請|此处|此處|免费|免費).{0,12}(?:订阅|訂閱)"
    r"|^.{0,12}(?:订阅|訂閱)",
    re.IGNORECASE,
)
SUBSCRIPTION_LINK = re.compile(
    r"list-manage\.com/subscribe|mailchi\.mp/|/newsletters?\b|/subscribe\b|newsletter|/(?:\w*offer|podcastoffer)\b|訂閱|订阅|電子報|电子报",
    re.IGNORECASE,
)

# A link that skips a promotion, and the end of that promotion.
SKIP_LINK = re.compile(
    r"Skip (?P<title>.{1,60}) and continue reading|(?:跳过|跳過)\s*+(?P<title_zh>.{1,30}?)\s*+[并並]?(?:继续|繼續)(?:阅读|閱讀)?",
    re.IGNORECASE,
)
SKIP_END = re.compile(r"End of .{1,60}|.{1,40}(结束|結束|结尾|結尾)", re.IGNORECASE)

# A label for screen readers at the end of a link.
EXTERNAL_LINK_LABEL = re.compile(r"\s*[,，]\s*(外部|外部链接|外部鏈接|外部連結|external)\s*")

# Labels before a credit or a caption.
CREDIT_LABEL = re.compile(
    r"\s*(?:图像来源|圖像來源|图片来源|圖片來源|图片版权|圖片版權|Image source|Image copyright)\s*[,，:：]?\s*"
)
CAPTION_LABEL = re.compile(
    r"\s*(?:(?:图像|圖像|视频|視頻|影像|音频|音頻)(?:加注|加註)文字|(?:图片|圖片|图像|圖像)?(?:说明|說明)(?:文字)?[,，:：]|Image caption|"
    r"Video caption)\s*[,，:：]?\s*"
)
# A credit at the end of a caption.
CREDIT_TAIL = re.compile(
    r"(?:(?<!\s)|(?=\S))\s*+(?:(?:©|\(c\)|（c）)\s*(?P<credit>[^©。！？]{1,80})"
    r"|(?:图像来源|圖像來源|图片来源|圖片來源|图片版权|圖片版權|Image source|Photo credit|Credit)\s*[,，:：]\s*(?P<named>[^。！？（）()]{1,80}))$",
    re.IGNORECASE,
)

COPYRIGHT_SIGN = re.compile(r"\s*(©|\(c\)|（c）)\s*", re.IGNORECASE)

# Decorative pictures, by alternative text and by address.
DECORATIVE_ALT = re.compile(
    r"(transparent |presentational )?(line|white ?space|spacer)( break)?|空白|分隔线|分隔線", re.IGNORECASE
)
DECORATIVE_SRC = re.compile(
    r"(^|[/_.-])(icon|icons|spacer|pixel|blank|transparent|1x1|avatar|line976|(?:grey|gray|white|red)_line)([/_.-]|\d*\.(gif|png))|/emoji/",
    re.IGNORECASE,
)
# What stands in until a picture is loaded; with a caption it has one.
SUBSTITUTE_SRC = re.compile(r"(^|[/_.-])placeholder[/_.-]", re.IGNORECASE)
FILE_NAME = re.compile(r"[\w .()-]+\.(jpe?g|png|gif|webp)|img|image|photo|z|\.", re.IGNORECASE)

# Headings above lists of other articles.
RELATED = re.compile(
    r"(更多)?(相关|相關)(主题|主題)?(内容|內容|报道|報導|報道|新闻|新聞|文章|阅读|閱讀|链接|連結)?|"
    r"(延伸|推荐|推薦|更多|热门|熱門|特别|特別)(阅读|閱讀|内容|內容|报道|報導|新闻|新聞|推荐|推薦)|"
    r"(热读|熱讀|头条新闻|頭條新聞|发现更多|發現更多)|(您|你)可能(也|还|還)(感兴趣|感興趣|喜欢|喜歡|想看).*|更多.{0,12}|"
    r"Related.*|Read more.*|More on this story"
)
RELATED_LABEL = re.compile(
    r"(?<!\s)\s*+(?:延伸|延申|推荐|推薦|相关|相關|更多)(?:阅读|閱讀|报道|報道|報導|新闻|新聞|内容|內容)\s*[:：]\s*"
)
TOPICS = re.compile(r"/(topics?|tags?|keywords?|hashtag)/")
GALLERY = re.compile(r"(相关|相關)?(图集|圖集|组图|組圖|图片集|圖輯|圖片集).*|Gallery.*")
COPYRIGHT = re.compile(
    r"本(网站|網站)之?(文字|图片|圖片).{2,40}(授权|授權).*|(©|版权所有(?![者人])|版權所有(?![者人])|Copyright\s*(©|\(c\)|\d{4})|\(c\)\s*\d{4}).*|.{0,12}(版权声明|版權聲明)\s*[:：].*",
    re.IGNORECASE | re.DOTALL,
)

# News agencies by the names that credits use.
AGENCIES = (
    "路透社", "路透", "法新社", "美联社", "美聯社", "新华社", "新華社", "塔斯社", "俄新社", "国际文传电讯社", "国际文传社",
    "韩联社", "韓聯社", "朝中社", "中央社", "中新社", "德新社", "德通社", "德国新闻社", "共同社", "时事社", "時事社", "埃菲社", "安莎社",
    "合众国际社", "彭博社", "彭博", "Reuters", "AFP", "AP", "dpa", "DPA", "Associated Press", "KNA", "epd", "Bloomberg",
)  # fmt: skip

# Datelines at the beginning of the first paragraph: place, reporters, agency.
_PLACES = r"(?P<places>[\u4e00-\u9fff]{2,8}(?:[、/／和][\u4e00-\u9fff]{2,8}){0,3})"
DATELINES = (
    re.compile(
        r"[（(]中央社(?:駐\w{1,6}?)?(?:記者|特派員)(?P<staff>[^）)\d]{2,30})\d{0,2}日?"
        r"(?:綜合)?(?:外)?(?:專|即時)?(?:電|報導)[）)]"
    ),
    re.compile(
        rf"[（(](?P<agency>{'|'.join(AGENCIES)}){_PLACES}?(?:\d{{1,2}}月)?\d{{1,2}}日(?:综合|綜合)?(?:外)?(?:专|專)?[电電](?:報導|报道|报导)?[）)]"
    ),
    re.compile(
        rf"[（(](?:本报|早报|联合早报)?(?!综合|綜合|本报){_PLACES.replace('{2,8}', '{2,8}?')}(?:综合|綜合)?(?:外)?[电電讯訊][）)]"
    ),
    re.compile(rf"路透(?:社)?{_PLACES}?\s*\d{{1,2}}月\d{{1,2}}日(?:[电電])?\s*[-–—]"),
    re.compile(
        r"【\w{2,8}?(?P<published>\d{4}年\d{1,2}月\d{1,2}日)[讯訊]】"
        r"(?:[（(]\w{2,4}[记記]者(?P<reporters>[^）)]{2,20}?)(?:综合|綜合|采访|採訪|专题|專題|编译|編譯)*(?:报导|報導|报道)[）)])?"
    ),
    re.compile(
        r"(?P<places>[A-Z]{2,}(?: [A-Z]{2,}){0,3})(?:, \w+\.? \d+)?(?: \((?P<agency>Reuters|AP|AFP)\))? ?[-–—]+ "
    ),
)
DASHED_DATELINE = re.compile(rf"(?![^—–-]{{0,8}}[的了是我他她这那最现今昨]){_PLACES}\s*(?:——|—|--|–)\s*(?=\S)")
LONE_DATELINE = re.compile(rf"{_PLACES}\s*(?:——|—|--|–)")
# A sentence that names the agencies whose reports an article is based on.
BASED_ON = re.compile(
    r"[（(]?(?:此文|本文|本报道|本報道)(?:部分内容)?(?:依据|依據|根据|根據|参考|參考)了?(?P<agencies>[^。）)]{2,60})"
)

# Bureaux that datelines of Taiwan's CNA put after a name without a space.
BUREAUX = (
    "台北", "新北", "桃園", "台中", "台南", "高雄", "基隆", "新竹", "苗栗", "彰化", "南投", "雲林", "嘉義", "屏東", "宜蘭", "花蓮", "台東",
    "澎湖", "金門", "馬祖", "東京", "首爾", "北京", "上海", "香港", "華盛頓", "紐約", "倫敦", "巴黎", "柏林", "布魯塞爾", "日內瓦", "莫斯科", "曼谷",
    "新加坡", "雅加達", "吉隆坡", "河內", "胡志明市", "馬尼拉", "新德里", "洛杉磯", "舊金山", "多倫多", "渥太華", "雪梨", "坎培拉", "羅馬", "馬德里",
    "安卡拉", "伊斯坦堡", "華沙", "布拉格", "維也納", "聖保羅", "台北市", "新北市", "高雄市", "台中市", "台南市",
)  # fmt: skip

# Closing lines of a translated article.
ORIGINAL = re.compile(
    r"(点击|點擊)?(查看|阅读|閱讀)?(本文)?(英文|原文|英文原文)版?[。.]?|(点击|點擊)?(查看|阅读|閱讀)本文(英文版|英文原文|原文)[。.]?|英文原文|Read in English|.{0,8}(阅读|閱讀)英文原文.{0,4}"
)
TRANSLATORS = re.compile(r"(翻译|翻譯|译者|譯者|编译|編譯)\s*[:：/／]\s*(?P<names>[^。，]{2,60})[。]?")
AUTHOR_IS = re.compile(r"[（(]?(本文)?作者(是|为|為|系|现任|現任|曾).{2,160}")
WRITTEN_BY = re.compile(r"(?:文|撰文|采写|採寫|作者)\s*[|｜丨/／:：]\s*(?P<names>[^。，！？|｜丨/／]{2,20})")
FIRST_PUBLISHED = re.compile(r"(本文|此文)(最初|首次)?(发表|發表|刊登|刊载|刊載)(于|於|在).*")
_PERSON = (
    r"(?P<name>[A-Z][A-Za-zÀ-ž.'’-]*(?: [A-Zd][A-Za-zÀ-ž.'’-]*)+|[\u4e00-\u9fff·]{2,12}?)\s*"
    r"(?:[（(](?P<latin>[^）)]{2,60})[）)])?"
)
BIO = re.compile(
    _PERSON + r"(?=是|自|在|报道|報導|報道|曾|为|為|，|于|於|现|現|常驻|常駐|担任|擔任|负责|負責|目前|著有|的)"
)
STRICT_BIO = re.compile(_PERSON + r"(?=是|(现|現|目前|曾)(是|为|為|任|在)|(常驻|常駐|担任|擔任|著有))")
BIO_SIGN = re.compile(
    r"(欢迎|歡迎|请|請)在.{0,12}(关注|關注|追蹤|跟蹤)|(点击|點擊)查看更多|加入(时报|時報|《)|《?(纽约)?时报》?(记者|專欄|专栏|社论|社論|亚洲|驻|驻|的)"
)

_LONGEST_REMOVED = 700


class RemovalIndex:
    """An outlet's removals and the general ones, indexed by tag and attribute so that most elements need no test."""

    def __init__(self, rule: OutletRule) -> None:
        self._by_tag: dict[str, list[tuple[str, Selector]]] = defaultdict(list)
        self._by_attribute: dict[str, list[tuple[str, Selector]]] = defaultdict(list)
        for name, text in (*rule.remove, *REMOVED_ELEMENTS):
            selector = parse_selector(text)
            if selector.tests:
                self._by_attribute[selector.tests[0][0]].append((name, selector))
            else:
                self._by_tag[selector.tag].append((name, selector))
        self._paragraph_rules = [
            (name, re.compile(pattern, re.DOTALL)) for name, pattern in (*rule.drop_paragraphs, *REMOVED_PARAGRAPHS)
        ]

    def rule_for(self, element: Element) -> str:
        """The name of the rule that removes an element, or ""."""
        if element.name in NOT_TEXT and not _is_sort_button(element):
            return NOT_TEXT[element.name]
        for name, selector in self._by_tag.get(element.name, ()):
            if selector(element):
                return name
        for attribute in element.attributes:
            for name, selector in self._by_attribute.get(attribute, ()):
                if selector(element):
                    return name
        return ""

    def rule_for_paragraph(self, text: str) -> str:
        """The name of the rule that removes a paragraph, or ""."""
        if len(text) > _LONGEST_REMOVED:
            return ""
        return next((name for name, pattern in self._paragraph_rules if pattern.fullmatch(text)), "")


def _is_sort_button(element: Element) -> bool:
    """Whether a button in a table header sorts by its column."""
    return element.name == "button" and element.parent is not None and element.parent.name == "th"
