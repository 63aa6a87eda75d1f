"""FT中文网."""

from dossier.ingest.outlets.rule import OutletRule

RULE = OutletRule(
    id="ft-zh",
    name="FT中文网",
    url="https://cn.ft.com",
    hosts=("cn.ft.com", "ftchinese.com"),
    language="zh-Hans",
    zone="Asia/Shanghai",
    address=r"/(?:story|interactive|premium)/(?P<number>\d{6,})",
    article=(".story-container", "#story-body-container", "article", "main"),
    suffix=r"\s*[-–—|]\s*FT中文网.*",
    speakers=("FT", "记者"),
)
