"""美国之音中文."""

from dossier.ingest.outlets.rule import Rule

RULE = Rule(
    id="voa-zh",
    name="美国之音",
    url="https://www.voachinese.com",
    hosts=("voachinese.com", "voacantonese.com"),
    language="zh-Hans",
    zone="UTC",
    address=r"/(?P<number>\d{6,})\.html",
    article=("#article-content", ".body-container", "article", "main"),
    remove=(("related", ".media-block-wrap"), ("share bar", ".links"), ("player", ".c-mmp__overlay")),
    suffix=r"\s*[-–—|]\s*(美国之音|美國之音|VOA).*",
    speakers=("记者", "記者"),
    dashed_dateline=True,
)
