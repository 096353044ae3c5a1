"""One connection, whatever carries it: bytes in, packets out.

It finds the framing, hands packets to the protocol core, carries out the events, and sends what the
sessions have to say: everything that one piece of input caused leaves together.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING

from chappe.gateway.handshake_step import HandshakeStep
from chappe.gateway.keyring import Entry
from chappe.ids import AuthKeyId, DcId
from chappe.logs import log
from chappe.mtproto import on_keys
from chappe.mtproto.envelope import key_id_of
from chappe.mtproto.errors import FLOOD, UNKNOWN_KEY, WRONG_DC, RemoteError, error_packet
from chappe.mtproto.events import Call, DestroyKey, Event, Unreadable
from chappe.mtproto.frames.detect import Detected, Detector
from chappe.mtproto.frames.framing import Framing, Packet
from chappe.mtproto.link import Link

if TYPE_CHECKING:
    from chappe.clock import Timer
    from chappe.gateway.hub import Hub


WAITING_PACKETS_MAX = 1024
WAITING_BYTES_MAX = 8 << 20
"""Packets that may queue while a key is looked up; more is no lawful client."""


class Connection:
    """The driver of one `Link`.

    `send`: takes framed packets, in order. `close`: ends the carrier. `dc`: the data center whose door
    this is; None when the server is every data center.
    """

    __slots__ = (
        "_close",
        "_deadline",
        "_detector",
        "_flush_scheduled",
        "_framing",
        "_heard_at",
        "_queue",
        "_queue_bytes",
        "_send",
        "_timer",
        "_timer_at",
        "address",
        "closed",
        "dc",
        "handshake",
        "hub",
        "link",
        "paused",
        "reached",
    )

    def __init__(
        self,
        hub: "Hub",
        address: str,
        send: Callable[[list[bytes]], None],
        close: Callable[[], None],
        *,
        dc: DcId | None,
        reached: str | None = None,
        websocket: bool = False,
    ) -> None:
        self.hub = hub
        self.dc = dc
        self.reached = reached
        self.closed = False
        self.paused = False
        self.link = Link(hub.sessions, allow_v1=hub.settings.allow_v1)
        self.link.on_news = self.flush_soon
        self.handshake = HandshakeStep(self)
        self.address = address
        self._send = send
        self._close = close
        self._detector: Detector | None = Detector(
            hub.settings.limits.packet_bytes_max, obfuscated_only=websocket
        )
        self._framing: Framing | None = None
        self._queue: deque[Packet] | None = None
        self._queue_bytes = 0
        self._flush_scheduled = False
        now = hub.clock.now()
        self._heard_at = now
        self._deadline = now + hub.settings.limits.first_byte_seconds
        self._timer: Timer | None = None
        self._timer_at = float("inf")
        if not hub.addresses.arrive(address, now):
            self.fail(RemoteError("too many connections from one address", FLOOD))
        else:
            self._arm(self._deadline)

    # -- input --------------------------------------------------------------------------

    def data_received(self, data: bytes) -> bytes | None:
        """Take bytes from the carrier. If they turn out to be HTTP, gives them all back."""
        if self.closed:
            return None
        self._heard_at = self.hub.clock.now()
        try:
            framing = self._framing
            if framing is None:
                detected = self._detect(data)
                if detected is None:
                    return None
                if detected.framing is None:
                    return detected.rest
                framing, data = detected.framing, detected.rest
            for packet in framing.feed(data):
                self._take(packet)
        except RemoteError as error:
            self.fail(error)
        except Exception:
            log.exception("a connection failed")
            self._hang_up()
        else:
            self.flush()
            self._arm_next()
        return None

    def _detect(self, data: bytes) -> Detected | None:
        """Find the framing; None while the first bytes do not tell."""
        assert self._detector is not None
        detected = self._detector.feed(data)
        if detected is not None:
            self._detector = None
            self._framing = detected.framing
            self._check_dc(detected.dc)
            self._deadline = float("inf")
        return detected

    def _check_dc(self, wanted: int) -> None:
        """The obfuscated header may name a data center; only a strict server takes it at its word."""
        if (
            self.dc is not None
            and wanted
            and wanted != self.dc
            and self.hub.settings.strict_dcs
        ):
            raise RemoteError("the header names another data center", WRONG_DC)

    def _take(self, packet: Packet) -> None:
        if self.closed:  # by a packet before this one
            return
        if self._queue is not None:
            self._queue_bytes += len(packet.payload)
            if len(self._queue) >= WAITING_PACKETS_MAX or self._queue_bytes > WAITING_BYTES_MAX:
                raise RemoteError("too many packets while a key is looked up", FLOOD)
            self._queue.append(packet)
            return
        key_id = key_id_of(packet.payload)
        if key_id == 0:
            self.handshake.take(packet.payload)
            return
        entry = self.hub.keyring.get(AuthKeyId(key_id))
        if entry is None:
            self._look_up(AuthKeyId(key_id), packet)
        else:
            self._open(entry, packet)

    def _open(self, entry: Entry, packet: Packet) -> None:
        """Hand an encrypted packet to the protocol core, and do what it asks."""
        if self.dc is not None and entry.state.dc_id != self.dc:
            raise RemoteError("a key of another data center", UNKNOWN_KEY)
        if self.reached is not None:
            entry.caller.reached = self.reached
        entry.caller.address = self.address
        events = self.link.receive(entry.state, packet.payload, self._heard_at)
        if packet.quick_ack and self.link.token and self._framing is not None:
            self._send([self._framing.quick_ack(self.link.token)])
        if events:
            self.carry_out(events)

    def carry_out(self, events: list[Event]) -> None:
        """Do what the protocol core asks."""
        for event in events:
            match event:
                case Call():
                    self.begin(event)
                case Unreadable():
                    self.hub.calls.refuse(event)
                case DestroyKey():
                    self._destroy_key(event)

    def begin(self, call: Call) -> None:
        """Run a method call."""
        entry = self.hub.keyring.get(call.session.key.key_id)
        if entry is not None:
            self.hub.calls.begin(call, entry.caller)

    # -- keys ---------------------------------------------------------------------------

    def _look_up(self, key_id: AuthKeyId, packet: Packet) -> None:
        """Find a key that is not in memory; packets wait meanwhile, in their order."""
        self._queue = deque([packet])

        def found(entry: Entry | None) -> None:
            self.resume(None if entry else RemoteError("unknown key", UNKNOWN_KEY))

        self.hub.start(self.hub.keyring.load(key_id), found, self.give_up)

    def give_up(self) -> None:
        """What the waiting packets need could not be had: the fault is ours, the client tries again."""
        self.resume(RemoteError("the store failed"))

    def hold(self) -> None:
        """Let packets wait until `resume`."""
        self._queue = deque()

    def resume(self, error: RemoteError | None = None) -> None:
        """Go on with the packets that waited, or close."""
        queue, self._queue = self._queue, None
        self._queue_bytes = 0
        if self.closed:
            return
        if error is not None:
            self.fail(error)
            return
        try:
            for packet in queue or ():
                self._take(packet)
        except RemoteError as fault:
            self.fail(fault)
        except Exception:
            log.exception("a connection failed")
            self._hang_up()
        else:
            self.flush_soon()
            self._arm_next()

    def _destroy_key(self, event: DestroyKey) -> None:
        entry = self.hub.keyring.get(event.session.key.key_id)
        if entry is None:
            on_keys.destroyed(event.session, self.hub.clock.now(), found=False)
            return

        held = self._queue is None
        if held:  # what comes behind it waits, and an HTTP request stays for the answer
            self.hold()

        def done(found: bool) -> None:
            on_keys.destroyed(event.session, self.hub.clock.now(), found=found)
            # Now, on HTTP as well: the session goes, with all it has to say.
            Connection.flush(self)
            self.hub.sessions.forget_key(entry.state.key_id)
            if found and not entry.caller.is_temporary:
                self.hub.world.sign(entry.state.key_id, None)  # other nodes may know it
            if held:
                self.resume()

        def failed() -> None:
            on_keys.not_destroyed(event.session, self.hub.clock.now())
            self.flush()
            if held:
                self.resume()

        self.hub.start(self.hub.keyring.destroy(entry), done, failed)

    # -- output -------------------------------------------------------------------------

    def send_packet(self, payload: bytes) -> None:
        """Send one packet as it is: handshake answers and transport errors."""
        if self._framing is not None and not self.closed:
            self._send([self._framing.frame(payload)])

    def flush_soon(self) -> None:
        """Send what the sessions have to say, in this turn of the event loop, once."""
        if not self._flush_scheduled and not self.closed:
            self._flush_scheduled = True
            asyncio.get_running_loop().call_soon(self.flush)

    def flush(self) -> None:
        """Send what the sessions have to say, unless the peer does not read."""
        self._flush_scheduled = False
        if self.closed or self.paused or self._framing is None:
            return
        packets = self.link.flush(self.hub.clock.now())
        if packets:
            self._send([self._framing.frame(packet) for packet in packets])

    def pause(self) -> None:
        """The peer reads too slowly: keep what there is to say."""
        self.paused = True

    def unpause(self) -> None:
        """The peer reads again."""
        self.paused = False
        self.flush()

    # -- time and the end ---------------------------------------------------------------

    def _arm_next(self) -> None:
        """Be woken for what the protocol core waits for, or when the peer has been silent too long."""
        at = min(self._deadline, self._heard_at + self.hub.settings.limits.idle_seconds)
        link = self.link
        if link.close_at is not None and link.close_at < at:
            at = link.close_at
        wake_at = link.wake_at()
        if wake_at is not None and wake_at < at:
            at = wake_at
        if at < self._timer_at:
            self._arm(at)

    def _arm(self, at: float) -> None:
        """Have `_wake` called at `at`; a timer that comes earlier serves as well."""
        if at >= self._timer_at:
            return
        if self._timer is not None:
            self._timer.cancel()
        self._timer_at = at
        delay = max(at - self.hub.clock.now(), 0.0)
        self._timer = self.hub.clock.call_later(delay, self._wake)

    def _wake(self) -> None:
        self._timer, self._timer_at = None, float("inf")
        if self.closed:
            return
        now = self.hub.clock.now()
        idle = now >= self._heard_at + self.hub.settings.limits.idle_seconds
        close_at = self.link.close_at
        if idle or now >= self._deadline or (close_at is not None and now >= close_at):
            self._hang_up()
            return
        try:
            self.carry_out(self.link.wake(now))
        except RemoteError as error:
            self.fail(error)
        else:
            self.flush()
            self._arm_next()

    def fail(self, error: RemoteError) -> None:
        """Say the transport error, if there is one, and hang up."""
        log.info("connection refused", reason=str(error), code=error.code)
        if error.code is not None:
            self.send_packet(error_packet(error.code))
        self._hang_up()

    def _hang_up(self) -> None:
        """End the connection from this side: nothing that still arrives is looked at."""
        self._close()
        self.connection_lost()

    def connection_lost(self) -> None:
        """The carrier is gone."""
        if self.closed:
            return
        self.closed = True
        now = self.hub.clock.now()
        if self._timer is not None:
            self._timer.cancel()
        self.handshake.over()
        self.link.closed(now)
        self.link.on_news = None
        self.hub.addresses.leave(self.address, now)
