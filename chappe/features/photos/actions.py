"""Putting photos up and taking them down."""

from collections.abc import Sequence
from dataclasses import replace

from chappe.features.files import pictures
from chappe.features.files.actions import keep_file
from chappe.features.files.model import NewFile
from chappe.features.files.photos import prepare_photo
from chappe.features.files.store import files
from chappe.features.files.view import profile_photo
from chappe.features.photos import store
from chappe.features.users import relations
from chappe.features.users import store as users
from chappe.features.users.actions import takes_leave
from chappe.features.users.facts import UserChanged
from chappe.features.users.model import Relation, User
from chappe.features.users.news import tell_of
from chappe.ids import BoxId, UserId
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.tl import api, layers
from chappe.updates.log import Journal


async def prepare(
    call: Call,
    file: "api.TypeInputFile | None",
    video: "api.TypeInputFile | None",
    markup: "api.TypeVideoSize | None",
) -> NewFile | None:
    """A square photo from what a client has uploaded, None when it has not. Before the call's first
    statement.

    Errors: VIDEO_FILE_INVALID (photos do not move here), EMOJI_MARKUP_INVALID (there are no emoji
            documents); those of `prepare_photo`, PHOTO_CROP_SIZE_SMALL in the place of its
            PHOTO_INVALID_DIMENSIONS
    """
    if video is not None:
        raise RpcError(400, "VIDEO_FILE_INVALID")
    if markup is not None:
        raise RpcError(400, "EMOJI_MARKUP_INVALID")
    if file is None:
        return None
    try:
        return await prepare_photo(call.agent or call, file, pictures.crop)
    except RpcError as error:
        if error.name == "PHOTO_INVALID_DIMENSIONS":
            raise RpcError(400, "PHOTO_CROP_SIZE_SMALL") from error
        raise


async def put_up(
    journal: Journal, owner: UserId, photo: api.Photo, *, fallback: bool, new: NewFile | None
) -> None:
    """Show a photo. `new`: when it has no rows yet."""
    await tell_of(journal, owner, UserChanged(owner))
    if new is not None:
        await keep_file(journal.tx, new)
    await store.put(journal.tx, owner, photo.id, fallback=fallback)
    await _show(journal, owner, photo, fallback=fallback)


async def take_down(journal: Journal, owner: UserId, *, fallback: bool) -> None:
    """Show no photo; those that there are stay in the list."""
    await tell_of(journal, owner, UserChanged(owner))
    await _show(journal, owner, None, fallback=fallback)


async def _show(
    journal: Journal, owner: UserId, photo: api.Photo | None, *, fallback: bool
) -> None:
    column = "fallback" if fallback else "photo"
    await users.set_value(journal.tx, owner, column, portrait(photo))


def portrait(photo: api.Photo | None) -> bytes | None:
    """A photo as it stands beside a name (TL)."""
    return None if photo is None else layers.write(profile_photo(photo))


async def delete_photos(journal: Journal, user: User, ids: Sequence[int]) -> list[int]:
    """Delete photos of an account; when the one that is shown is among them, the one before it is shown.

    The files stay: whoever was sent one may still show it.
    """
    kept = await store.find(journal.tx, user.id, ids)
    if not kept:
        return []
    await tell_of(journal, user.id, UserChanged(user.id))
    gone = [each.photo_id for each in kept]
    await store.delete(journal.tx, user.id, gone)
    for fallback, column in ((False, user.photo), (True, user.fallback)):
        if photo_id_of(column) in gone:
            last = await store.find_last(journal.tx, user.id, fallback=fallback)
            found = {} if last is None else await files.find_photos(journal.tx, [last])
            await _show(journal, user.id, found.get(last or 0), fallback=fallback)
    return gone


def photo_id_of(portrait: bytes | None) -> int | None:
    """The photo that stands in a column of an account."""
    if portrait is None:
        return None
    shown, _ = layers.read(portrait)
    assert isinstance(shown, api.UserProfilePhoto)
    return shown.photo_id


async def set_personal(
    journal: Journal, owner: UserId, held: Relation, new: NewFile | None
) -> None:
    """Choose a photo of a contact for one's own eyes; None: none any more."""
    await journal.append(BoxId(owner), UserChanged(held.user_id))
    photo = None
    if new is not None:
        await keep_file(journal.tx, new)
        assert isinstance(new.shown, api.Photo)
        photo = new.shown
    await relations.put(journal.tx, owner, [replace(held, photo=portrait(photo))])


@takes_leave
async def leave(journal: Journal, user: User) -> None:
    """The photos of an account that is deleted are taken off its list."""
    await store.delete_all(journal.tx, user.id)
