"""The table of service messages: constructor -> law. What is not in it is a method call.

The order is that of the official pages.
"""

from chappe.mtproto.on_acks import (
    on_acks,
    on_resend_answers,
    on_resend_request,
    on_state_request,
    on_told,
)
from chappe.mtproto.on_drop import on_drop_answer
from chappe.mtproto.on_keys import on_destroy_auth_key, on_destroy_session, on_get_future_salts
from chappe.mtproto.on_ping import on_http_wait, on_ping, on_ping_delay_disconnect
from chappe.mtproto.session import LAWS, Law
from chappe.tl import mtproto
from chappe.tl.build import TLObject

LAWFUL: dict[type[TLObject], Law] = {
    mtproto.MsgsAck: on_acks,
    mtproto.MsgsStateReq: on_state_request,
    mtproto.MsgsStateInfo: on_told,
    mtproto.MsgsAllInfo: on_told,
    mtproto.MsgResendReq: on_resend_request,
    mtproto.MsgResendAnsReq: on_resend_answers,
    mtproto.RpcDropAnswer: on_drop_answer,
    mtproto.GetFutureSalts: on_get_future_salts,
    mtproto.Ping: on_ping,
    mtproto.PingDelayDisconnect: on_ping_delay_disconnect,
    mtproto.DestroySession: on_destroy_session,
    mtproto.DestroyAuthKey: on_destroy_auth_key,
    mtproto.HttpWait: on_http_wait,
}

LAWS.update({kind.ID.to_bytes(4, "little"): law for kind, law in LAWFUL.items()})
