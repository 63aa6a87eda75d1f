"""自由亚洲电台普通话."""

from dossier.ingest.outlets.rule import OutletRule

RULE = OutletRule(
    id="rfa-zh",
    name="自由亚洲电台",
    url="https://www.rfa.org/mandarin",
    hosts=("rfa.org",),
    language="zh-Hans",
    zone="America/New_York",
    address=r"/mandarin/(?P<section>[\w-]+)/.*?-(?P<number>(?P<month>\d\d)(?P<dom>\d\d)(?P<year>20\d\d)\d{6})",
    article=("#storytext", "article", "main"),
    remove=(("zoom button", "[data-fancybox]"), ("zoom button", "a.single_image")),
    suffix=r"\s*[-–—|]\s*(RFA|自由亚洲电台|自由亞洲電台).*",
    speakers=("记者", "記者"),
)
