"""What is known of reactions."""

from dataclasses import dataclass
from typing import NewType

from chappe.ids import PeerId, UserId

Reaction = NewType("Reaction", str)
"""An emoji, or `#` and the number of the document of a custom emoji."""

EMOJI_STYLE = "\ufe0f"
"""Some keyboards put it behind an emoji; reactions are kept without."""
EMOJIS = tuple(
    map(
        Reaction,
        [
            "👍",
            "👎",
            "❤",
            "🔥",
            "🥰",
            "👏",
            "😁",
            "🤔",
            "🤯",
            "😱",
            "🤬",
            "😢",
            "🎉",
            "🤩",
            "🤮",
            "💩",
            "🙏",
            "👌",
            "🕊",
            "🤡",
            "🥱",
            "🥴",
            "😍",
            "🐳",
            "❤\u200d🔥",
            "🌚",
            "🌭",
            "💯",
            "🤣",
            "⚡",
            "🍌",
            "🏆",
            "💔",
            "🤨",
            "😐",
            "🍓",
            "🍾",
            "💋",
            "🖕",
            "😈",
            "😴",
            "😭",
            "🤓",
            "👻",
            "👨\u200d💻",
            "👀",
            "🎃",
            "🙈",
            "😇",
            "😨",
            "🤝",
            "✍",
            "🤗",
            "🫡",
            "🎅",
            "🎄",
            "☃",
            "💅",
            "🤪",
            "🗿",
            "🆒",
            "💘",
            "🙉",
            "🦄",
            "😘",
            "💊",
            "🙊",
            "😎",
            "👾",
            "🤷\u200d♂",
            "🤷",
            "🤷\u200d♀",
            "😡",
        ],
    )
)
"""What one may react with, the commonest first. https://core.telegram.org/bots/api#reactiontypeemoji"""
PER_MESSAGE_MAX = 11
PER_USER_MAX = 1
PER_PREMIUM_USER_MAX = 3
"""As the app config tells clients: `reactions_uniq_max`, `reactions_user_max_default`, `…_premium`."""
IN_GROUP_MAX = 100
"""Reactions that a group may name (`reactions_in_chat_max`)."""
CUSTOM = "#"


def custom(document_id: int) -> Reaction:
    """The reaction that is a custom emoji."""
    return Reaction(f"{CUSTOM}{document_id}")


def document_of(reaction: Reaction) -> int | None:
    """The document of a custom emoji; None for an ordinary one."""
    return int(reaction[1:]) if reaction.startswith(CUSTOM) else None


@dataclass(frozen=True, slots=True)
class Reacted:
    """One reaction of one user to one body. `saved_peer`: as a tag in that dialog of Saved Messages; None
    elsewhere."""

    body_id: int
    user_id: UserId
    place: int
    reaction: Reaction
    big: bool
    unread: bool
    at: int
    saved_peer: PeerId | None = None


@dataclass(frozen=True, slots=True)
class Allowed:
    """What one may react with in a group or channel. `reactions`: only these, None: all; `custom`: custom
    emoji too, where all are allowed; `most`: different ones on one message."""

    reactions: tuple[Reaction, ...] | None = None
    custom: bool = True
    most: int = PER_MESSAGE_MAX

    def allows(self, reaction: Reaction) -> bool:
        """Whether one may react with this."""
        if self.reactions is not None:
            return reaction in self.reactions
        return self.custom or document_of(reaction) is None


EVERYTHING = Allowed()
