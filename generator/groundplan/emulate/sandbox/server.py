"""The HTTP side: loopback only, and two addresses of its own."""

import json
import logging
import socket
from collections.abc import Callable, Iterable
from typing import Any

from moto.core.request import Request
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server
from werkzeug.wrappers import Response

from groundplan.emulate.sandbox.answer import Answering

HOST = "127.0.0.1"
STATUS_PATH, STOP_PATH = "/_groundplan/status", "/_groundplan/stop"

_log = logging.getLogger(__name__)


class Server:
    """Serves the emulated accounts.

    Attributes:
        token: Known to whoever can read the state file; needed to stop the server.
        answering: Answers the requests; None until the accounts are ready.
        told: What the status address tells, apart from counts.
        on_stop: Called when somebody asks to stop.

    Raises:
        OSError: The port is taken, or may not be used.
    """

    def __init__(self, port: int, token: str, on_stop: Callable[[], None]) -> None:
        self.token = token
        self.answering: Answering | None = None
        self.told: dict[str, Any] = {}
        self.on_stop = on_stop
        listening = _listen(port)
        self.port = listening.getsockname()[1]
        self._server: BaseWSGIServer = make_server(
            HOST,
            self.port,
            self._application,
            threaded=True,
            request_handler=_Quiet,
            fd=listening.detach(),
        )

    def serve(self) -> None:
        """Serve until `close`."""
        self._server.serve_forever(poll_interval=0.1)

    def close(self) -> None:
        """Stop serving, from another thread."""
        self._server.shutdown()
        self._server.server_close()

    def _application(self, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        request = Request(environ)
        return self._respond(request)(environ, start)

    def _respond(self, request: Request) -> Response:
        if not _is_local(request.host):
            # A web page must not reach the sandbox through a name that leads to loopback.
            return Response("this host is not served\n", 403)
        if request.path == STATUS_PATH:
            return Response(json.dumps(self.status()), content_type="application/json")
        if request.path == STOP_PATH:
            return self._stop(request)
        if self.answering is None:
            return Response("the sandbox is not ready yet\n", 503)
        reply = self.answering.answer(request)
        response = Response(reply.body, reply.status)
        for key, value in reply.headers.items():
            response.headers[key] = value
        return response

    def status(self) -> dict[str, Any]:
        """What the status address tells."""
        answering = self.answering
        return {
            **self.told,
            "ready": answering is not None,
            "calls": answering.calls if answering else 0,
            "not_emulated": dict(sorted(answering.missing.items())) if answering else {},
        }

    def _stop(self, request: Request) -> Response:
        if request.method != "POST" or request.args.get("token") != self.token:
            return Response("wrong token\n", 403)
        self.on_stop()
        return Response("stopping\n")


def _listen(port: int) -> socket.socket:
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((HOST, port))
        listening.listen(128)
    except OSError:
        listening.close()
        raise
    return listening


class _Quiet(WSGIRequestHandler):
    """Keeps connections open, and says nothing of each request."""

    protocol_version = "HTTP/1.1"

    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002
        _log.debug("%s: %s", type, message % args if args else message)


def _is_local(host: str) -> bool:
    name = host.rsplit(":", 1)[0]
    return name in {HOST, "localhost"} or name.endswith((f".{HOST}", ".localhost"))
