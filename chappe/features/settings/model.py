"""Which settings there are."""

import enum


class Name(enum.IntEnum):
    """What a setting is about; the numbers stand in the database."""

    CONTENT = 1
    DOWNLOAD_LOW = 2
    DOWNLOAD_MEDIUM = 3
    DOWNLOAD_HIGH = 4
    REACTIONS_NOTIFY = 5
    GLOBAL_PRIVACY = 6
    RECENT_EMOJI_STATUSES = 7
