"""Hand-written steps between shapes that no rule can convert, by noun (see `drift.frame`)."""

from importlib import import_module

NOUNS = (
    "actions",
    "auth",
    "bots",
    "buttons",
    "calls",
    "chats",
    "config",
    "contacts",
    "files",
    "folders",
    "inputs",
    "media",
    "messages",
    "notify",
    "payments",
    "peers",
    "polls",
    "reactions",
    "reports",
    "rich",
    "stars",
    "stats",
    "stickers",
    "stories",
    "themes",
    "users",
    "wrappers",
)
"""The modules with steps."""


def load() -> None:
    """Import every module of steps, which registers them."""
    for noun in NOUNS:
        import_module(f"{__name__}.{noun}")
