"""Moto behind HTTP on a port of this machine: `python -m tests.oracle.moto_front` prints the port.

Moto's own server needs packages that nothing else here needs. This front takes a request,
says by the signature's scope which AWS host it was meant for, and hands it to moto.
"""

import re
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock

from botocore.awsrequest import AWSPreparedRequest, HeadersDict
from moto import mock_aws
from moto.core.botocore_stubber import BotocoreStubber

_SCOPE = re.compile(r"Credential=[^/]+/\d+/(?P<region>[^/]+)/(?P<service>[^/]+)/")
_HOSTS = {
    "cloudfront": "cloudfront.amazonaws.com",
    "ecr": "api.ecr.{region}.amazonaws.com",
    "iam": "iam.amazonaws.com",
    "organizations": "organizations.us-east-1.amazonaws.com",
    "route53": "route53.amazonaws.com",
    "s3": "s3.{region}.amazonaws.com",
}
_HOP = frozenset({"content-length", "connection", "transfer-encoding", "date", "server"})


class _Front(BaseHTTPRequestHandler):
    """One request at a time: moto's state is not made for threads."""

    protocol_version = "HTTP/1.1"
    stub = BotocoreStubber()
    lock = Lock()

    def answer(self) -> None:
        """Whatever the method, moto's response routing decides."""
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        found = _SCOPE.search(self.headers.get("Authorization", ""))
        region, service = (found["region"], found["service"]) if found else ("us-east-1", "s3")
        host = _HOSTS.get(service, "{service}.{region}.amazonaws.com")
        host = host.format(service=service, region=region)
        headers = HeadersDict(dict(self.headers.items()))
        headers["Host"] = host
        request = AWSPreparedRequest(
            method=self.command,
            url=f"https://{host}{self.path}",
            headers=headers,
            body=body,
            stream_output=False,
        )
        with self.lock:
            try:
                answer = self.stub.process_request(request)
            except Exception as error:
                answer = (501, {}, f"{type(error).__name__}: {error}")
        status, told, text = answer or (501, {}, f"moto has no {service}")
        data = text if isinstance(text, bytes) else str(text or "").encode()
        self.send_response(int(status))
        for name, value in told.items():
            if name.lower() not in _HOP:
                self.send_header(name, str(value))
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = do_PATCH = answer

    def log_message(self, *_: object) -> None:
        """Nothing: the oracle says what matters."""


class _Server(ThreadingHTTPServer):
    """A provider opens many connections at once; none of them may be refused."""

    request_queue_size = 256
    daemon_threads = True


def main() -> None:
    """Serve until killed."""
    with mock_aws(config={"iam": {"load_aws_managed_policies": True}}):
        _Front.stub.enabled = True
        server = _Server(("127.0.0.1", 0), _Front)
        sys.stdout.write(f"{server.server_address[1]}\n")
        sys.stdout.flush()
        server.serve_forever()


if __name__ == "__main__":
    main()
