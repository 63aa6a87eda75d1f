"""`python build.py [ARGS]` is `dossier build [ARGS]`, for this repository."""

import sys

from dossier.cli import main

if __name__ == "__main__":
    sys.exit(main(["build", *sys.argv[1:]]))
