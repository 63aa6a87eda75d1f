"""Captures → articles, which belong to their editor from then on.

    places ──sources──▶ captures ──draft──▶ drafts ──plan──▶ what to write below content/

intake     joins them

sources    files, folders, feeds and addresses; `fetch` asks for these, `feeds` takes those apart
envelope   the bytes of a capture → which shape it has, and its text (`encodings`, `stamps`)

draft      a capture → an article's draft, by these steps:
           tree       HTML within bounds → `element`s; `page` finds the article in a saved page of an outlet with a rule
           page_blocks  the lines and pictures of any other page, of which `extracted` says what is the article
           metadata_sources  what such a page says of itself: `json_ld`, `author_names`, `page_titles`, `visible_dates`
           head       what stands above the text: who and when (`bylines`); `masthead`, what a whole page has around its
                      headline; `afterword`, what stands below it
           walk       elements → `pieces`; what goes, by `removals` and `families`; pictures by `captions` and `media`
           exported   a Markdown export → the same pieces
           shape      pieces as a reader would set them, `headings` among them; `text` reads what their own words say
           facts      what the front matter will say; `identity` names the article, `language_detection` its language
           loss       an alarm for paragraphs that a draft lacks
           to_markdown
outlets/   what is peculiar to each outlet: one file each, data

plan       what an import would write, from the drafts and the `shelf` (what stands in content/)
           `captured` files of one article, the `change` to it, links `localised`, `images` brought

Nothing is imported here, for a build reads the outlets' names and needs no parser.
"""
