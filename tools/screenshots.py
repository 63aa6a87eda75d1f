"""`make screenshots`: the README's pictures of the demonstration, taken anew into docs/pictures/."""

import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from playwright.sync_api import sync_playwright

from dossier.deliver import site_folder
from dossier.pipeline import BuildOptions, build_site

PICTURES = Path("docs/pictures")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-sync",
)


class Shot(NamedTuple):
    name: str
    page: str
    place: str  # the fragment that is shown
    width: int
    height: int
    scheme: str = "light"


SHOTS = (
    Shot("home", "index.html", "", 1440, 900),
    Shot("article", "articles/2023-09-05-bbc-66714623.html", "", 1440, 1000),
    Shot("timeline", "timeline.html", "#forum-meeting", 1440, 900, "dark"),
    Shot("phone", "articles/2023-09-05-dw-66721802.html", "", 390, 780),
)


def main() -> None:
    browser = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if browser is None:
        sys.exit("a Chromium is needed: on Debian, apt install chromium fonts-noto-cjk")
    PICTURES.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        site = Path(folder) / "site"
        site_folder.replace_site_folder(build_site(Path("content"), BuildOptions()).output, site)
        chromium = playwright.chromium.launch(executable_path=browser, args=list(FLAGS))
        for shot in SHOTS:
            page = chromium.new_page(viewport={"width": shot.width, "height": shot.height}, color_scheme=shot.scheme)
            page.goto((site / shot.page).as_uri() + shot.place)
            page.screenshot(path=PICTURES / f"{shot.name}.jpg", type="jpeg", quality=80)
        chromium.close()


if __name__ == "__main__":
    main()
