"""`chappe user …`, `chappe reports`: what only an administrator says of accounts, and hears of them."""

from typing import TYPE_CHECKING, Annotated

import typer

from chappe.cli.options import DEFAULT_DATA, DatabaseOption, DataOption, StarsOption
from chappe.config import DEFAULT_STARS

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from pathlib import Path

    from chappe.db.database import Tx
    from chappe.features.reports.model import Report
    from chappe.features.users.model import User
    from chappe.updates.log import Journal

users = typer.Typer(
    help="""Look at an account, give it a mark or one more public name.

WHO is a phone number, an @name or the number of the account. Works beside a running server.""",
    no_args_is_help=True,
)
WhoArgument = Annotated[str, typer.Argument(metavar="WHO")]
MarkArgument = Annotated[
    str, typer.Argument(metavar="MARK", help="verified, premium or support.")
]


@users.command()
def show(
    who: WhoArgument, data: DataOption = DEFAULT_DATA, database: DatabaseOption = None
) -> None:
    """Print what is known of an account."""
    from chappe.cli.rows import read_rows  # noqa: PLC0415 - the other commands need none of it
    from chappe.features.users.standing import find_named  # noqa: PLC0415 - the same

    async def work(tx: "Tx") -> "User | None":
        return await find_named(tx, who)

    user = read_rows(data, database, work)
    if user is None:
        _refuse("there is no such account")
        return
    names = " ".join(
        f"@{each.name}{'' if each.active else ' (off)'}" for each in user.usernames
    )
    typer.echo(f"number   {user.id}")
    typer.echo(f"phone    {f'+{user.phone}' if user.phone else '(none)'}")
    typer.echo(f"name     {f'{user.first_name} {user.last_name}'.strip()}")
    typer.echo(f"public   {names or '(none)'}")
    marks = ", ".join(mark.name.lower() for mark in user.marks if mark.name)
    typer.echo(f"marks    {marks or '(none)'}")


@users.command()
def grant(
    who: WhoArgument,
    mark: MarkArgument,
    data: DataOption = DEFAULT_DATA,
    database: DatabaseOption = None,
) -> None:
    """Give a mark to an account."""
    _set_mark(who, mark, data, database, given=True)


@users.command()
def withdraw(
    who: WhoArgument,
    mark: MarkArgument,
    data: DataOption = DEFAULT_DATA,
    database: DatabaseOption = None,
) -> None:
    """Take a mark from an account."""
    _set_mark(who, mark, data, database, given=False)


@users.command()
def name(
    who: WhoArgument,
    username: Annotated[str, typer.Argument(metavar="NAME")],
    data: DataOption = DEFAULT_DATA,
    database: DatabaseOption = None,
) -> None:
    """Give one more public name to an account, which switches it on itself."""
    from chappe.features.users.usernames import give_username  # noqa: PLC0415 - as above

    async def work(journal: "Journal", user: "User") -> str | None:
        await give_username(journal, user, username.removeprefix("@"))
        return None

    _change(who, data, database, work)


@users.command("stars")
def give_stars(
    who: WhoArgument,
    count: Annotated[int, typer.Argument(metavar="COUNT", min=1, help="How many more.")],
    data: DataOption = DEFAULT_DATA,
    database: DatabaseOption = None,
    stars: StarsOption = DEFAULT_STARS,
) -> None:
    """Give an account play money, and say how much it has: Stars, which a server in profile dev takes.

    They come on top of what everybody begins with, which an account that had none yet is given first; say
    --stars as to `serve`.
    """
    from chappe.features.payments import ledger  # noqa: PLC0415 - as above
    from chappe.features.payments.actions import grant as grant_stars  # noqa: PLC0415 - as above
    from chappe.ids import PeerId  # noqa: PLC0415 - as above

    async def work(journal: "Journal", user: "User") -> str | None:
        owner = PeerId(user.id)
        await grant_stars(journal, user.id, count, stars)
        balance = (await ledger.find_balances(journal.tx, [owner]))[owner]
        typer.echo(f"{balance} Stars")
        return None

    _change(who, data, database, work)


def _set_mark(who: str, said: str, data: "Path", database: str | None, *, given: bool) -> None:
    from chappe.features.users import standing  # noqa: PLC0415 - the other commands need none of it

    mark = standing.GRANTED.get(said.lower())
    if mark is None:
        raise typer.BadParameter(f"{said} is none of {', '.join(standing.GRANTED)}")

    async def work(journal: "Journal", user: "User") -> str | None:
        done = await standing.grant(journal, user, mark, given=given)
        return None if done else "that is so already"

    _change(who, data, database, work)


def _change(
    who: str,
    data: "Path",
    database: str | None,
    work: "Callable[[Journal, User], Awaitable[str | None]]",
) -> None:
    """Change an account and log it, or say why not."""
    from chappe.cli.rows import change_rows  # noqa: PLC0415 - the other commands need none of it
    from chappe.clock import SystemClock  # noqa: PLC0415 - the same
    from chappe.features.users.standing import find_named  # noqa: PLC0415 - the same
    from chappe.rpc.errors import RpcError  # noqa: PLC0415 - the same
    from chappe.updates.log import Journal  # noqa: PLC0415 - the same

    async def change(tx: "Tx") -> str | None:
        user = await find_named(tx, who)
        if user is None:
            return "there is no such account"
        journal = Journal(tx, SystemClock().now())
        try:
            refusal = await work(journal, user)
        except RpcError as error:
            return error.text
        await journal.flush()
        return refusal

    refusal = change_rows(data, database, change)
    if refusal is not None:
        _refuse(refusal)


def _refuse(why: str) -> None:
    typer.echo(why, err=True)
    raise typer.Exit(1)


def reports(
    data: DataOption = DEFAULT_DATA,
    database: DatabaseOption = None,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="How many.")] = 50,
) -> None:
    """List what accounts have reported, the last first: when, who, about whom, what, why."""
    from datetime import UTC, datetime  # noqa: PLC0415 - the other commands need none of it

    from chappe.cli.rows import read_rows  # noqa: PLC0415 - the same
    from chappe.features.reports import store  # noqa: PLC0415 - the same

    async def work(tx: "Tx") -> "list[Report]":
        return await store.find_last(tx, limit)

    for each in read_rows(data, database, work):
        when = datetime.fromtimestamp(each.at, UTC).strftime("%Y-%m-%d %H:%M")
        what = each.kind.name.lower().replace("_", " ")
        subject = f" {each.subject_id}" if each.subject_id else ""
        comment = f": {each.comment}" if each.comment else ""
        typer.echo(
            f"{when}  {each.reporter} about {each.peer}  {what}{subject}  {each.reason}{comment}"
        )
