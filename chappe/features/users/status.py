"""When somebody was there, as exactly as another may know.

Who hides it from others does not see theirs (https://core.telegram.org/api/privacy); instead of a time
there is "recently", "within a week", "within a month". `by_me`: the viewer's own rules are the reason.
"""

from chappe.features.users.model import Mark, User
from chappe.features.users.rules import Key
from chappe.features.users.sight import Sight
from chappe.tl import api

RECENT_SECONDS = 3 * 86_400
WEEK_SECONDS = 7 * 86_400
MONTH_SECONDS = 30 * 86_400


def render_status(sight: Sight, user: User, now: float) -> "api.TypeUserStatus | None":
    """The status of an account; None for one that has none (bots, the service)."""
    if Mark.BOT in user.marks or user.online_until == 0:
        return None
    open_to_me = sight.allowed(user, Key.STATUS)
    premium = Mark.PREMIUM in sight.me.marks
    open_to_them = premium or sight.allows(user, Key.STATUS)
    if open_to_me and open_to_them:
        return exact_status(user.online_until, now)
    if sight.blocked_by(user):
        return api.UserStatusEmpty()
    return _rough(now - user.online_until, by_me=open_to_me)


def exact_status(online_until: int, now: float) -> "api.TypeUserStatus":
    """The status for those who may know it."""
    if online_until > now:
        return api.UserStatusOnline(expires=online_until)
    return api.UserStatusOffline(was_online=online_until)


def _rough(ago: float, *, by_me: bool) -> "api.TypeUserStatus":
    if ago < RECENT_SECONDS:
        return api.UserStatusRecently(by_me=by_me)
    if ago < WEEK_SECONDS:
        return api.UserStatusLastWeek(by_me=by_me)
    if ago < MONTH_SECONDS:
        return api.UserStatusLastMonth(by_me=by_me)
    return api.UserStatusEmpty()
