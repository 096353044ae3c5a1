"""From a URL to a store of blobs."""

from pathlib import Path

from chappe.blobs.blobs import Blobs
from chappe.blobs.directory import DirectoryBlobs

MEMORY = "memory://"


def open_blobs(url: str) -> Blobs:
    """The store that `url` names: `await blobs.open()` is the next step.

    * `file:///srv/chappe/blobs`: a directory, from the root.
    * `s3://bucket/prefix`: an S3 bucket, or what speaks like one. Keys, region and address come from the
      environment: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION, AWS_ENDPOINT, AWS_ALLOW_HTTP.
    * `memory://`: gone when closed, for tests.

    Raises: ValueError for anything else (the URL is not repeated: it may hold a secret).
    """
    scheme, _, rest = url.partition("://")
    if scheme == "file" and rest.startswith("/"):
        return DirectoryBlobs(Path(rest))
    if url == MEMORY or (scheme == "s3" and rest):
        # Whoever serves from a directory need not wait for obstore to load.
        from obstore.store import MemoryStore, from_url  # noqa: PLC0415 - see above

        from chappe.blobs.objects import ObjectBlobs  # noqa: PLC0415 - the same

        return ObjectBlobs(MemoryStore() if url == MEMORY else from_url(url))
    raise ValueError("a URL of blobs is file:///PATH, s3://BUCKET/PREFIX or memory://")
