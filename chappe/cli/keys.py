"""`chappe keys`: the public key of this server, in every form that client libraries want."""

from typing import Annotated

import typer

from chappe.cli.options import DEFAULT_DATA, DataOption


def keys(
    data: DataOption = DEFAULT_DATA,
    make: Annotated[bool, typer.Option("--make", help="Make a key if there is none.")] = False,
) -> None:
    """Print the server's public key, in every form that client libraries want.

    PEM (PKCS#1), the numbers n and e, and the fingerprint as hex, signed and unsigned.
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
