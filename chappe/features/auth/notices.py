"""What the service account tells people about their account: codes, and who has signed in."""

from datetime import UTC, datetime

from chappe.features.messages.actions import deliver_to_one
from chappe.features.messages.model import Body, BodyMark
from chappe.features.messages.payload import write_value
from chappe.features.users.model import SERVICE_USER, User
from chappe.ids import BoxId, UserId, user_peer
from chappe.rpc.caller import ClientInfo
from chappe.tl import api
from chappe.updates.facts import Fact, Kind, fact
from chappe.updates.log import Journal

DEVICE_CHARACTERS_MAX = 64


@fact(Kind.NEW_AUTHORIZATION)
class NewAuthorization(Fact, frozen=True):
    """A device was signed in, or an earlier one was confirmed."""

    hash: int


async def tell(
    journal: Journal,
    user_id: UserId,
    text: str,
    *,
    markup: "api.ReplyInlineMarkup | None" = None,
) -> None:
    """Write to somebody as the service account. `markup`: buttons below."""
    kept = None if markup is None else write_value(markup)
    body = Body(from_id=user_peer(SERVICE_USER), at=journal.at, text=text, markup=kept)
    await deliver_to_one(journal, user_id, SERVICE_USER, body)


async def tell_code(journal: Journal, user_id: UserId, code: str) -> None:
    """Bring a login code to the other devices."""
    await tell(
        journal,
        user_id,
        f"Login code: {code}\n\n"
        "Whoever has this code can sign in as you. Give it to nobody, whoever they say they are. "
        "If you did not ask for it, nothing has happened yet: ignore this message.",
    )


async def tell_new_login(
    journal: Journal, user: User, hash_: int, info: ClientInfo | None, address: str
) -> None:
    """Tell the other devices that there is a new one."""
    at = datetime.fromtimestamp(journal.at, UTC)
    lines = [
        f"{user.first_name}, somebody has signed in to your account on {at:%Y-%m-%d at %H:%M:%S} UTC.",
        "",
        f"Device: {device_of(info)}",
    ]
    if address:
        lines.append(f"Address: {address}")
    lines += ["", "If this was not you, end that session in the list of your devices."]
    await tell(journal, user.id, "\n".join(lines))
    await journal.append(BoxId(user.id), NewAuthorization(hash_))


async def tell_deletion(journal: Journal, user: User, token: str, days: int) -> None:
    """Tell the devices of an account that somebody without its password wants it deleted."""
    await tell(
        journal,
        user.id,
        f"{user.first_name}, somebody who can read the codes that are sent to your number has asked to "
        f"delete your account. They do not know your password, so this is possible in {days} days.\n\n"
        "If this was not you, call it off here: "
        f"tg://confirmphone?phone={user.phone}&hash={token}",
    )


async def tell_joined(journal: Journal, user: User, owners: dict[UserId, bool]) -> None:
    """Tell those who have a newcomer in their address book; True: without a sound."""
    action = write_value(api.MessageActionContactSignUp())
    for owner, quietly in sorted(owners.items()):
        marks = BodyMark.SILENT if quietly else BodyMark(0)
        body = Body(from_id=user.peer, at=journal.at, text="", action=action, marks=marks)
        await deliver_to_one(journal, owner, user.id, body)


def device_of(info: ClientInfo | None) -> str:
    """A device in a few words, as it says of itself."""
    if info is None:
        return "unknown"
    words = f"{info.device_model}, {info.system_version}, app {info.app_version}"
    return words.replace("\0", "").replace("\n", " ")[: 3 * DEVICE_CHARACTERS_MAX]
