"""`chappe schema`: the schema of a layer, as the official pages show it."""

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from chappe.tl.parse import Combinator

LAYERS = (2, 229)
"""The oldest and the newest; here as numbers, so that `--help` need not load the language."""


def schema(
    layer: Annotated[
        int, typer.Option(min=LAYERS[0], max=LAYERS[1], help="Of the Telegram API.")
    ] = LAYERS[1],
    as_json: Annotated[bool, typer.Option("--json", help="Telegram's JSON form.")] = False,
    mtproto: Annotated[
        bool, typer.Option("--mtproto", help="The service language below the API instead.")
    ] = False,
    secret: Annotated[
        bool, typer.Option("--secret", help="The language of secret chats instead.")
    ] = False,
) -> None:
    """Print the schema of a layer in TL, with ids, or in Telegram's JSON form.

    A layer without a snapshot of its own is that of the nearest older one (docs/layers.md).
    """
    import json  # noqa: PLC0415 - the other commands need none of it

    from chappe.tl import catalogue  # noqa: PLC0415 - the same
    from chappe.tl.parse import load  # noqa: PLC0415 - the same
    from chappe.tl.publish import as_official_json, as_text  # noqa: PLC0415 - the same

    if mtproto and secret:
        raise typer.BadParameter("--mtproto or --secret, not both")
    if mtproto or secret:
        shapes: Iterable[Combinator] = load("mtproto.tl" if mtproto else "secret.tl")
        end = None
    else:
        at = catalogue.at(catalogue.clamp(layer))
        shapes = [*at.constructors.values(), *at.methods.values()]
        end = f"// LAYER {layer}"
    if as_json:
        typer.echo(json.dumps(as_official_json(shapes, layered=secret, api=end is not None)))
    else:
        typer.echo("\n".join(as_text(shapes, layered=secret, end=end)))
