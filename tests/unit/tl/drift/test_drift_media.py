"""Media at older layers."""

from old_client import make, reads, says

from chappe.tl import api

USER = api.PeerUser(user_id=1)
CHANNEL = api.PeerChannel(channel_id=2)


def media(layer: int, found: object) -> object:
    message = api.Message(id=1, peer_id=USER, date=1, message="", media=found)  # type: ignore[arg-type]  # any media
    return reads(layer, message).media


def test_a_document_had_one_other_form() -> None:
    documents = [api.DocumentEmpty(id=1), api.DocumentEmpty(id=2)]
    found = api.MessageMediaDocument(document=documents[0], alt_documents=documents)
    assert media(160, found).alt_document == documents[0]
    assert media(188, found).alt_documents == documents
    assert media(160, api.MessageMediaDocument()).alt_document is None
    sent = make(160, "messageMediaDocument", alt_document=make(160, "documentEmpty", id=2))
    assert says(160, sent).alt_documents == [documents[1]]
    assert says(160, make(160, "messageMediaDocument")).alt_documents is None


def test_a_story_was_of_a_user() -> None:
    assert media(162, api.MessageMediaStory(peer=USER, id=3)).user_id == 1
    assert media(162, api.MessageMediaStory(peer=CHANNEL, id=3)).NAME == (
        "messageMediaUnsupported"
    )
    user = make(160, "inputUser", user_id=7, access_hash=8)
    sent = make(160, "inputMediaStory", user_id=user, id=3)
    assert says(160, sent) == api.InputMediaStory(
        peer=api.InputPeerUser(user_id=7, access_hash=8), id=3
    )


def test_months_were_given_away_not_stars() -> None:
    gift = api.MessageMediaGiveaway(channels=[1], quantity=2, months=3, until_date=4)
    assert (media(166, gift).months, media(177, gift).quantity) == (3, 2)
    gift.months, gift.stars = None, 100
    assert media(177, gift).NAME == "messageMediaUnsupported"
    assert media(188, gift).stars == 100
    results = api.MessageMediaGiveawayResults(
        channel_id=1, launch_msg_id=2, winners_count=3, unclaimed_count=0, winners=[], until_date=1
    )  # fmt: skip
    assert media(177, results).NAME == "messageMediaUnsupported"
    results.months = 3
    assert media(177, results).months == 3


def test_there_was_one_medium_to_pay_for() -> None:
    preview = api.MessageExtendedMediaPreview(w=1, h=2)
    update = api.UpdateMessageExtendedMedia(peer=USER, msg_id=1, extended_media=[preview])
    assert reads(158, update).extended_media == preview
    update.extended_media = []
    listed = api.Updates(updates=[update], users=[], chats=[], date=1, seq=0)
    assert reads(158, listed).updates == []


def test_a_task_was_done_by_a_user() -> None:
    tasks = api.TodoList(title=api.TextWithEntities(text="t", entities=[]), list=[])
    done = [
        api.TodoCompletion(id=1, completed_by=USER, date=1),
        api.TodoCompletion(id=2, completed_by=CHANNEL, date=1),
    ]
    read = media(207, api.MessageMediaToDo(todo=tasks, completions=done)).completions
    assert [(c.id, c.completed_by) for c in read] == [(1, 1)]
