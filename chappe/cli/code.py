"""`chappe code`: the code that somebody waits for, for whoever tests."""

from typing import TYPE_CHECKING, Annotated

import typer

from chappe.cli.options import DEFAULT_DATA, DatabaseOption, DataOption

if TYPE_CHECKING:
    from chappe.db.database import Tx
    from chappe.features.codes.model import Code


def code(
    to: Annotated[
        str, typer.Argument(metavar="PHONE", help="A phone number, or an e-mail address.")
    ],
    data: DataOption = DEFAULT_DATA,
    database: DatabaseOption = None,
) -> None:
    """Print the code that a number or an address was sent last, alone on a line.

    Works beside a running server. Ends with status 1 when none is waited for.
    """
    from chappe.cli.rows import read_rows  # noqa: PLC0415 - the other commands need none of it
    from chappe.clock import SystemClock  # noqa: PLC0415 - the same
    from chappe.config import Profile  # noqa: PLC0415 - the same
    from chappe.features.codes import store  # noqa: PLC0415 - the same
    from chappe.features.codes.phones import clean_phone  # noqa: PLC0415 - the same
    from chappe.rpc.errors import RpcError  # noqa: PLC0415 - the same

    try:
        address = to if "@" in to else clean_phone(to, Profile.DEV)
    except RpcError as error:
        raise typer.BadParameter(f"{to!r} is no phone number") from error

    async def work(tx: "Tx") -> "Code | None":
        return await store.last_of_address(tx, address, int(SystemClock().now()))

    found = read_rows(data, database, work)
    if found is None:
        typer.echo(f"no code for {to} is waited for", err=True)
        raise typer.Exit(1)
    typer.echo(found.code)
