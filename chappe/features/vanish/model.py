"""What is known of things that go."""

from chappe.config import Profile

DAY = 86_400
PERIOD_SECONDS_MAX = 366 * DAY
VIEW_ONCE = 0x7FFFFFFF
"""The time of a medium that goes when it has been seen."""
BATCH = 100
"""Messages that go in one transaction."""


def lawful_period(seconds: int, profile: Profile) -> bool:
    """Whether a dialog may have this period: none, or whole days; in profile dev, whatever a test wants."""
    if not 0 <= seconds <= PERIOD_SECONDS_MAX:
        return False
    return profile is Profile.DEV or seconds % DAY == 0
