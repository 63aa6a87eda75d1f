"""BBC News 中文, in its generations since 2011."""

from dossier.ingest.outlets.rule import OutletRule

RULE = OutletRule(
    id="bbc-zh",
    name="BBC News 中文",
    url="https://www.bbc.com/zhongwen/simp",
    hosts=("bbc.com", "bbc.co.uk"),
    only=r"/(zhongwen|ukchina)/",
    language="zh-Hans",
    zone="Europe/London",
    address=(
        r"/(?:zhongwen|ukchina)/(?:(?:simp|trad)/)?(?:articles/)?(?:(?P<section>[a-z]+(?:[-_][a-z]+)*)[-/])?"
        r"(?:(?P<number>\d{7,9}|c[0-9a-z]{10,})(?=[/?#]|$)|(?P<year>20\d\d)/(?P<month>\d\d)/\d\d\d\d(?P<dom>\d\d)_)"
    ),
    article=("main[role=main]", "main", "article", "[property=articleBody]"),
    remove=(
        ("most read", "[data-e2e=most-read]"),
        ("most read", "[aria-labelledby=most-read-heading]"),
        ("most read", "[data-e2e=top-stories]"),
        ("most read", "[aria-labelledby=top-stories-heading]"),
        ("most read", "[data-e2e=features-analysis]"),
        ("most read", "[aria-labelledby=features-analysis-heading]"),
        ("tags", "[aria-labelledby=related-topics]"),
    ),
    suffix=r"\s+[-–—]\s+BBC (News )?中文|\s+[-–—]\s+BBC News 中文",
    speakers=("BBC", "BBC中文", "记者", "記者", "问", "問", "答"),
    signs=r"图像加注文字|圖像加註文字|图像来源，|圖像來源，|BBC\w{0,8}记者",
)
