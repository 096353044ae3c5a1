"""What is known of a bot, beside its account."""

import re
from dataclasses import dataclass, field

from chappe.ids import UserId

SECRET_CHARACTERS = 35
TOKEN = re.compile(rf"([1-9][0-9]{{0,15}}):([A-Za-z0-9_-]{{{SECRET_CHARACTERS}}})")
"""As the Bot API knows it: the bot's number, a colon, and what only its owner knows."""
OWNED_MAX = 20
"""As the real service lets one account have (`bots_create_limit_default`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bot:
    """A bot. `owner_id`: 0: nobody's, the command line made it. `inline_feedback`: of a hundred chosen inline
    results, how many it hears of. `manager_id`: the bot that leads it, 0: none. The byte strings are TL values, told
    in the migration."""

    id: UserId
    owner_id: UserId
    secret: str = field(repr=False)
    made_at: int
    description: str = ""
    inline_feedback: int = 0
    menu: bytes | None = None
    group_rights: bytes | None = None
    broadcast_rights: bytes | None = None
    manager_id: UserId = UserId(0)

    @property
    def token(self) -> str:
        """What a program signs in with; never to be logged."""
        return f"{self.id}:{self.secret}"


def read_token(token: str) -> tuple[UserId, str] | None:
    """The bot's number and the secret of a token; None when it does not look like one."""
    found = TOKEN.fullmatch(token)
    return None if found is None else (UserId(int(found[1])), found[2])
