"""`chappe doctor`: what is wrong with my set-up, and what to do about it."""

from typing import TYPE_CHECKING, Annotated

import typer

from chappe.cli.options import (
    DEFAULT_DATA,
    DEFAULT_HTTP,
    DEFAULT_MTPROTO,
    BlobsOption,
    BusOption,
    CourierOption,
    DatabaseOption,
    DataOption,
    DcsOption,
    endpoint,
)
from chappe.config import Profile, Settings

if TYPE_CHECKING:
    from chappe.cli.check import Check

LABEL = {"ok": "ok  ", "warn": "warn", "fail": "FAIL"}


def doctor(
    data: DataOption = DEFAULT_DATA,
    mtproto: Annotated[str, typer.Option(help="As given to serve.")] = DEFAULT_MTPROTO,
    http: Annotated[str, typer.Option(help="As given to serve.")] = DEFAULT_HTTP,
    profile: Annotated[Profile, typer.Option(help="As given to serve.")] = Profile.DEV,
    dcs: DcsOption = 1,
    database: DatabaseOption = None,
    bus: BusOption = None,
    blobs: BlobsOption = None,
    courier: CourierOption = None,
) -> None:
    """Say what is wrong with this set-up, with the remedy; a server may be running meanwhile.

    Give it those of its options that you give to `chappe serve`. Changes nothing and prints no secrets. Ends
    with status 1 when a check FAILs.
    """
    import asyncio  # noqa: PLC0415 - the other commands need none of it

    from chappe.cli import check_doors, check_house, check_links, check_machine  # noqa: PLC0415 - the same

    settings = Settings(
        data=data,
        mtproto=endpoint(mtproto),
        http=endpoint(http),
        profile=profile,
        dcs=dcs,
        database=database,
        bus=bus,
        blobs=blobs,
        couriers=tuple(courier or ()),
    )
    failed = 0
    for look in (check_machine.look, check_house.look, check_links.look, check_doors.look):
        for check in asyncio.run(look(settings)):
            failed += check.level == "fail"
            typer.echo(show(check))
    if failed:
        typer.echo(f"{failed} to mend", err=True)
        raise typer.Exit(1)


def show(check: "Check") -> str:
    """One line, and the remedy on a second."""
    line = f"{LABEL[check.level]}  {check.about}: {check.text}"
    return f"{line}\n      -> {check.remedy}" if check.remedy else line
