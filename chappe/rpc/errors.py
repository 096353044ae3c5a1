"""Refusals: an error code and a name from the catalogue, as clients know them.

The catalogue is `tl/schema/errors.tsv`; a name that is not in it is a mistake of ours.
https://core.telegram.org/api/errors
"""

from chappe.tl import mtproto


class RpcError(Exception):
    """The caller's mistake: `code` (303, 400, 401, 403, 406, 420, 500 …) and `name` (MSG_ID_INVALID).

    A `%d` in the name takes `number`: RpcError(420, "FLOOD_WAIT_%d", 30). `keep`: what the call wrote is
    kept all the same (a wrong code was counted); otherwise a refused call leaves nothing behind.
    """

    def __init__(
        self, code: int, name: str, number: int | None = None, *, keep: bool = False
    ) -> None:
        self.code = code
        self.name = name
        self.keep = keep
        self.text = name if number is None else name.replace("%d", str(number))
        super().__init__(f"{code} {self.text}")

    def body(self) -> bytes:
        """The rpc_error object."""
        return mtproto.write(
            mtproto.RpcError(error_code=self.code, error_message=self.text.encode())
        )


def unregistered() -> RpcError:
    """No user has signed in with this key: what clients probe for before they show a login form."""
    return RpcError(401, "AUTH_KEY_UNREGISTERED")
