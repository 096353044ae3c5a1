"""Reports: asked for step by step, kept for the administrator."""

from typing import Any

import pytest

from chappe.features.reports import store
from chappe.features.reports.actions import PER_DAY_MAX, REASON_OF
from chappe.features.reports.model import REASONS, Kind, Report
from chappe.testing.client import Refused
from chappe.testing.world import World


async def kept(world: World) -> list[Report]:
    async with world.node.database.transaction(write=False) as tx:
        return await store.find_last(tx, 1000)


def test_every_reason_of_old_clients_is_one_of_ours() -> None:
    assert set(REASON_OF.values()) == set(REASONS)


async def test_an_account_is_reported(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    reason = ada.make("inputReportReasonFake")
    assert await ada.call(
        "account.reportPeer", peer=ada.peer(bob), reason=reason, message=" not Bob "
    )
    (report,) = await kept(world)
    assert (report.reporter, report.peer, report.kind) == (ada.user_id, bob.user_id, Kind.PEER)
    assert (report.reason, report.comment) == ("fake", "not Bob")


async def test_spam_is_reported_and_the_bar_is_gone(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    assert await ada.call("messages.reportSpam", peer=ada.peer(bob))
    assert [report.kind for report in await kept(world)] == [Kind.SPAM]
    bar = await ada.call("messages.getPeerSettings", peer=ada.peer(bob))
    assert not bar.settings.report_spam


async def test_for_a_message_there_is_a_reason_to_choose(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    await bob.send(ada, "buy this")
    asked: dict[str, Any] = {"peer": ada.peer(bob), "id": [1], "message": ""}
    choice = await ada.call("messages.report", **asked, option=b"")
    options = {each.option for each in choice.options}
    assert {b"spam", b"other"} <= options
    more = await ada.call("messages.report", **asked, option=b"other")
    assert (more.NAME, more.option) == ("reportResultAddComment", b"other")
    done = await ada.call("messages.report", **{**asked, "message": "hm"}, option=b"other")
    assert done.NAME == "reportResultReported"
    done = await ada.call("messages.report", **asked, option=b"spam")
    assert done.NAME == "reportResultReported"
    reports = await kept(world)
    assert [(each.reason, each.comment, each.subject_id) for each in reports] == [
        ("spam", "", 1),
        ("other", "hm", 1),
    ]


@pytest.mark.parametrize("layer", [133, 158])
async def test_an_old_client_says_the_reason_at_once(world: World, layer: int) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    await bob.send(ada, "buy this")
    ada = await world.another(ada, layer=layer)
    reason = ada.make("inputReportReasonOther")
    said = {"peer": ada.peer(bob), "id": [1], "reason": reason, "message": ""}
    assert await ada.call("messages.report", **said) is True
    assert [each.reason for each in await kept(world)] == ["other"]


async def test_a_reaction_is_reported(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    await bob.send(ada, "hello")
    said = {"peer": ada.peer(bob), "reaction_peer": ada.peer(bob)}
    assert await ada.call("messages.reportReaction", **said, id=1)
    (report,) = await kept(world)
    assert (report.kind, report.peer, report.subject_id) == (Kind.REACTION, bob.user_id, 1)


async def test_a_flood_of_reports_is_taken_and_not_kept(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    for _ in range(PER_DAY_MAX + 1):
        assert await ada.call("messages.reportSpam", peer=ada.peer(bob))
    assert len(await kept(world)) == PER_DAY_MAX


async def test_reports_are_refused_by_name(world: World) -> None:
    ada, bob = await world.person("Ada"), await world.person("Bob")
    await bob.send(ada, "hello")
    wrong = ada.make("inputPeerUser", user_id=bob.user_id, access_hash=1)
    reason = ada.make("inputReportReasonSpam")
    of_peer = {"peer": ada.peer(bob), "reason": reason, "message": ""}
    of_message = {"peer": ada.peer(bob), "id": [1], "option": b"spam", "message": ""}
    of_reaction = {"peer": ada.peer(bob), "id": 1, "reaction_peer": ada.peer(bob)}
    photo = ada.make("inputPhoto", id=1, access_hash=1, file_reference=b"")
    for method, fields, error in (
        ("account.reportPeer", {**of_peer, "peer": wrong}, "400 PEER_ID_INVALID"),
        ("account.reportProfilePhoto", {**of_peer, "photo_id": photo}, "400 PHOTO_ID_INVALID"),
        (
            "account.reportProfilePhoto",
            {**of_peer, "peer": wrong, "photo_id": photo},
            "400 PEER_ID_INVALID",
        ),
        ("messages.reportSpam", {"peer": wrong}, "400 PEER_ID_INVALID"),
        ("messages.report", {**of_message, "peer": wrong}, "400 PEER_ID_INVALID"),
        ("messages.report", {**of_message, "id": [9]}, "400 MESSAGE_REQUIRED"),
        ("messages.report", {**of_message, "option": b"?"}, "400 OPTION_INVALID"),
        ("messages.reportReaction", {**of_reaction, "id": 9}, "400 MESSAGE_ID_INVALID"),
        ("messages.reportReaction", {**of_reaction, "peer": wrong}, "400 PEER_ID_INVALID"),
    ):
        with pytest.raises(Refused, match=error):
            await ada.call(method, **fields)
    assert await kept(world) == []
