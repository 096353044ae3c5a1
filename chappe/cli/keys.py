"""`chappe keys`: the public key of this server, in every form that client libraries want."""

from pathlib import Path
from typing import Annotated

import typer

from chappe.cli.options import DEFAULT_DATA, DatabaseOption, DataOption


def keys(
    data: DataOption = DEFAULT_DATA,
    make: Annotated[bool, typer.Option("--make", help="Make a key if there is none.")] = False,
    database: DatabaseOption = None,
) -> None:
    """Print the server's public key, in every form that client libraries want.

    PEM (PKCS#1), the numbers n and e, and the fingerprint as hex, signed and unsigned; and the Ed25519 key by which
    others than a bot check what its Mini Apps are told of people, once there is a database.
    """
    from chappe.crypto.rsa_public import RsaPublic  # noqa: PLC0415 - only here
    from chappe.keys_on_disk import load_or_make, public_path  # noqa: PLC0415 - only here

    path = public_path(data)
    if make:
        try:
            load_or_make(data)
        except (OSError, ValueError) as error:
            typer.echo(str(error), err=True)
            raise typer.Exit(1) from error
    if not path.exists():
        typer.echo(
            f"no key at {path} yet; `chappe serve` or `chappe keys --make` makes one", err=True
        )
        raise typer.Exit(1)
    try:
        public = RsaPublic.from_pem(path.read_bytes())
    except (OSError, ValueError, TypeError) as error:
        typer.echo(f"{path} is no public key; `chappe serve` writes it anew", err=True)
        raise typer.Exit(1) from error
    signed = public.fingerprint
    typer.echo(public.pem.decode("ascii"))
    typer.echo(f"file                  {path}")
    typer.echo(f"fingerprint, hex      {signed & 0xFFFFFFFFFFFFFFFF:016x}")
    typer.echo(f"fingerprint, signed   {signed}")
    typer.echo(f"fingerprint, unsigned {signed & 0xFFFFFFFFFFFFFFFF}")
    typer.echo(f"e                     {public.e}")
    typer.echo(f"n, hex                {public.n:x}")
    typer.echo(f"n, decimal            {public.n}")
    _print_web_apps(data, database)


def _print_web_apps(data: Path, database: str | None) -> None:
    """The key of Mini Apps, which hangs on the installation's secret."""
    if database is None and not (data / "chappe.db").exists():
        return
    from chappe.cli.rows import read_rows  # noqa: PLC0415 - only here
    from chappe.features.keys.secrets import find_secret  # noqa: PLC0415 - only here
    from chappe.features.webapps.signing import public_key  # noqa: PLC0415 - only here

    secret = read_rows(data, database, lambda tx: find_secret(tx, "access"))
    if secret is not None:
        typer.echo(f"web apps, Ed25519     {public_key(secret).hex()}")
