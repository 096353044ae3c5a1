"""Statistics at older layers."""

from typing import Any

from old_client import asks, gets, make, reads

from chappe.tl import api, catalogue


def test_interactions_were_with_messages() -> None:
    values: dict[str, Any] = {
        "StatsDateRangeDays": api.StatsDateRangeDays(min_date=1, max_date=2),
        "StatsAbsValueAndPrev": api.StatsAbsValueAndPrev(current=1.0, previous=1.0),
        "StatsPercentValue": api.StatsPercentValue(part=1.0, total=1.0),
        "StatsGraph": api.StatsGraphError(error="e"),
        "Vector<PostInteractionCounters>": [
            api.PostInteractionCountersMessage(msg_id=1, views=2, forwards=3, reactions=4),
            api.PostInteractionCountersStory(story_id=1, views=2, forwards=3, reactions=4),
        ],
    }
    shape = catalogue.newest().constructors["stats.broadcastStats"]
    stats = api.stats.BroadcastStats(**{p.name: values[p.type] for p in shape.fields})
    read = reads(158, stats).recent_message_interactions
    assert [(m.msg_id, m.views, m.forwards) for m in read] == [(1, 2, 3)]


def test_a_list_of_forwards_goes_on_where_it_stopped() -> None:
    channel, peer = make(158, "inputChannelEmpty"), make(158, "inputPeerEmpty")
    fields = {"channel": channel, "msg_id": 1, "offset_peer": peer, "limit": 5}
    name = "stats.getMessagePublicForwards"
    assert asks(158, name, offset_rate=0, offset_id=0, **fields).offset == ""
    assert asks(158, name, offset_rate=7, offset_id=9, **fields).offset == "7 9"
    message = api.MessageEmpty(id=1)
    story = api.PublicForwardStory(
        peer=api.PeerUser(user_id=1), story=api.StoryItemDeleted(id=1)
    )
    found = api.stats.PublicForwards(
        count=2,
        forwards=[api.PublicForwardMessage(message=message), story],
        next_offset="7 9",
        chats=[],
        users=[],
    )
    read = gets(158, api.stats.GetMessagePublicForwards, found)
    assert (read.NAME, read.count, read.next_rate) == ("messages.messagesSlice", 2, 7)
    assert read.messages == [message]
    found.next_offset = None
    assert gets(158, api.stats.GetMessagePublicForwards, found).next_rate is None
    newer = asks(198, name, channel=channel, msg_id=1, offset="o", limit=5)
    assert newer.offset == "o"
