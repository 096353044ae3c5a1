"""As much of S3 as a store of blobs speaks: objects in a dictionary, over HTTP."""

from typing import Any
from urllib.parse import unquote
from xml.sax.saxutils import escape

from aiohttp import web


class SmallS3:
    """One bucket, for `s3://bucket`. `objects`: by key. `started`: uploads in pieces that have no name yet."""

    def __init__(self) -> None:
        self.objects: dict[str, bytes] = {}
        self.started: dict[str, dict[int, bytes]] = {}
        self._runner: web.AppRunner

    async def open(self) -> int:
        """Listen; the port."""
        app = web.Application(client_max_size=1 << 30)
        app.router.add_route("*", "/bucket{key:.*}", self._answer)
        self._runner = web.AppRunner(app)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        return int(self._runner.addresses[0][1])

    async def close(self) -> None:
        await self._runner.cleanup()

    async def _answer(self, request: web.Request) -> web.Response:
        key = request.match_info["key"].strip("/")
        match request.method:
            case "PUT":
                return await self._put(request, key)
            case "POST":
                return await self._post(request, key)
            case "DELETE":
                self.objects.pop(key, None)
                return web.Response(status=204)
            case "GET" if "list-type" in request.query:
                return self._list(request.query.get("prefix", ""))
        return self._get(request, key)

    async def _put(self, request: web.Request, key: str) -> web.Response:
        query, copied = request.query, request.headers.get("x-amz-copy-source")
        if "partNumber" in query:
            self.started[query["uploadId"]][int(query["partNumber"])] = await request.read()
        elif copied is not None:
            self.objects[key] = self.objects[unquote(copied).strip("/").removeprefix("bucket/")]
            return _xml("<CopyObjectResult><ETag>1</ETag></CopyObjectResult>")
        else:
            self.objects[key] = await request.read()
        return web.Response(headers={"ETag": '"1"'})

    async def _post(self, request: web.Request, key: str) -> web.Response:
        query = request.query
        if "uploads" in query:
            self.started[key] = {}
            started = f"<UploadId>{escape(key)}</UploadId>"
            return _xml(
                f"<InitiateMultipartUploadResult>{started}</InitiateMultipartUploadResult>"
            )
        if "uploadId" in query:
            pieces = self.started.pop(query["uploadId"])
            self.objects[key] = b"".join(data for _, data in sorted(pieces.items()))
            ended = "<ETag>1</ETag>"
            return _xml(
                f"<CompleteMultipartUploadResult>{ended}</CompleteMultipartUploadResult>"
            )
        return await self._delete_many(request)

    def _get(self, request: web.Request, key: str) -> web.Response:
        if key not in self.objects:
            return _xml("<Error><Code>NoSuchKey</Code></Error>", 404)
        data: bytes = self.objects[key]
        headers = {"ETag": '"1"', "Last-Modified": "Wed, 25 Nov 2026 18:00:00 GMT"}
        wanted = request.http_range
        if wanted.start is None and wanted.stop is None:
            headers["Content-Length"] = str(len(data))  # aiohttp leaves it out for an empty one
            return web.Response(body=data, headers=headers)
        part = data[wanted]
        start = wanted.start or 0
        headers["Content-Range"] = f"bytes {start}-{start + len(part) - 1}/{len(data)}"
        return web.Response(status=206, body=part, headers=headers)

    def _list(self, prefix: str) -> web.Response:
        found = "".join(
            f"<Contents><Key>{escape(key)}</Key><Size>{len(data)}</Size><ETag>1</ETag>"
            "<LastModified>2026-11-25T18:00:00.000Z</LastModified></Contents>"
            for key, data in sorted(self.objects.items())
            if key.startswith(prefix)
        )
        return _xml(
            f"<ListBucketResult><IsTruncated>false</IsTruncated>{found}</ListBucketResult>"
        )

    async def _delete_many(self, request: web.Request) -> web.Response:
        asked = (await request.read()).decode()
        keys = [piece.partition("</Key>")[0] for piece in asked.split("<Key>")[1:]]
        for key in keys:
            self.objects.pop(key, None)
        gone = "".join(f"<Deleted><Key>{escape(key)}</Key></Deleted>" for key in keys)
        return _xml(f"<DeleteResult>{gone}</DeleteResult>")


def _xml(body: str, status: int = 200) -> web.Response:
    return web.Response(status=status, text=body, content_type="application/xml")


def environment(port: int) -> dict[str, Any]:
    """What tells a client of S3 to come here."""
    return {
        "AWS_ACCESS_KEY_ID": "key",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_REGION": "eu-central-1",
        "AWS_ENDPOINT": f"http://127.0.0.1:{port}",
        "AWS_ALLOW_HTTP": "true",
    }
