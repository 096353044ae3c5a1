"""Drawing, sending and checking codes.

A letter leaves with no transaction of the call open: `send` keeps the code in a short transaction of its
own first, so that a code which arrives is always known.
"""

import hmac
import re
import secrets
from dataclasses import replace

from chappe.config import Profile
from chappe.couriers.courier import Letter, Medium, Purpose, Undeliverable
from chappe.db.database import Tx
from chappe.features.codes import store
from chappe.features.codes.model import (
    APP,
    CODE_SECONDS,
    EMAIL_CODE_SECONDS,
    LETTERS_PER_DAY_MAX,
    LETTERS_PER_ORIGIN_MAX,
    MEDIA,
    PROVEN_SECONDS,
    TRIES_MAX,
    Code,
    Verdict,
)
from chappe.ids import UserId
from chappe.logs import log
from chappe.rpc.call import World

DAY_SECONDS = 86_400
TYPED = re.compile(r"(?<![0-9-])[0-9](?:-?[0-9]){4,6}(?![0-9])", re.ASCII)
"""What may be a login code in a message: 5 to 7 digits, with dashes between them or not."""
TYPED_MAX = 20


class TooMany(Exception):
    """The address was sent as many letters today as it may be, or too many were asked for from one place."""


def draw(digits: int) -> str:
    """A random code, with its leading zeros."""
    return str(secrets.randbelow(10**digits)).zfill(digits)


def draw_id() -> str:
    """A random name for a code."""
    return secrets.token_hex(10)


async def send(
    world: World, now: float, code: Code, origin: str, *, to: str | None = None
) -> Code:
    """Keep a new code, or an old one that goes out again, and deliver it.

    `origin`: the network address that it was asked for from. `to`: where, when that is not the address that the code is about (a login code by e-mail). Wants no statement of the call's own transaction before it.
    Raises: TooMany, Undeliverable.
    """
    sent = renewed(code, int(now))
    async with world.database.transaction(write=True) as tx:
        await keep(tx, world.settings.profile, sent, origin)
    await deliver(world, sent, to)
    return sent


def renewed(code: Code, now: int) -> Code:
    """The code as it is once it is sent now."""
    # Whoever has to open a mailbox first takes longer.
    quick = code.medium in {APP, Medium.PHONE.value}
    seconds = CODE_SECONDS if quick else EMAIL_CODE_SECONDS
    return replace(code, sends=code.sends + 1, sent_at=now, until=now + seconds)


async def keep(tx: Tx, profile: Profile, code: Code, origin: str) -> None:
    """Keep a code in the place of what the same device asked for before. Raises: TooMany."""
    await store.delete_old(tx, code.sent_at)
    if profile is Profile.PRODUCTION:
        day = code.sent_at // DAY_SECONDS
        letters = await store.count_letter(tx, code.address, day)
        asked = await store.count_letter(tx, f"from {origin}", day)
        if letters > LETTERS_PER_DAY_MAX or asked > LETTERS_PER_ORIGIN_MAX:
            raise TooMany
    if code.sends == 1:
        await store.delete_of_key(tx, code)
    await store.put(tx, code)


async def deliver(world: World, code: Code, to: str | None = None) -> None:
    """Hand a code to the courier, when it goes by one. Raises: Undeliverable."""
    medium = MEDIA[code.medium]
    if medium is None:
        return
    to = to or (f"+{code.address}" if medium is Medium.PHONE else code.address)
    try:
        await world.courier.deliver(Letter(medium, to, code.purpose, code.code))
    except Undeliverable as error:
        log.error("a code could not be delivered", purpose=code.purpose.value, why=str(error))
        raise


async def check(
    tx: Tx, code: Code | None, now: float, shown: str, *, use: bool = True
) -> Verdict:
    """Compare what a person typed; a right code is used up (if `use`), a wrong one is counted.

    The transaction has to be kept even where the verdict makes a refusal.
    """
    if code is None or code.until <= now or code.tries >= TRIES_MAX:
        return Verdict.GONE
    if hmac.compare_digest(code.code.encode(), shown.strip().encode()):
        if use:
            await store.delete(tx, code.id)
        return Verdict.RIGHT
    if await store.note_try(tx, code.id) >= TRIES_MAX:
        await store.delete(tx, code.id)
    return Verdict.WRONG


async def forget_typed(tx: Tx, user_id: UserId, text: str) -> None:
    """Make login codes worthless that a user tells somebody: nobody honest asks for them."""
    found = {each.replace("-", "") for each in TYPED.findall(text)}
    if found:
        codes = sorted(found)[:TYPED_MAX]
        await store.delete_shown(tx, user_id, Purpose.SIGN_IN, codes)


async def keep_proven(tx: Tx, code: Code, now: float) -> None:
    """Remember that a code was right, for the step that follows."""
    await store.put(tx, replace(code, proven=True, until=int(now) + PROVEN_SECONDS))
