"""`chappe schema`."""


def schema() -> None:
    """Placeholder that the next commit fills."""
