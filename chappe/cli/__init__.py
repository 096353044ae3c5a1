"""The command line: `chappe serve`, and commands that answer questions about the house.

The options of `serve` and its `ready` line are a contract; scripts outside rely on them. A command
imports what it needs when it runs, so that `--help` and the short ones answer at once.
"""

import typer

from chappe import __version__
from chappe.cli.apps import apps
from chappe.cli.bots import bots
from chappe.cli.code import code
from chappe.cli.doctor import doctor
from chappe.cli.keys import keys
from chappe.cli.phones import phones
from chappe.cli.schema import schema
from chappe.cli.serve import serve
from chappe.cli.users import reports, users
from chappe.cli.where import where

HELP = """Chappe: a whole Telegram that you run yourself. Real clients connect to it unchanged.

Start a server with `chappe serve`; clients need its address and its public key (`chappe keys`).
When something does not work, ask `chappe doctor`.

Independent of Telegram: not made, endorsed or supported by its owners."""

app = typer.Typer(
    help=HELP,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # plain text wraps as well, and rich takes a tenth of a second to load
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 96},
)
for command in (serve, keys, code, reports, doctor):
    app.command()(command)
# An id may be negative, and is no option then.
app.command(context_settings={"ignore_unknown_options": True})(where)
app.command()(schema)
app.add_typer(apps, name="app")
app.add_typer(bots, name="bot")
app.add_typer(phones, name="phone")
app.add_typer(users, name="user")


@app.command()
def version() -> None:
    """Print the version of Chappe."""
    typer.echo(__version__)


def main() -> None:
    """Run the command line."""
    app()
