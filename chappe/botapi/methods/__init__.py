"""The methods, by noun: each reads its parameters, asks the Telegram API, and shows what came of it."""

from importlib import import_module

NOUNS = (
    *(
        "login",
        "updates",
        "sending",
        "rich",
        "media",
        "livephotos",
        "paid",
        "polling",
        "copying",
        "editing",
        "doing",
        "streaming",
    ),
    *(
        "rooms",
        "members",
        "people",
        "invites",
        "forum",
        "own",
        "games",
        "payments",
        "checklists",
        "business",
        "ephemeral",
        "stickers",
        "webapps",
        "inline",
        "refusals",
    ),
)
"""Modules with methods; each enters what it answers into the table."""


def load() -> None:
    """Bring every method into the table."""
    for noun in NOUNS:
        import_module(f"{__name__}.{noun}")
