"""`chappe app …`: the applications that may sign people in, in profile production."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from chappe.cli.options import DEFAULT_DATA, DatabaseOption, DataOption

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from chappe.db.database import Tx
    from chappe.features.apps.model import App

apps = typer.Typer(
    help="""Register, list, change and revoke applications (api_id and api_hash).

Works beside a running server. In profile dev any pair is let in; production lets in these.""",
    no_args_is_help=True,
)
T = TypeVar("T")
ApiIdArgument = Annotated[int, typer.Argument(metavar="API_ID")]


@apps.command()
def create(
    title: Annotated[str, typer.Argument(help="What people see in their list of devices.")],
    data: DataOption = DEFAULT_DATA,
    database: DatabaseOption = None,
    short_name: Annotated[
        str | None, typer.Option(help="5 to 32 letters and digits; default: from the title.")
    ] = None,
    api_id: Annotated[
        int | None, typer.Option(help="Let in a client that has an id of its own …")
    ] = None,
    api_hash: Annotated[str | None, typer.Option(help="… and this hash.")] = None,
) -> None:
    """Register an application and print its api_id and api_hash."""
    from chappe.features.apps import actions  # noqa: PLC0415 - the other commands need none of it

    if (api_id is None) != (api_hash is None):
        raise typer.BadParameter("--api-id and --api-hash go together")
    pair = None if api_id is None or api_hash is None else (api_id, api_hash)

    async def work(tx: "Tx") -> "App":
        return await actions.create(tx, _now(), title, short_name, pair)

    _print(_change(data, database, work))


@apps.command("list")
def list_apps(data: DataOption = DEFAULT_DATA, database: DatabaseOption = None) -> None:
    """List applications: api_id, state, short name, title."""
    from chappe.cli.rows import read_rows  # noqa: PLC0415 - the other commands need none of it
    from chappe.features.apps import store  # noqa: PLC0415 - the same

    for app in read_rows(data, database, store.every):
        state = "revoked" if app.revoked_at is not None else "in use"
        typer.echo(f"{app.api_id:>10}  {state:7}  {app.short_name}  {app.title}")


@apps.command()
def rotate(
    api_id: ApiIdArgument, data: DataOption = DEFAULT_DATA, database: DatabaseOption = None
) -> None:
    """Give an application a new api_hash; the old one lets nobody in any more."""
    from chappe.features.apps import actions  # noqa: PLC0415 - the other commands need none of it

    async def work(tx: "Tx") -> "App":
        return await actions.rotate(tx, api_id)

    _print(_change(data, database, work))


@apps.command()
def revoke(
    api_id: ApiIdArgument, data: DataOption = DEFAULT_DATA, database: DatabaseOption = None
) -> None:
    """Let nobody sign in with an application any more; who has, stays signed in."""
    from chappe.features.apps import actions  # noqa: PLC0415 - the other commands need none of it

    async def work(tx: "Tx") -> None:
        await actions.revoke(tx, _now(), api_id)

    _change(data, database, work)


def _change(data: Path, database: str | None, work: "Callable[[Tx], Awaitable[T]]") -> T:
    """Change rows, or say why not."""
    from chappe.cli.rows import change_rows  # noqa: PLC0415 - the other commands need none of it
    from chappe.features.apps.actions import AppRefused  # noqa: PLC0415 - the same

    try:
        return change_rows(data, database, work)
    except AppRefused as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error


def _now() -> int:
    from chappe.clock import SystemClock  # noqa: PLC0415 - the other commands need none of it

    return int(SystemClock().now())


def _print(app: "App") -> None:
    typer.echo(f"api_id     {app.api_id}")
    typer.echo(f"api_hash   {app.api_hash}")
    typer.echo(f"short name {app.short_name}")
    typer.echo(f"title      {app.title}")
