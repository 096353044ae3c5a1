"""Messages, what they answer, and drafts of them."""

from typing import Any

from chappe.tl import api
from chappe.tl.build import TLObject
from chappe.tl.drift.cast import (
    channel_as_peer,
    recast,
    renamed,
    up_from,
    user_as_peer,
    user_of,
)
from chappe.tl.drift.flat import flatten
from chappe.tl.drift.frame import Fields, down, down_result, down_to, old, up
from chappe.tl.drift.rich import text_of


@down("message", "message", "entities", "media", until=206)
def checklist_in_words(o: api.Message) -> Fields:
    """Until layer 207 there were no checklists: what is in one is said in words."""
    if not isinstance(o.media, api.MessageMediaToDo) or o.message:
        return {**flat_message(o), "media": o.media}
    done = {each.id for each in o.media.completions or ()}
    tasks = [
        f"[{'x' if each.id in done else ' '}] {each.title.text}" for each in o.media.todo.list
    ]
    text = "\n".join([o.media.todo.title.text, *tasks])
    return {"message": text, "entities": o.entities, "media": None}


@down("message", "message", "entities", since=207, until=226)
def flat_message(o: api.Message) -> Fields:
    """Until layer 227 there was no rich text: a message that is nothing else becomes plain."""
    if o.message or o.rich_message is None:
        return {"message": o.message, "entities": o.entities}
    text, entities = flatten(o.rich_message)
    return {"message": text, "entities": entities or None}


@down_to("messageReplyHeader", until=165)
def reply_to_a_message(o: api.MessageReplyHeader) -> TLObject | None:
    """Until layer 166 an answer was to a message with an id; to any other there are no words."""
    return None if o.reply_to_msg_id is None else recast(0xA6D57763, o)


@down_to("messageReplyStoryHeader", until=173)
def reply_to_a_story(o: api.MessageReplyStoryHeader) -> TLObject | None:
    """Until layer 174 only the stories of users were answered."""
    user = user_of(o.peer)
    return None if user is None else old(0x9C98BFC1, user_id=user, story_id=o.story_id)


@down("draftMessage", "reply_to_msg_id", "message", until=165)
def draft_of_a_reply(o: api.DraftMessage) -> Fields:
    """Until layer 166 a draft answered a message of the same chat."""
    to = o.reply_to
    answered = None
    if isinstance(to, api.InputReplyToMessage) and to.reply_to_peer_id is None:
        answered = to.reply_to_msg_id
    return {"reply_to_msg_id": answered, **flat_draft(o)}


@down("draftMessage", "message", since=166, until=226)
def flat_draft(o: api.DraftMessage) -> Fields:
    """As `flat_message`."""
    if o.message or o.rich_message is None:
        return {"message": o.message}
    return {"message": text_of(o.rich_message)}


def reply_of(before: Any) -> api.InputReplyToMessage | None:
    """Return the message that an old request answers; in a topic alone, the topic itself."""
    topic: int | None = getattr(before, "top_msg_id", None)
    message: int | None = before.reply_to_msg_id or topic
    if not message:
        return None
    return api.InputReplyToMessage(reply_to_msg_id=message, top_msg_id=topic)


@up_from("messages.prolongWebView", "reply_to_msg_id")
@up_from("messages.saveDraft", "reply_to_msg_id")
@up_from("messages.sendInlineBotResult", "reply_to_msg_id")
@up_from("messages.sendMedia", "reply_to_msg_id")
@up_from("messages.sendMessage", "reply_to_msg_id")
@up_from("messages.sendMultiMedia", "reply_to_msg_id")
def replying(before: Any) -> Fields:
    """Until layer 160 (a draft: 166) an answer was the ids of a message and of its topic."""
    return {"reply_to": reply_of(before)}


@up("messages.sendScreenshotNotification")
def screenshot(before: Any) -> Fields:
    """As `replying`; here an answer is required, and 0 is to no message."""
    to = reply_of(before) or api.InputReplyToMessage(reply_to_msg_id=0)
    return {"reply_to": to}


@up("inputReplyToStory")
def reply_to_users_story(before: Any) -> Fields:
    """Until layer 174 only users had stories."""
    return {"peer": user_as_peer(before.user_id)}


@down_result("messages.getWebPage", until=164)
def bare_page(result: api.messages.WebPage) -> "api.TypeWebPage":
    """Until layer 165 nothing stood around a page."""
    return result.webpage


@down_result("messages.getWebPagePreview", until=197)
def bare_preview(result: api.messages.WebPagePreview) -> "api.TypeMessageMedia":
    """Until layer 198 nothing stood around a preview."""
    return result.media


@down_result("messages.translateText", until=151)
def one_translation(result: api.messages.TranslateResult) -> TLObject:
    """Until layer 152 one text was translated, and it might be none."""
    if not result.result:
        return old(0x67CA4737)
    return old(0xA214F7D0, text=result.result[0].text)


@up(0x24CE6DEE)
def text_to_translate(before: Any) -> Fields:
    """`messages.translateText`: one message, or one text."""
    text = before.text
    return {
        "id": None if before.msg_id is None else [before.msg_id],
        "text": None if text is None else [api.TextWithEntities(text=text, entities=[])],
    }


def _in_channel(name: str, now: type[TLObject]) -> None:
    @up(f"channels.{name}")
    def in_any_chat(before: Any) -> TLObject:
        return renamed(before, now, peer=channel_as_peer(before.channel))


# Until layer 224 only channels had topics.
_in_channel("createForumTopic", api.messages.CreateForumTopic)
_in_channel("deleteTopicHistory", api.messages.DeleteTopicHistory)
_in_channel("editForumTopic", api.messages.EditForumTopic)
_in_channel("getForumTopics", api.messages.GetForumTopics)
_in_channel("getForumTopicsByID", api.messages.GetForumTopicsByID)
_in_channel("reorderPinnedForumTopics", api.messages.ReorderPinnedForumTopics)
_in_channel("updatePinnedForumTopic", api.messages.UpdatePinnedForumTopic)


@down_to("updateDraftMessage", until=147)
def draft_of_the_chat(o: api.UpdateDraftMessage) -> TLObject | None:
    """Until layer 148 there were no topics; the draft of one is not that of the chat."""
    return None if o.top_msg_id is not None else recast(0xEE2BB969, o)


@up("channels.toggleForum")
def forum_without_tabs(before: Any) -> Fields:
    """Until layer 204 the topics of a forum were a list, not tabs."""
    return {"tabs": False}
