"""德国之声中文网."""

from dossier.ingest.outlets.rule import OutletRule

RULE = OutletRule(
    id="dw-zh",
    name="德国之声",
    url="https://www.dw.com/zh",
    hosts=("dw.com",),
    only=r"dw\.com/(zh\b|a-|api/)",
    language="zh-Hans",
    zone="UTC",
    address=r"/(?:a|g|av|video|live)-(?P<number>\d{6,})",
    article=("article", "main", "#bodyContent"),
    remove=(("share bar", ".sharing-bar"), ("advertisement", ".advertisement"), ("related", ".more-on-this-topic")),
    unsaid=(
        (
            "promotion",
            r"(DW中文|德国之声|德國之聲)\w{0,6}(Instagram|Facebook|Twitter|YouTube|Telegram).*dw\.?chinese.*",
        ),
    ),
    suffix=r"\s*[|–—-]\s*(DW|德国之声|德國之聲).*",
    links=((r"https?://api\.dw\.com/api/detail/\w+/(\d+)", r"https://www.dw.com/zh/a-\1"),),
    speakers=("德国之声", "德國之聲", "DW", "记者", "記者"),
)
