"""Why a page or a file did not come."""


class FetchFailed(Exception):
    """`reason`: one word for the log and for tests; a stranger is told nothing of our network.

    scheme, long, port, address: not visited. redirects, status, type, bytes, encoding, time, network:
    visited in vain. busy: too many are under way. off: nobody may go out.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
