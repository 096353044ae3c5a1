"""Making accounts."""

from chappe.features.users import store
from chappe.features.users.model import SERVICE_USER, Mark, User
from chappe.ids import BoxId, DcId, UserId
from chappe.rpc.errors import RpcError
from chappe.updates.log import Journal

NAME_LENGTH_MAX = 64
SERVICE_NAME = "Chappe"
SERVICE_DC = DcId(1)


async def furnish(journal: Journal) -> None:
    """Make the service account, when this is a new installation."""
    service = User(
        SERVICE_USER, None, SERVICE_NAME, "", "", None, Mark.VERIFIED | Mark.SUPPORT, "en",
        SERVICE_DC, None, journal.at, 0,
    )  # fmt: skip
    if await store.find(journal.tx, SERVICE_USER) is None and await store.insert(
        journal.tx, service
    ):
        await journal.open_box(BoxId(SERVICE_USER))


async def make_user(
    journal: Journal, phone: str, first_name: str, last_name: str, dc_id: DcId, lang_code: str
) -> User:
    """A new account, with its box.

    Errors: FIRSTNAME_INVALID, LASTNAME_INVALID, PHONE_NUMBER_OCCUPIED
    """
    first_name, last_name = clean_names(first_name, last_name)
    user_id = await store.take_id(journal.tx)
    user = User(
        user_id, phone, first_name, last_name, "", None, Mark(0), lang_code, dc_id, None,
        journal.at, journal.at,
    )  # fmt: skip
    if not await store.insert(journal.tx, user):
        raise RpcError(400, "PHONE_NUMBER_OCCUPIED")
    await journal.open_box(BoxId(user_id))
    return user


def clean_names(first_name: str, last_name: str) -> tuple[str, str]:
    """Names as they are kept: without the space around them and what cannot be kept, 64 characters.

    Errors: FIRSTNAME_INVALID (nothing is left of it), LASTNAME_INVALID (not text)
    """
    first, last = _clean(first_name), _clean(last_name)
    if not first:
        raise RpcError(400, "FIRSTNAME_INVALID")
    if last_name and not last:
        raise RpcError(400, "LASTNAME_INVALID")
    return first, last


def _clean(name: str) -> str:
    return " ".join(name.replace("\0", "").split())[:NAME_LENGTH_MAX]


def is_service(user_id: UserId) -> bool:
    """Whether it is the account that brings notices."""
    return user_id == SERVICE_USER
