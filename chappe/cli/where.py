"""`chappe where NAME`: what is behind a name on the wire, in the database, or in an error."""

import json
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from chappe.cli.finding import Finding

LINES_MAX = 12
"""More places than this are counted, not listed; JSON has them all."""


def where(
    name: Annotated[
        str, typer.Argument(help="As on the wire: help.getConfig, user, msgs_ack …")
    ],
    as_json: Annotated[
        bool, typer.Option("--json", help="Everything, as one JSON list.")
    ] = False,
) -> None:
    """Say what is behind a name: where it lives, who may call it, in which layers it exists.

    NAME is a method (help.getConfig), a constructor (user), a type (User), an id (#c4f9186b), an
    error (FLOOD_WAIT_30), a service message of MTProto (msgs_ack), a method or type of the Bot API
    (sendMessage), a table (auth_key) or a migration (keys/0001_auth_key).

    Ends with status 1, and names that look alike, when nothing is called so.
    """
    from chappe.cli import api_names, other_names  # noqa: PLC0415 - the other commands need none of it

    found = [*api_names.find(name), *other_names.find(name)]
    if not found:
        _apologise(name, api_names.known() | other_names.known())
        raise typer.Exit(1)
    if as_json:
        typer.echo(json.dumps([each.plain() for each in found], indent=2, ensure_ascii=False))
        return
    typer.echo("\n\n".join(show(each) for each in found))


def show(finding: "Finding") -> str:
    """One finding for people: a head, then a label and its fact on each line."""
    lines = [f"{finding.name} ({finding.kind})"]
    shown = {
        label: fact if isinstance(fact, list) else [str(fact)]
        for label, fact in finding.facts.items()
        if fact not in (None, [])
    }
    width = max(map(len, shown))
    for label, facts in shown.items():
        rest = len(facts) - LINES_MAX
        listed = [*facts[:LINES_MAX], f"… and {rest} more (--json)"] if rest > 1 else facts
        for index, fact in enumerate(listed):
            lines.append(f"  {'' if index else label:{width}}  {fact}")
    return "\n".join(lines)


def _apologise(name: str, known: set[str]) -> None:
    import difflib  # noqa: PLC0415 - only here

    by_lower: dict[str, set[str]] = {}
    for each in known:
        by_lower.setdefault(each.lower(), set()).add(each)
        by_lower.setdefault(each.lower().rpartition(".")[2], set()).add(each)
    close = difflib.get_close_matches(name.lower(), by_lower, n=5, cutoff=0.7)
    names = list(dict.fromkeys(each for match in close for each in sorted(by_lower[match])))
    typer.echo(f"nothing is called {name}", err=True)
    if names:
        typer.echo(f"did you mean: {', '.join(names)}", err=True)
