"""法国国际广播电台."""

from dossier.ingest.outlets.rule import OutletRule

RULE = OutletRule(
    id="rfi-zh",
    name="法广",
    url="https://www.rfi.fr/cn",
    hosts=("rfi.fr", "trad.cn.rfi.fr"),
    language="zh-Hans",
    zone="Europe/Paris",
    address=r"/cn/(?:contenu/|(?P<section>[^/]+)/)?(?P<day>20\d{6})-",
    article=("article", ".t-content", "main"),
    remove=(
        ("outlet's own picture", "img[src*=meta_og_twcards]"),
        ("share bar", ".m-social-share"),
        ("player", ".m-em-video__title"),
    ),
    suffix=r"\s*[-–—|]\s*(法国国际广播电台|法國國際廣播電台|RFI|法广).*",
    speakers=("法广", "法廣", "记者", "記者"),
)
