"""The methods that need no login, from the data file beside this one."""

from importlib import resources


def _load() -> frozenset[str]:
    text = resources.files("chappe.rpc").joinpath("open_methods.txt").read_text("utf-8")
    return frozenset(line for line in text.splitlines() if line and not line.startswith("#"))


OPEN_TO_ANYONE = _load()
"""Wire names; every other method answers 401 AUTH_KEY_UNREGISTERED before login."""
