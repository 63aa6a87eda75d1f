"""中央社."""

from dossier.ingest.outlets.rule import OutletRule

RULE = OutletRule(
    id="cna",
    name="中央社",
    url="https://www.cna.com.tw",
    hosts=("cna.com.tw",),
    language="zh-Hant",
    zone="Asia/Taipei",
    address=r"/news/(?P<section>\w+)/(?P<number>(?P<day>20\d{6})\d{3,})",
    article=("article", ".centralContent", "main"),
    remove=(("advertisement", ".bottomArticleBanner"),),
    suffix=r"\s*[|–—-]\s*(政治|社會|國際|生活|財經|重點新聞|兩岸|地方|科技|文化|運動|娛樂|中央社).*",
    speakers=("記者",),
)
