"""`chappe doctor`."""


def doctor() -> None:
    """Placeholder that the next commit fills."""
