"""`photos.*`."""

from chappe.features.files.access import access_photo
from chappe.features.files.actions import keep_file
from chappe.features.files.model import NewFile
from chappe.features.photos import store
from chappe.features.photos.actions import (
    delete_photos,
    prepare,
    put_up,
    set_personal,
    take_down,
)
from chappe.features.photos.view import render_photo, render_photos, suggestion
from chappe.features.suggestions.actions import access_suggesting, suggest
from chappe.features.users import relations
from chappe.features.users.access import access_user, hold_self
from chappe.features.users.model import User
from chappe.features.users.view import render_users
from chappe.ids import BoxId, UserId
from chappe.rpc.call import Call
from chappe.rpc.errors import RpcError
from chappe.rpc.method import Who, method
from chappe.tl import api

PAGE_MAX = 100
DELETED_MAX = 100


async def _owner(call: Call, bot: "api.TypeInputUser | None") -> UserId:
    """Whose photo is meant: the caller's, or that of a bot of its own.

    Errors: BOT_INVALID
    """
    if bot is None:
        return call.user_id
    user = await access_user(call.tx, call.viewer, bot, error="BOT_INVALID")
    if user.bot is None or user.bot.owner_id != call.user_id:
        raise RpcError(400, "BOT_INVALID")
    return user.id


@method("photos.uploadProfilePhoto", who=Who.SIGNED_IN, writes=True)
async def upload(call: Call, q: api.photos.UploadProfilePhoto) -> api.photos.Photo:
    """Put up a new photo of the caller.

    Wire:   https://core.telegram.org/method/photos.uploadProfilePhoto
    Errors: PHOTO_FILE_MISSING, BOT_INVALID; VIDEO_FILE_INVALID, EMOJI_MARKUP_INVALID, FILE_PARTS_INVALID,
            IMAGE_PROCESS_FAILED, PHOTO_CROP_SIZE_SMALL, PHOTO_EXT_INVALID (prepare)
    """
    new = await prepare(call, q.file, q.video, q.video_emoji_markup)
    if new is None:
        raise RpcError(400, "PHOTO_FILE_MISSING")
    owner, photo = await _owner(call, q.bot), _photo(new)
    await put_up(call.journal, owner, photo, fallback=q.fallback, new=new)
    return await render_photo(call.tx, call.viewer, photo.id)


def _photo(new: NewFile) -> api.Photo:
    assert isinstance(new.shown, api.Photo)
    return new.shown


@method("photos.updateProfilePhoto", who=Who.SIGNED_IN, writes=True)
async def update(call: Call, q: api.photos.UpdateProfilePhoto) -> api.photos.Photo:
    """Put up a photo that the caller has had before, or none.

    Wire:   https://core.telegram.org/method/photos.updateProfilePhoto
    Errors: BOT_INVALID, BOT_FALLBACK_UNSUPPORTED, PHOTO_ID_INVALID (not one of the caller's), FILE_REFERENCE_EMPTY / INVALID /
            EXPIRED (access_photo)
    """
    if q.bot is not None and q.fallback:
        raise RpcError(400, "BOT_FALLBACK_UNSUPPORTED")
    owner = await _owner(call, q.bot)
    if isinstance(q.id, api.InputPhotoEmpty):
        await take_down(call.journal, owner, fallback=q.fallback)
        return await render_photo(call.tx, call.viewer, None)
    try:
        named = await access_photo(call.tx, call, q.id)
    except RpcError as error:
        name = "PHOTO_ID_INVALID" if error.name == "MEDIA_EMPTY" else error.name
        raise RpcError(error.code, name) from error
    if not await store.find(call.tx, owner, [named.id]):
        raise RpcError(400, "PHOTO_ID_INVALID")
    await put_up(call.journal, owner, named, fallback=q.fallback, new=None)
    return await render_photo(call.tx, call.viewer, named.id)


@method("photos.deletePhotos", writes=True)
async def delete(call: Call, q: api.photos.DeletePhotos) -> list[int]:
    """Delete photos of the caller; which ones there were.

    Wire: https://core.telegram.org/method/photos.deletePhotos
    """
    ids = [each.id for each in q.id[:DELETED_MAX] if isinstance(each, api.InputPhoto)]
    return await delete_photos(call.journal, await hold_self(call.tx, call.viewer), ids)


@method("photos.getUserPhotos", who=Who.SIGNED_IN)
async def get_photos(call: Call, q: api.photos.GetUserPhotos) -> "api.photos.TypePhotos":
    """Return a part of the photos of an account, the newest first.

    Wire:   https://core.telegram.org/method/photos.getUserPhotos
    Errors: USER_ID_INVALID, MSG_ID_INVALID (access_user); MAX_ID_INVALID
    """
    user = await access_user(call.tx, call.viewer, q.user_id)
    if q.max_id and not await store.has(call.tx, user.id, q.max_id):
        raise RpcError(400, "MAX_ID_INVALID")
    page = (max(0, q.offset), max(0, min(q.limit, PAGE_MAX)), q.max_id or None)
    return await render_photos(call.tx, call.viewer, user, page)


@method("photos.uploadContactProfilePhoto", writes=True)
async def upload_for_contact(
    call: Call, q: api.photos.UploadContactProfilePhoto
) -> api.photos.Photo:
    """Choose a photo of a contact for the caller's eyes, or suggest one to it.

    Wire:   https://core.telegram.org/method/photos.uploadContactProfilePhoto
    Errors: NEED_ACTION_MISSING (neither, or a suggestion without a photo); USER_ID_INVALID,
            MSG_ID_INVALID (access_user); CONTACT_MISSING; those of `prepare`, of `access_suggesting`
    """
    if q.suggest == q.save:
        raise RpcError(400, "NEED_ACTION_MISSING")
    new = await prepare(call, q.file, q.video, q.video_emoji_markup)
    user = await access_user(call.tx, call.viewer, q.user_id)
    if q.save:
        return await _save(call, user, new)
    if new is None:
        raise RpcError(400, "NEED_ACTION_MISSING")
    return await _suggest(call, user, new)


async def _save(call: Call, user: User, new: NewFile | None) -> api.photos.Photo:
    await hold_self(call.tx, call.viewer)
    held = (await relations.find(call.tx, call.user_id, {user.id}))[user.id]
    if not held.contact:
        raise RpcError(400, "CONTACT_MISSING")
    await set_personal(call.journal, call.user_id, held, new)
    return await _answer(call, user, new)


async def _suggest(call: Call, user: User, new: NewFile) -> api.photos.Photo:
    await access_suggesting(call.tx, call.user_id, user)
    await call.journal.lock([BoxId(call.user_id), BoxId(user.id)])
    await keep_file(call.tx, new)
    await suggest(call.journal, call.user_id, user, suggestion(_photo(new).id))
    return await _answer(call, user, new)


async def _answer(call: Call, user: User, new: NewFile | None) -> api.photos.Photo:
    answer = await render_photo(call.tx, call.viewer, None if new is None else _photo(new).id)
    answer.users = await render_users(call.tx, call.viewer, {user.id})
    return answer
