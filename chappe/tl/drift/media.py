"""Photos, documents, what describes them, and the media of messages."""

from typing import Any

from chappe.tl import api
from chappe.tl.build import TLObject
from chappe.tl.drift.cast import recast, up_from, user_as_peer, user_of
from chappe.tl.drift.frame import Fields, down, down_to, up

SECONDS_MAX = 2**31 - 1


def whole_seconds(seconds: float) -> int:
    """Round a length that a client claimed; nonsense (endless, negative, no number) is 0."""
    return round(seconds) if 0 <= seconds <= SECONDS_MAX else 0


@down("documentAttributeVideo", "duration", until=159)
def video_in_whole_seconds(o: api.DocumentAttributeVideo) -> Fields:
    """Until layer 160 a video lasted whole seconds."""
    return {"duration": whole_seconds(o.duration)}


@up("documentAttributeVideo")
def video_in_seconds(old: Any) -> Fields:
    """Read whole seconds as seconds."""
    return {"duration": float(old.duration)}


@down("messageMediaDocument", "alt_document", until=187)
def one_alternative(o: api.MessageMediaDocument) -> Fields:
    """Until layer 188 there was one other form of a document."""
    return {"alt_document": o.alt_documents[0] if o.alt_documents else None}


@up_from("messageMediaDocument", "alt_document")
def alternatives(before: Any) -> Fields:
    """Read the one other form, where there is one."""
    other = before.alt_document
    return {"alt_documents": None if other is None else [other]}


@down_to("messageMediaStory", until=163)
def story_of_a_user(o: api.MessageMediaStory) -> TLObject:
    """Until layer 164 only users had stories."""
    user = user_of(o.peer)
    if user is None:
        return api.MessageMediaUnsupported()
    return recast(0xCBB20D88, o, user_id=user)


@up("inputMediaStory")
def users_story(before: Any) -> Fields:
    """As `story_of_a_user`."""
    return {"peer": user_as_peer(before.user_id)}


@down_to("messageMediaGiveaway", until=187)
def giveaway_of_months(o: api.MessageMediaGiveaway) -> TLObject:
    """Until layer 188 only months of Premium were given away."""
    if o.months is None:
        return api.MessageMediaUnsupported()
    return recast(0xDAAD85B0, o)


@down_to("messageMediaGiveawayResults", until=187)
def winners_of_months(o: api.MessageMediaGiveawayResults) -> TLObject:
    """As `giveaway_of_months`."""
    if o.months is None:
        return api.MessageMediaUnsupported()
    return recast(0xC6991068, o)


@down_to("updateMessageExtendedMedia", until=182)
def one_extended_media(o: api.UpdateMessageExtendedMedia) -> TLObject | None:
    """Until layer 183 there was one such media in a message."""
    if not o.extended_media:
        return None
    return recast(0x5A73A98C, o, extended_media=o.extended_media[0])


@down_to("todoCompletion", until=217)
def done_by_a_user(o: api.TodoCompletion) -> TLObject | None:
    """Until layer 218 only users did tasks."""
    user = user_of(o.completed_by)
    return None if user is None else recast(0x4CC120B7, o, completed_by=user)
