"""The articles, a page for every entity, an index, the archives, a feed and a site map; nothing else."""

SITENAME = "灯塔与渡船"
SITEURL = "https://example.org/made"
RELATIVE_URLS = False
TIMEZONE = "Asia/Shanghai"
DEFAULT_LANG = "zh"
PATH = "content"
ARTICLE_PATHS = ["articles"]
PAGE_PATHS = []
STATIC_PATHS = []
THEME = "theme"
ARTICLE_URL = ARTICLE_SAVE_AS = "articles/{slug}.html"
TAG_URL = TAG_SAVE_AS = "entities/{slug}.html"
TAGS_SAVE_AS = "entities.html"
ARCHIVES_SAVE_AS = "articles.html"
SITEMAP_SAVE_AS = "sitemap.xml"
AUTHOR_SAVE_AS = CATEGORY_SAVE_AS = AUTHORS_SAVE_AS = CATEGORIES_SAVE_AS = ""
DIRECT_TEMPLATES = ["index", "archives", "tags", "sitemap"]
FEED_ALL_ATOM = "feed.xml"
FEED_MAX_ITEMS = 20
FEED_DOMAIN = SITEURL
CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
DEFAULT_PAGINATION = False
TYPOGRIFY = False
LOAD_CONTENT_CACHE = CACHE_CONTENT = False
SLUGIFY_SOURCE = "basename"
MARKDOWN = {"extension_configs": {}, "output_format": "html5"}
