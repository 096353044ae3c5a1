"""`chappe phone …`: numbers that may not sign in."""

from typing import TYPE_CHECKING, Annotated

import typer

from chappe.cli.options import DEFAULT_DATA, DatabaseOption, DataOption

if TYPE_CHECKING:
    from chappe.db.database import Tx

phones = typer.Typer(
    help="""Ban phone numbers, and let them in again.

Works beside a running server. Who is signed in with a banned number stays so.""",
    no_args_is_help=True,
)
PhoneArgument = Annotated[str, typer.Argument(metavar="PHONE")]


@phones.command()
def ban(
    phone: PhoneArgument, data: DataOption = DEFAULT_DATA, database: DatabaseOption = None
) -> None:
    """Let nobody sign in with a number any more."""
    from chappe.cli.rows import change_rows  # noqa: PLC0415 - the other commands need none of it
    from chappe.clock import SystemClock  # noqa: PLC0415 - the same
    from chappe.features.codes import bans  # noqa: PLC0415 - the same

    kept = _clean(phone)

    async def work(tx: "Tx") -> bool:
        return await bans.ban(tx, kept, int(SystemClock().now()))

    _end(change_rows(data, database, work), f"+{kept} is banned already")


@phones.command()
def unban(
    phone: PhoneArgument, data: DataOption = DEFAULT_DATA, database: DatabaseOption = None
) -> None:
    """Let people sign in with a number again."""
    from chappe.cli.rows import change_rows  # noqa: PLC0415 - the other commands need none of it
    from chappe.features.codes import bans  # noqa: PLC0415 - the same

    kept = _clean(phone)

    async def work(tx: "Tx") -> bool:
        return await bans.unban(tx, kept)

    _end(change_rows(data, database, work), f"+{kept} is not banned")


@phones.command("list")
def list_banned(data: DataOption = DEFAULT_DATA, database: DatabaseOption = None) -> None:
    """List the banned numbers, the oldest ban first."""
    from chappe.cli.rows import read_rows  # noqa: PLC0415 - the other commands need none of it
    from chappe.features.codes import bans  # noqa: PLC0415 - the same

    for phone, _banned_at in read_rows(data, database, bans.every):
        typer.echo(f"+{phone}")


def _clean(phone: str) -> str:
    from chappe.config import Profile  # noqa: PLC0415 - the other commands need none of it
    from chappe.features.codes.phones import clean_phone  # noqa: PLC0415 - the same
    from chappe.rpc.errors import RpcError  # noqa: PLC0415 - the same

    try:
        return clean_phone(phone, Profile.DEV)
    except RpcError as error:
        raise typer.BadParameter(f"{phone!r} is no phone number") from error


def _end(done: bool, otherwise: str) -> None:
    if not done:
        typer.echo(otherwise, err=True)
        raise typer.Exit(1)
