"""The command line: `chappe serve`, and commands that answer questions about the house.

The options of `serve` and its `ready` line are a contract; scripts outside rely on them.
"""

import typer

from chappe import __version__
from chappe.cli.doctor import doctor
from chappe.cli.keys import keys
from chappe.cli.schema import schema
from chappe.cli.serve import serve
from chappe.cli.where import where

app = typer.Typer(
    help="Chappe: a whole Telegram that you run yourself. Not affiliated with Telegram.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for command in (serve, where, schema, keys, doctor):
    app.command()(command)


@app.command()
def version() -> None:
    """Print the version."""
    typer.echo(__version__)


def main() -> None:
    """Run the command line."""
    app()
