"""Hand-written steps between shapes that no rule can convert, by noun (see `drift.frame`)."""

from importlib import import_module

NOUNS = ("buttons", "media", "peers", "polls", "wrappers")
"""The modules with steps."""


def load() -> None:
    """Import every module of steps, which registers them."""
    for noun in NOUNS:
        import_module(f"{__name__}.{noun}")
