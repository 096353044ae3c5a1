"""Sessions: they are announced, outlive their connections, and keep to themselves."""

from wire_walks import (
    CONFIG,
    NEAREST,
    answers,
    call,
    inited,
    last,
    results,
    sent,
    settle,
    told,
)

from chappe.mtproto import container
from chappe.mtproto.sessions import IDLE_SECONDS_MAX
from chappe.testing.client import Client
from chappe.testing.world import World
from chappe.tl import api, layers, mtproto

COUNTRIES = layers.write(api.help.GetCountriesList(lang_code="de", hash=0))


def new_session(client: Client) -> int:
    """Go on under another session of the same key; the id of the one before."""
    before = client.session_id
    client.session_id += 1
    client._content = 0
    return before


def unacked(client: Client) -> None:
    """Never acknowledge what was heard so far."""
    client._acks.clear()


async def test_a_new_session_is_announced_once_with_its_first_message_and_the_salt() -> None:
    async with World() as world:
        client = await world.client()
        client.inited = True
        first = call(client)
        call(client)
        (created,) = told(client, mtproto.NewSessionCreated)
        assert created.first_msg_id == first
        assert created.server_salt == world.current_salt(client)
        head = next(m for m in client.messages if m.body[:4] != container.CONTAINER_ID)
        assert head.seq_no == 1, "to be acknowledged"
        assert head.msg_id % 4 == 3


async def test_a_smaller_msg_id_makes_it_announced_again() -> None:
    async with World() as world:
        client = await world.client()
        client.inited = True
        older, newer = client.message(NEAREST), client.message(NEAREST)
        sent(client, newer._replace(seq_no=1))
        sent(client, older._replace(seq_no=0, body=mtproto.write(mtproto.Ping(ping_id=1))))
        created = told(client, mtproto.NewSessionCreated)
        assert [each.first_msg_id for each in created] == [newer.msg_id, older.msg_id]
        assert len({each.unique_id for each in created}) == 1


async def test_a_container_announces_its_oldest_message() -> None:
    async with World() as world:
        client = await world.client()
        client.inited = True
        inner = [client.message(NEAREST) for _ in range(3)]
        body = container.pack([inner[2], inner[0], inner[1]])
        sent(client, client.message(body, content=False))
        (created,) = told(client, mtproto.NewSessionCreated)
        assert created.first_msg_id == inner[0].msg_id


async def test_messages_that_overtake_each_other_at_the_start_are_announced_once() -> None:
    async with World() as world:
        client = await world.client()
        client.inited = True
        first, second = client.message(NEAREST), client.message(NEAREST)
        sent(client, second)
        sent(client, first)
        (created,) = told(client, mtproto.NewSessionCreated)
        assert created.first_msg_id == first.msg_id


async def test_an_answer_that_was_not_acknowledged_comes_again_on_the_next_connection() -> None:
    async with World() as world:
        client = await inited(world)
        query = call(client)
        (answer,) = answers(client, query)
        unacked(client)
        client.carrier.hang_up()
        world.advance(60)
        client.attach(world.pipe())
        heard = len(client.messages)
        sent(client, client.message(mtproto.write(mtproto.Ping(ping_id=1)), content=False))
        assert answers(client, query) == [answer, answer], "under its old number"
        again = client.messages[heard:]
        assert again[0].body[:4] == container.CONTAINER_ID
        assert answer in again[1:]


async def test_an_acknowledged_answer_does_not_come_again() -> None:
    async with World() as world:
        client = await inited(world)
        query = call(client)
        client.post()
        client.carrier.hang_up()
        client.attach(world.pipe())
        client.tell(mtproto.Ping(ping_id=1))
        assert len(results(client, query)) == 1


async def test_an_answer_that_was_ready_after_the_connection_had_gone_finds_the_next() -> None:
    async with World() as world:
        client = await inited(world)
        session = world.node.hub.sessions.of_key(client.key.key_id)[0]
        client.carrier.hang_up()
        session.push(mtproto.write(mtproto.Pong(msg_id=1, ping_id=77)), world.clock.now())
        client.attach(world.pipe())
        client.tell(mtproto.Ping(ping_id=1))
        assert 77 in [pong.ping_id for pong in told(client, mtproto.Pong)]


async def test_what_one_session_missed_never_reaches_another() -> None:
    async with World() as world:
        client = await inited(world)
        query = call(client)
        unacked(client)
        client.carrier.hang_up()
        new_session(client)
        client.attach(world.pipe())
        call(client)  # the kit's client fails when it can open a message of another session
        assert len(results(client, query)) == 1
        assert last(client, mtproto.NewSessionCreated)


async def test_a_session_lives_ten_minutes_without_a_connection_and_no_longer() -> None:
    async with World() as world:
        client = await inited(world)
        client.carrier.hang_up()
        world.advance(IDLE_SECONDS_MAX - 30)
        client.attach(world.pipe())
        client.salt = world.current_salt(client)
        call(client)
        assert len(told(client, mtproto.NewSessionCreated)) == 1
        client.carrier.hang_up()
        world.advance(IDLE_SECONDS_MAX + 90)
        assert not world.node.hub.sessions.of_key(client.key.key_id)
        client.attach(world.pipe())
        client.salt = world.current_salt(client)
        call(client)
        settle(world)
        assert len(told(client, mtproto.NewSessionCreated)) == 2


async def test_a_session_moves_to_the_connection_that_speaks() -> None:
    async with World() as world:
        client = await inited(world)
        old = client.carrier
        client.attach(world.pipe())
        query = call(client)
        assert results(client, query)
        old.hang_up()
        assert results(client, call(client)), "the end of the old one does not matter"


async def test_a_repeated_call_is_answered_again_and_not_done_again() -> None:
    async with World() as world:
        client = await inited(world)
        message = client.message(NEAREST)
        sent(client, message)
        sent(client, message)
        one, two = answers(client, message.msg_id)
        assert one == two


async def test_the_answer_to_a_repeated_call_is_announced_when_it_is_big() -> None:
    async with World() as world:
        client = await inited(world)
        message = client.message(COUNTRIES)
        sent(client, message)
        sent(client, message)
        (answer,) = answers(client, message.msg_id)
        info = last(client, mtproto.MsgDetailedInfo)
        assert (info.msg_id, info.answer_msg_id) == (message.msg_id, answer.msg_id)
        assert info.bytes == len(answer.body)
        client.tell(mtproto.MsgResendReq(msg_ids=[answer.msg_id]))
        assert len(results(client, message.msg_id)) == 2


async def test_a_repeated_call_whose_answer_has_arrived_is_only_acknowledged() -> None:
    async with World() as world:
        client = await inited(world)
        message = client.message(NEAREST)
        sent(client, message)
        client.post()
        sent(client, message)
        assert len(results(client, message.msg_id)) == 1
        assert last(client, mtproto.MsgsAck).msg_ids == [message.msg_id]


async def test_the_state_of_every_kind_of_message_is_told() -> None:
    async with World() as world:
        client = await inited(world)
        old = client.next_msg_id() - (1 << 40)
        answered = call(client)
        skipped = client.next_msg_id()
        ping = client.tell(mtproto.Ping(ping_id=1))
        future = client.next_msg_id() + (1 << 32)
        asked = [old, answered, skipped, ping, future]
        client.tell(mtproto.MsgsStateReq(msg_ids=asked))
        info = last(client, mtproto.MsgsStateInfo)
        assert list(info.info) == [1, 4 + 8 + 32 + 64, 2, 4 + 16, 3]


async def test_all_that_is_known_of_ours_is_accepted_in_silence() -> None:
    async with World() as world:
        client = await inited(world)
        heard = len(client.messages)
        client.tell(mtproto.MsgsAllInfo(msg_ids=[1, 2], info=b"\4\4"))
        client.tell(mtproto.MsgsStateInfo(req_msg_id=5, info=b"\4"))
        assert len(client.messages) == heard


async def test_what_is_asked_for_comes_again_on_the_same_connection() -> None:
    async with World() as world:
        client = await inited(world)
        query = call(client)
        number = answers(client, query)[0].msg_id
        client.tell(mtproto.MsgResendReq(msg_ids=[number, number, number]))
        assert len(results(client, query)) == 2, "each once, however often it is asked for"


async def test_states_are_told_when_something_asked_for_is_not_there() -> None:
    async with World() as world:
        client = await inited(world)
        query = call(client)
        number = answers(client, query)[0].msg_id
        request = client.message(mtproto.write(mtproto.MsgResendReq(msg_ids=[7, number])))
        sent(client, request)
        info = last(client, mtproto.MsgsStateInfo)
        assert (info.req_msg_id, len(info.info)) == (request.msg_id, 2)
        assert len(results(client, query)) == 2


async def test_the_answer_to_a_query_can_be_asked_for() -> None:
    async with World() as world:
        client = await inited(world)
        query = call(client, CONFIG)
        client.tell(mtproto.MsgResendAnsReq(msg_ids=[query]))
        assert len(results(client, query)) == 2


async def test_a_session_that_is_destroyed_is_a_new_one_when_it_speaks_again() -> None:
    async with World() as world:
        client = await inited(world)
        before = new_session(client)
        client.tell(mtproto.DestroySession(session_id=before))
        assert last(client, mtproto.DestroySessionOk).session_id == before
        client.tell(mtproto.DestroySession(session_id=before))
        assert last(client, mtproto.DestroySessionNone).session_id == before
        client.tell(mtproto.DestroySession(session_id=client.session_id))
        assert last(client, mtproto.DestroySessionNone).session_id == client.session_id
        client.session_id = before
        heard = len(told(client, mtproto.NewSessionCreated))
        call(client)
        settle(world)
        assert len(told(client, mtproto.NewSessionCreated)) == heard + 1


async def test_a_stranger_cannot_destroy_the_session_of_another_key() -> None:
    async with World() as world:
        victim, stranger = await inited(world), await inited(world)
        stranger.tell(mtproto.DestroySession(session_id=victim.session_id))
        assert last(stranger, mtproto.DestroySessionNone)
        assert results(victim, call(victim))
        assert len(told(victim, mtproto.NewSessionCreated)) == 1
