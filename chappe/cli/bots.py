"""`chappe bot …`: bots for scripts, which have nobody to talk to BotFather."""

from typing import TYPE_CHECKING, Annotated

import typer

from chappe.cli.options import DEFAULT_DATA, DatabaseOption, DataOption

if TYPE_CHECKING:
    from chappe.db.database import Tx
    from chappe.features.bots.model import Bot
    from chappe.features.users.model import User

bots = typer.Typer(
    help="""Make bots, list them, show a token again.

Works beside a running server. People make bots by writing to @BotFather.""",
    no_args_is_help=True,
)


@bots.command()
def create(
    name: Annotated[str, typer.Argument(metavar="NAME", help="What people see.")],
    username: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Its public name, which ends with bot."),
    ] = None,
    owner: Annotated[
        str | None,
        typer.Option(metavar="WHO", help="Whose it is: a phone number, @name or number."),
    ] = None,
    data: DataOption = DEFAULT_DATA,
    database: DatabaseOption = None,
) -> None:
    """Make a bot and print its token, alone on a line."""
    import secrets  # noqa: PLC0415 - the other commands need none of it

    from chappe.cli.rows import change_rows  # noqa: PLC0415 - the same
    from chappe.clock import SystemClock  # noqa: PLC0415 - the same
    from chappe.features.bots.actions import make_bot, username_for  # noqa: PLC0415 - the same
    from chappe.features.users.standing import find_named  # noqa: PLC0415 - the same
    from chappe.rpc.errors import RpcError  # noqa: PLC0415 - the same
    from chappe.updates.log import Journal  # noqa: PLC0415 - the same

    chosen = (username or username_for(name, secrets.randbelow(1 << 32))).removeprefix("@")

    async def work(tx: "Tx") -> "Bot":
        whose: User | None = None
        if owner is not None:
            whose = await find_named(tx, owner)
            if whose is None:
                raise ValueError("there is no such account")
        journal = Journal(tx, SystemClock().now())
        made = await make_bot(journal, None if whose is None else whose.id, name, chosen)
        await journal.flush()
        return made

    try:
        made = change_rows(data, database, work)
    except RpcError as error:
        typer.echo(error.text, err=True)
        raise typer.Exit(1) from error
    typer.echo(made.token)


@bots.command("list")
def list_bots(data: DataOption = DEFAULT_DATA, database: DatabaseOption = None) -> None:
    """List bots, the oldest first: number, public name, owner."""
    from chappe.cli.rows import read_rows  # noqa: PLC0415 - the other commands need none of it
    from chappe.features.bots import store  # noqa: PLC0415 - the same
    from chappe.features.users import store as users  # noqa: PLC0415 - the same

    async def work(tx: "Tx") -> "list[tuple[Bot, User | None]]":
        every = await store.every(tx)
        found = await users.find_many(tx, {each.id for each in every})
        return [(each, found.get(each.id)) for each in every]

    for bot, user in read_rows(data, database, work):
        name = "" if user is None else user.username or ""
        typer.echo(f"{bot.id}  @{name}  {bot.owner_id or '(nobody)'}")


@bots.command()
def token(
    username: Annotated[str, typer.Argument(metavar="USERNAME")],
    data: DataOption = DEFAULT_DATA,
    database: DatabaseOption = None,
) -> None:
    """Print the token of a bot, alone on a line."""
    from chappe.cli.rows import read_rows  # noqa: PLC0415 - the other commands need none of it
    from chappe.features.bots import store  # noqa: PLC0415 - the same
    from chappe.features.users import store as users  # noqa: PLC0415 - the same
    from chappe.ids import user_of  # noqa: PLC0415 - the same

    async def work(tx: "Tx") -> "Bot | None":
        peer = await users.find_username(tx, username.removeprefix("@"))
        user_id = None if peer is None else user_of(peer)
        return None if user_id is None else await store.find(tx, user_id)

    found = read_rows(data, database, work)
    if found is None:
        typer.echo("there is no such bot", err=True)
        raise typer.Exit(1)
    typer.echo(found.token)
