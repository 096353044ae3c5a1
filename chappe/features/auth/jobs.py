"""What ends by itself: the logins of silent devices, and silent accounts.

Most accounts have said nothing of it, and end as is usual; those are found by their silence. The few that
end sooner are looked at one by one.
"""

from chappe.features.auth import store
from chappe.features.auth.account import DAY_SECONDS, delete
from chappe.features.auth.entering import end
from chappe.features.auth.model import ACCOUNT_DAYS, LOGIN_DAYS, AccountLife
from chappe.features.keys import store as keys
from chappe.features.users import store as users
from chappe.features.users.model import User
from chappe.ids import AuthKeyId, UserId
from chappe.jobs.kinds import Job, Work, job, runs

HOUR_SECONDS = 60 * 60
LOOKED_AT_MAX = 200
"""Rows in memory at once."""


@job("auth.sign_out_silent")
class SignOutSilent(Job, frozen=True):
    """Sign silent devices out."""


@job("auth.delete_silent")
class DeleteSilent(Job, frozen=True):
    """Delete silent accounts."""


@runs(SignOutSilent, every_seconds=HOUR_SECONDS)
async def sign_out_silent(work: Work, _what: SignOutSilent) -> None:
    """Sign devices out that were silent for longer than their accounts allow."""
    usual = int(work.now) - LOGIN_DAYS * DAY_SECONDS
    gone: list[AuthKeyId] = []
    after = -1
    while silent := await keys.find_silent(work.tx, usual, LOOKED_AT_MAX, after):
        lives = await store.find_lives(work.tx, {user_id for _, user_id, _ in silent})
        gone += [
            key_id
            for key_id, user_id, at in silent
            if at < work.now - lives[user_id].login_days * DAY_SECONDS
        ]
        after = silent[-1][2]
    gone += await _silent_sooner(work)
    if gone:
        await end(work.world, work.journal, gone)


async def _silent_sooner(work: Work) -> list[AuthKeyId]:
    """The silent devices of accounts that end sooner than usual."""
    gone: list[AuthKeyId] = []
    after = UserId(0)
    while lives := await store.find_short_lives(work.tx, after, LOOKED_AT_MAX):
        for life in lives:
            gone += await _silent_of(work, life)
        after = lives[-1].user_id
    return gone


async def _silent_of(work: Work, life: AccountLife) -> list[AuthKeyId]:
    logins = await store.of_user(work.tx, life.user_id)
    found = await keys.find_many(work.tx, {each.key_id for each in logins})
    before = work.now - life.login_days * DAY_SECONDS
    return [
        each.key_id
        for each in logins
        if each.made_at < before
        and (each.key_id not in found or found[each.key_id].noted_at < before)
    ]


@runs(DeleteSilent, every_seconds=24 * HOUR_SECONDS)
async def delete_silent(work: Work, _what: DeleteSilent) -> int | None:
    """Delete one account that was silent for longer than it allows, and look again."""
    user = await _silent_user(work)
    if user is None:
        return None
    await delete(work.world, work.journal, user)
    return int(work.now) + 1


async def _silent_user(work: Work) -> User | None:
    usual = int(work.now) - ACCOUNT_DAYS * DAY_SECONDS
    after = UserId(0)
    while silent := await users.find_silent(work.tx, usual, after, LOOKED_AT_MAX):
        for user in silent:
            if await _is_silent(work, user, await store.find_life(work.tx, user.id)):
                return user
        after = silent[-1].id
    after = UserId(0)
    while lives := await store.find_short_lives(work.tx, after, LOOKED_AT_MAX):
        found = await users.find_many(work.tx, {life.user_id for life in lives})
        for life in lives:
            user_or_none = found.get(life.user_id)
            if user_or_none is not None and await _is_silent(work, user_or_none, life):
                return user_or_none
        after = lives[-1].user_id
    return None


async def _is_silent(work: Work, user: User, life: AccountLife) -> bool:
    """Whether neither the account was seen nor any of its devices was there for so long."""
    before = work.now - life.account_days * DAY_SECONDS
    if user.phone is None or user.online_until >= before or user.made_at >= before:
        return False
    logins = await store.of_user(work.tx, user.id)
    found = await keys.find_many(work.tx, {each.key_id for each in logins})
    return not any(key.noted_at >= before for key in found.values())
