"""GramJS throws at an rpc_error and loses what stands behind it in the container; so nothing does."""

from chappe.mtproto import container
from chappe.mtproto.container import CONTAINER_ID
from chappe.mtproto.outbox import Outbox
from chappe.tl import mtproto

ERROR = mtproto.write(mtproto.RpcError(error_code=400, error_message=b"METHOD_INVALID"))
FINE = bytes(8)


def sent(*results: bytes) -> list[list[bytes]]:
    """What leaves for these results: packets, each the results in it."""
    outbox = Outbox()
    for number, result in enumerate(results):
        outbox.say_content(container.result(number * 4, result), 1.8e9, query=number * 4)
    packets = []
    for message in outbox.take(1, 1.8e9):
        whole = message.body[:4] == CONTAINER_ID
        inner = container.unpack(message.body) if whole else [message]
        packets.append([one.body[12:] for one in inner])
    return packets


def test_an_error_is_the_last_message_of_its_container() -> None:
    assert sent(FINE, ERROR, FINE, FINE) == [[FINE, ERROR], [FINE, FINE]]


def test_two_errors_never_share_a_container() -> None:
    assert sent(ERROR, ERROR, FINE) == [[ERROR], [ERROR], [FINE]]


def test_answers_without_errors_leave_together() -> None:
    assert sent(FINE, FINE, FINE) == [[FINE, FINE, FINE]]
