"""BBC News 中文, in its generations since 2011."""

from dossier.ingest.outlets.rule import Rule

RULE = Rule(
    id="bbc-zh",
    name="BBC News 中文",
    url="https://www.bbc.com/zhongwen/simp",
    hosts=("bbc.com", "bbc.co.uk"),
    only=r"/(zhongwen|ukchina)/",
    language="zh-Hans",
    zone="Europe/London",
    address=r"/(?:zhongwen|ukchina)/(?:simp|trad)/(?:articles/)?(?:(?P<section>[a-z][a-z-]*)-)?(?P<number>\d{8}|c[0-9a-z]{10,})",
    article=("main[role=main]", "main", "article", "[property=articleBody]"),
    remove=(
        ("related", "[data-e2e=related-content]"),
        ("related", "[data-e2e=related-content-heading]"),
        ("related", "[data-e2e=top-stories]"),
        ("related", "[data-e2e=features-analysis]"),
        ("related", "[data-e2e=most-read]"),
        ("related", "[aria-labelledby=most-read-heading]"),
        ("related", "[aria-labelledby=features-analysis-heading]"),
        ("related", "[aria-labelledby=top-stories-heading]"),
        ("related", "[data-e2e=recommendations-heading]"),
        ("related", "[aria-labelledby=recommendations-heading]"),
        ("tags", "[aria-labelledby=related-topics]"),
        ("skip link", "[data-testid=skip-link]"),
    ),
    suffix=r"\s+[-–—]\s+BBC (News )?中文|\s+[-–—]\s+BBC News 中文",
    speakers=("BBC", "BBC中文", "记者", "記者", "问", "問", "答"),
    signs=r"图像加注文字|圖像加註文字|图像来源，|圖像來源，|BBC\w{0,8}记者",
)
