"""`messages.*`: drafts."""

from chappe.features.dialogs import store, threads
from chappe.features.dialogs.actions import clear_draft, clear_drafts, save_draft
from chappe.features.drafts.access import access_draft, thread_of
from chappe.features.drafts.view import render_drafts, render_thread_drafts
from chappe.features.messages.access import access_addressee
from chappe.rpc.call import Call
from chappe.rpc.method import Who, method
from chappe.tl import api, layers
from chappe.updates.render import render_container


@method("messages.saveDraft", who=Who.USER, writes=True)
async def save(call: Call, q: api.messages.SaveDraft) -> bool:
    """Keep what the caller has written to a peer; nothing at all takes the draft away.

    Wire:   https://core.telegram.org/method/messages.saveDraft
    Errors: PEER_ID_INVALID, INPUT_USER_DEACTIVATED (access_addressee); those of access_draft
    """
    peer = await access_addressee(call.tx, call.viewer, q.peer)
    thread = thread_of(q.reply_to)
    draft = await access_draft(call, peer, q)
    if draft is None:
        await clear_draft(call.journal, call.user_id, peer, thread)
    else:
        await save_draft(call.journal, call.user_id, peer, layers.write(draft), thread)
    return True


@method("messages.getAllDrafts", who=Who.USER)
async def get_all_drafts(call: Call, q: api.messages.GetAllDrafts) -> "api.TypeUpdates":
    """Return the drafts of all dialogs as updates.

    Wire: https://core.telegram.org/method/messages.getAllDrafts
    """
    drafts = await store.find_drafts(call.tx, call.user_id)
    shown = render_drafts(drafts)
    for keeper in threads.KEEPERS:
        shown += render_thread_drafts(await keeper.find_all(call.tx, call.user_id))
    return await render_container(call.tx, call.viewer, shown, int(call.now))


@method("messages.clearAllDrafts", who=Who.USER, writes=True)
async def clear_all_drafts(call: Call, q: api.messages.ClearAllDrafts) -> bool:
    """Forget the drafts of all dialogs.

    Wire: https://core.telegram.org/method/messages.clearAllDrafts
    """
    await clear_drafts(call.journal, call.user_id)
    return True
