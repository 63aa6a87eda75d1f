"""美国之音中文."""

from dossier.ingest.outlets.rule import OutletRule

RULE = OutletRule(
    id="voa-zh",
    name="美国之音",
    url="https://www.voachinese.com",
    hosts=("voachinese.com", "voacantonese.com"),
    language="zh-Hans",
    zone="UTC",
    address=r"/(?P<number>\d{6,})\.html",
    article=("#article-content", ".body-container", "article", "main"),
    remove=(("related", ".media-block-wrap"), ("share bar", ".links"), ("player", ".c-mmp__overlay")),
    unsaid=(("player", r"(没有媒体可用资源|沒有媒體可用資源|直达链接|直達鏈接|弹出播放器|彈出播放器|嵌入)"),),
    suffix=r"\s*[-–—|]\s*(美国之音|美國之音|VOA).*",
    speakers=("记者", "記者"),
    dashed_dateline=True,
)
