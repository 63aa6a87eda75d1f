"""纽约时报中文网."""

from dossier.ingest.outlets.rule import OutletRule

RULE = OutletRule(
    id="nyt-zh",
    name="纽约时报中文网",
    url="https://cn.nytimes.com",
    hosts=("cn.nytimes.com", "nytcn.me"),
    language="zh-Hans",
    zone="Asia/Shanghai",
    address=r"cn\.nytimes\.com/(?P<section>[a-z-]+)/(?P<day>\d{8})/",
    article=("article", ".article-area", "main"),
    remove=(
        ("advertisement", ".ad"),
        ("advertisement", ".trc_related_container"),
        ("share bar", ".article-tools"),
        ("share bar", ".tools"),
        ("related", ".related-cont"),
        ("related", ".recommend"),
        ("related", ".article-footer"),
        ("share bar", ".setting"),
    ),
    unsaid=(
        ("promotion", r"（?欢迎点击此处订阅.*|（?歡迎點擊此處訂閱.*"),
        ("promotion", r"（?\[?(欢迎|歡迎).{0,20}(订阅|訂閱).{0,400}|(点击|點擊).{0,12}(订阅|訂閱).{0,200}"),
        ("promotion", r"(感谢阅读今天的简报|感謝閱讀今天的簡報).*"),
    ),
    suffix=r"\s*[-–—|]\s*(纽约时报中文网|紐約時報中文網|国际纵览|國際縱覽).*",
    dashed_dateline=True,
    bare_subheads=True,
)
