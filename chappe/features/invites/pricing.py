"""Links by which one comes in who pays, again and again. https://core.telegram.org/api/invites#paid-invite-links"""

from collections.abc import Awaitable, Callable
from hashlib import blake2b

from chappe.config import Profile
from chappe.db.database import Tx
from chappe.features.channels.model import Channel
from chappe.features.invites.access import Place
from chappe.features.invites.model import Invite
from chappe.ids import PeerId, UserId
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.tl import api

MONTH_SECONDS = 30 * 86_400
PERIODS = {MONTH_SECONDS, 300, 60}
"""The real service has months, and where one tries things out minutes."""
STARS_MAX = 10_000
"""As clients are told by `stars_subscription_amount_max`."""

Paid = Callable[[Tx, UserId, PeerId, float], Awaitable[bool]]
_paid: list[Paid] = []


def knows_paid(finder: Paid) -> Paid:
    """The decorated function knows whether somebody has paid for being in a channel now."""
    if finder not in _paid:
        _paid.append(finder)
    return finder


async def has_paid(tx: Tx, user_id: UserId, peer: PeerId, now: float) -> bool:
    """Whether somebody has paid for being in a channel now."""
    return any([await finder(tx, user_id, peer, now) for finder in _paid])


def checked_price(
    call: Call, place: Place, q: api.messages.ExportChatInvite
) -> tuple[int, int]:
    """Period and Stars of a new link.

    Errors: PRICING_CHAT_INVALID (only channels have such links, and nobody pays in profile production; or whoever comes
            by it has to be let in besides), SUBSCRIPTION_PERIOD_INVALID, STARS_AMOUNT_INVALID
    """
    pricing = q.subscription_pricing
    if pricing is None:
        return 0, 0
    play = call.world.settings.profile is Profile.DEV
    broadcast = isinstance(place.group, Channel) and place.group.broadcast
    if not play or not broadcast or q.request_needed or q.legacy_revoke_permanent:
        raise RpcError(400, "PRICING_CHAT_INVALID")
    if pricing.period not in PERIODS:
        raise RpcError(400, "SUBSCRIPTION_PERIOD_INVALID")
    if not 0 < pricing.amount <= STARS_MAX:
        raise RpcError(400, "STARS_AMOUNT_INVALID")
    return pricing.period, pricing.amount


def form_of(secret: bytes, user_id: UserId, invite: Invite) -> int:
    """The number of the form by which somebody pays for coming in; the same each time: nobody comes in twice."""
    said = user_id.to_bytes(8, "little") + invite.hash.encode()
    tag = blake2b(said, digest_size=8, key=secret, person=b"subscription").digest()
    return int.from_bytes(tag, "little") >> 2 | 1


async def price(call: Call, invite: Invite, shown: api.ChatInvite) -> None:
    """Say of a link what it costs to come in by it, and by which form that is paid."""
    if not invite.stars:
        return
    shown.subscription_pricing = api.StarsSubscriptionPricing(
        period=invite.period, amount=invite.stars
    )
    if await has_paid(call.tx, call.user_id, invite.peer, call.now):
        shown.can_refulfill_subscription = True
    else:
        shown.subscription_form_id = form_of(call.world.secret, call.user_id, invite)
