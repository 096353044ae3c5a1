"""What rooms ask before somebody does something to another. One look answers all of it: two statements."""

from collections.abc import Sequence
from dataclasses import dataclass

from chappe.db.database import Tx
from chappe.features.users.model import Mark, Tie, User
from chappe.features.users.rules import Key
from chappe.features.users.sight import Sight, look
from chappe.features.users.view import wants_premium
from chappe.ids import UserId, is_bot
from chappe.rpc.errors import RpcError


@dataclass(frozen=True, slots=True)
class Standing:
    """How one account stands to another: what it may do there."""

    sight: Sight
    user: User

    @property
    def blocked_by_me(self) -> bool:
        """Whether the caller has blocked the other one."""
        return Tie.BLOCKED in self.sight.between.mine_of(self.user.id).ties

    @property
    def blocks_me(self) -> bool:
        """Whether the other one has blocked the caller."""
        return self.sight.blocked_by(self.user)

    @property
    def may_send_voice(self) -> bool:
        """Whether the other one takes voice and round video messages."""
        return self.sight.allowed(self.user, Key.VOICE_MESSAGES)

    @property
    def may_call(self) -> bool:
        """Whether the other one takes calls."""
        return self.sight.allowed(self.user, Key.PHONE_CALL)

    @property
    def may_connect_directly(self) -> bool:
        """Whether a call may tell the other one's address."""
        return self.sight.allowed(self.user, Key.PHONE_P2P)

    @property
    def may_invite(self) -> bool:
        """Whether the other one may be put into groups."""
        return self.sight.allowed(self.user, Key.CHAT_INVITE)

    @property
    def may_link_forwards(self) -> bool:
        """Whether a forwarded message may lead to the other one, who wrote it; else it bears the name."""
        return self.sight.allowed(self.user, Key.FORWARDS)

    @property
    def may_see_reading(self) -> bool:
        """Whether the caller may know when the other one has read something."""
        marks = self.sight.me.marks | self.user.marks
        return Mark.HIDES_READ_MARKS not in marks


async def standing(tx: Tx, me: UserId, other: UserId) -> Standing | None:
    """How an account stands to another; None when there is no such account."""
    sight = await look(tx, me, {other})
    user = sight.users.get(other)
    return None if user is None else Standing(sight, user)


async def standings(tx: Tx, me: UserId, others: set[UserId]) -> dict[UserId, Standing]:
    """How an account stands to some others; those that do not exist are left out."""
    sight = await look(tx, me, others)
    return {each: Standing(sight, sight.users[each]) for each in others if each in sight.users}


async def access_inviting(
    tx: Tx, me: UserId, others: Sequence[UserId]
) -> tuple[list[UserId], list[UserId]]:
    """Those of some accounts that may be put into a group, and those that do not let the caller.

    Errors: USER_PRIVACY_RESTRICTED (403: none of them does), BOT_GROUPS_BLOCKED (a bot that its owner keeps out of
    groups)
    """
    found = await standings(tx, me, set(others))
    if any(each.user.bot is not None and each.user.bot.no_groups for each in found.values()):
        raise RpcError(400, "BOT_GROUPS_BLOCKED")
    may = [each for each in others if each in found and found[each].may_invite]
    if others and not may:
        raise RpcError(403, "USER_PRIVACY_RESTRICTED")
    return may, [each for each in others if each not in may]


async def access_writing(tx: Tx, me: UserId, other: UserId, *, voice: bool = False) -> Standing:
    """Let somebody write to an account.

    Errors: PEER_ID_INVALID, INPUT_USER_DEACTIVATED, USER_IS_BLOCKED, YOU_BLOCKED_USER,
            PRIVACY_PREMIUM_REQUIRED, with `voice` VOICE_MESSAGES_FORBIDDEN. USER_IS_BLOCKED is 403 for bots.
    """
    found = await standing(tx, me, other)
    if found is None:
        raise RpcError(400, "PEER_ID_INVALID")
    if found.user.deleted:
        raise RpcError(400, "INPUT_USER_DEACTIVATED")
    if found.blocked_by_me:
        raise RpcError(400, "YOU_BLOCKED_USER")
    if found.blocks_me:
        raise RpcError(403 if is_bot(me) else 400, "USER_IS_BLOCKED")
    if wants_premium(found.sight, found.user):
        raise RpcError(403, "PRIVACY_PREMIUM_REQUIRED")
    if voice and not found.may_send_voice:
        raise RpcError(400, "VOICE_MESSAGES_FORBIDDEN")
    return found
