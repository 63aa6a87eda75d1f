"""路透中文网."""

from dossier.ingest.outlets.rule import OutletRule

RULE = OutletRule(
    id="reuters-zh",
    name="路透",
    url="https://cn.reuters.com",
    hosts=("cn.reuters.com", "cnt.reuters.com"),
    language="zh-Hans",
    zone="UTC",
    address=r"-id(?P<number>[A-Z0-9]{8,})",
    article=(".StandardArticleBody_body", ".ArticleBodyWrapper", "article", "main"),
    remove=(("standards", ".StandardArticleBody_trustBadgeContainer"), ("standards", ".trustBadgeUrl")),
    unsaid=(("standards", r"我们的标准：汤森路透“信任原则”|我們的標準：湯森路透「信任原則」"),),
    suffix=r"\s*[-–—|]\s*(路透|Reuters).*",
    credit=r"\s*(?P<credit>REUTERS/[\w .'’-]+?)\s*$",
    speakers=("路透",),
)
