"""A key is destroyed: rooms that keep something by keys forget it in the same transaction."""

from collections.abc import Awaitable, Callable

from chappe.db.database import Tx
from chappe.features.keys import store
from chappe.ids import AuthKeyId

Forgetter = Callable[[Tx, AuthKeyId], Awaitable[list[AuthKeyId]]]
_forgetters: list[Forgetter] = []


def forgets(forgetter: Forgetter) -> Forgetter:
    """The decorated function forgets what its room keeps of a key; it gives other keys that belong to nobody
    any more by that."""
    _forgetters.append(forgetter)
    return forgetter


async def destroy(tx: Tx, key_id: AuthKeyId) -> tuple[bool, list[AuthKeyId]]:
    """Forget a key: whether there was one, and the keys that nobody is signed in with any more."""
    signed_out: list[AuthKeyId] = []
    for forget in _forgetters:
        signed_out += await forget(tx, key_id)
    return await store.delete(tx, key_id), signed_out
