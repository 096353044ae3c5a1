"""Which settings there are."""

import enum


class Name(enum.IntEnum):
    """What a setting is about; the numbers stand in the database."""

    CONTENT = 1
    DOWNLOAD_LOW = 2
    DOWNLOAD_MEDIUM = 3
    DOWNLOAD_HIGH = 4
    SAVE_USERS = 5
    SAVE_CHATS = 6
    SAVE_BROADCASTS = 7
    REACTIONS_NOTIFY = 8
    GLOBAL_PRIVACY = 9
