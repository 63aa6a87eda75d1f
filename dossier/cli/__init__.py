"""The commands: the only package that prints, exits, reads the clock or the environment.

options           options that commands share
output            printing of problems and results
content_commands  new and import
build_command     build
preview_command   serve; `desk` is its back end
review_commands   check and suggest
publish_command   publish
trust             trust: which hooks.py may run
site_build        builds the site for build, serve and publish
origin            where another machine can install this program from
"""

from __future__ import annotations

import sys
import traceback
from collections.abc import Sequence
from importlib import import_module
from typing import cast

import click

from dossier import __version__
from dossier.cli.options import epilog_examples
from dossier.cli.output import debugging, print_line, print_problems
from dossier.problems import Failure, redact


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit status: 0 done, 1 errors, 2 usage, 130 interrupted."""
    arguments = sys.argv[1:] if arguments is None else arguments
    debugging.on = "--debug" in arguments
    try:
        status = commands.main(list(arguments), prog_name="dossier", standalone_mode=False)
    except click.UsageError as error:
        click.UsageError(redact(error.format_message()), error.ctx).show()
        return 2
    except (click.Abort, KeyboardInterrupt):
        return 130
    except Failure as failure:
        print_problems(failure.problems)
        return 1
    except MemoryError:
        print_line("dossier: error: there is not memory enough\n    help: close other programs, or use --jobs 1")
        return 1
    except Exception as error:  # noqa: BLE001  # a bug: one line, unless --debug asks for the traceback
        if debugging.on:
            print_line(traceback.format_exc())
        else:
            print_line(
                f"dossier: error: {type(error).__name__}: {error}\n    help: run it again with --debug, and report what it says"
            )
        return 1
    return status if isinstance(status, int) else 0


# Commands are loaded when they are called, since a build needs no HTML parser and an import no templates.
_COMMANDS = {
    "new": ("content_commands", "new"),
    "import": ("content_commands", "import_"),
    "build": ("build_command", "build"),
    "serve": ("preview_command", "serve"),
    "check": ("review_commands", "check"),
    "suggest": ("review_commands", "suggest"),
    "publish": ("publish_command", "publish"),
    "trust": ("trust", "trust"),
}


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # the base class names it
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  # likewise
        if cmd_name not in _COMMANDS:
            return None
        module, name = _COMMANDS[cmd_name]
        return cast("click.Command", getattr(import_module(f"dossier.cli.{module}"), name))


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=epilog_examples(
        ("dossier new summit && cd summit", "begin"),
        ("dossier import ~/captures/", "draft articles from what you saved"),
        ("dossier serve --open", "edit, and watch"),
        ("dossier check", "see what is to be mended"),
        ("dossier publish", "show it"),
    ),
)
@click.version_option(__version__, prog_name="dossier")
def commands() -> None:
    """Turns captured news articles into an annotated, cross-linked website.

    A dossier is a folder: captures, and the articles drafted from them, which are yours to edit. `dossier new` begins
    one, and each command says with --help how it is used. Results go to stdout, what there is to mend to stderr.

    \b
    Exit status:
      0    done
      1    errors; with --strict, also warnings that dossier.yaml does not accept
      2    a command that is not understood
      130  interrupted
    """
