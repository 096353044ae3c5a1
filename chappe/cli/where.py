"""`chappe where`."""


def where() -> None:
    """Placeholder that the next commit fills."""
