"""联合早报."""

from dossier.ingest.outlets.rule import OutletRule

RULE = OutletRule(
    id="zaobao",
    name="联合早报",
    url="https://www.zaobao.com",
    hosts=("zaobao.com", "zaobao.com.sg"),
    language="zh-Hans",
    zone="Asia/Singapore",
    address=r"/(?P<section>\w+)/story(?P<day>20\d{6})-(?P<number>\d+)",
    article=("article", "#article-body", ".article-content", "main"),
    remove=(("advertisement", "#imu"), ("advertisement", "#innity-in-post"), ("advertisement", ".dfp-tag-wrapper")),
    suffix=r"\s*[-–—|]\s*(联合早报|早报).*",
    speakers=("记者",),
)
