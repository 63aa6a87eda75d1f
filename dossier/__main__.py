"""`python -m dossier` is `dossier`."""

import os
import sys

# Python puts the working folder first, where a dossier that somebody sent may hold a yaml.py: nothing is imported from it.
if not sys.flags.safe_path and sys.path and sys.path[0] in {"", os.getcwd()}:  # noqa: PTH109  # pathlib could be theirs
    del sys.path[0]

from dossier.cli import main

sys.exit(main())
