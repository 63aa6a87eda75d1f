"""Turns captures into articles, which belong to their editor from then on.

    sources ──network──▶ bytes ──formats──▶ capture ──html, metadata──▶ pieces and fields ──drafts──▶ draft
                                       draft ──captures, importing──▶ what to write below content/

network/    sources: files, folders, feeds and addresses; fetch: one address within limits; dead_links: `check --external`
formats/    detect: the format of a capture, and its header; encodings; feeds: one capture for each item
            web_archives: one capture for each page; mhtml, webarchive, packed, mail, pdf, clippings: one reader each
            saved_page: the article in a page, by the outlet's rule or the extractor; markdown_export
outlets/    rules for outlets, one TOML file each; loader: the fields of such a file
html/       tree: the parsed page; page_blocks: prunes a page of an unknown outlet to its article
            walk: tree → pieces (`media`), without what `removals` lists; captions, caption_credits: texts of pictures
            arrangement, headings: promotions, related links, galleries and headings among the pieces
metadata/   article_metadata: the collected fields
            page_header: dates and bylines above the text; datelines_and_credits: those within it
            page_metadata: all sources of an unknown page, with json_ld, page_titles and author_names
            bylines, timestamps, addresses, language_detection: parsers that the others use
drafts/     draft: all steps from capture to draft; to_markdown; loss_alarm: paragraphs that a draft has lost
            local_links, images: links and pictures that the dossier has itself
captures/   stored_content: what content/ has; article_captures, versions: the captures of one article
            comparison: whether their words differ; update: how the article changes
importing   the whole import: which captures make which article, and what is written in which order

This file imports nothing, because a build reads the names of outlets and needs no HTML parser.
"""
