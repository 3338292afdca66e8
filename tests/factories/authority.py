"""A time-stamping authority on loopback: openssl behind a small server, with keys of its own.

The certificate set of an answer is the signer's alone unless ``with_chain`` is asked for, which
openssl 3.0 writes in an order that strict readers refuse.
"""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

_CONFIG = """
[ tsa ]
default_tsa = tsa1
[ tsa1 ]
serial = {folder}/serial
signer_cert = {folder}/tsa.pem
{chain}
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.3.6.1.4.1.99999.1
digests = sha256, sha384, sha512
accuracy = secs:1, millisecs:500
ess_cert_id_alg = sha256
"""


@dataclass(frozen=True, slots=True)
class Authority:
    """Its address, its root certificate (PEM file), and where it keeps its things."""

    url: str
    root: Path
    folder: Path


def make_root(folder: Path, name: str, kind: str) -> Path:
    """Make a root of ``kind`` "ec" or "rsa" and return its certificate's path."""
    subject = f"/CN={name}"
    _openssl(
        "req", "-x509", "-newkey", *_key(kind), "-nodes", "-days", "2", "-subj", subject,
        "-keyout", str(folder / "root.key"), "-out", str(folder / "root.pem"),
        "-addext", "basicConstraints=critical,CA:TRUE",
        "-addext", "keyUsage=critical,keyCertSign,cRLSign",
    )  # fmt: skip
    return folder / "root.pem"


@contextmanager
def authority(folder: Path, *, kind: str = "ec", with_chain: bool = False) -> Iterator[Authority]:
    """Run an authority of its own root until the block ends."""
    folder.mkdir(parents=True, exist_ok=True)
    root = make_root(folder, "Root of a test", kind)
    _openssl(
        "req", "-newkey", *_key(kind), "-nodes", "-subj", "/CN=Time stamps of a test",
        "-keyout", str(folder / "tsa.key"), "-out", str(folder / "tsa.csr"),
    )  # fmt: skip
    (folder / "tsa.ext").write_text(
        "basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\n"
        "extendedKeyUsage=critical,timeStamping\n"
    )
    _openssl(
        "x509", "-req", "-in", str(folder / "tsa.csr"), "-CA", str(root),
        "-CAkey", str(folder / "root.key"), "-set_serial", "4097", "-days", "2",
        "-extfile", str(folder / "tsa.ext"), "-out", str(folder / "tsa.pem"),
    )  # fmt: skip
    (folder / "serial").write_text("01\n")
    chain = f"certs = {root}" if with_chain else ""
    (folder / "tsa.cnf").write_text(_CONFIG.format(folder=folder, chain=chain))
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(folder))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield Authority(f"http://127.0.0.1:{server.server_address[1]}/tsr", root, folder)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def reply_to(folder: Path, query: bytes) -> bytes:
    """Return the answer of the authority that lives in a folder."""
    (folder / "query.tsq").write_bytes(query)
    _openssl(
        "ts", "-reply", "-config", str(folder / "tsa.cnf"), "-queryfile",
        str(folder / "query.tsq"), "-out", str(folder / "reply.tsr"),
    )  # fmt: skip
    return (folder / "reply.tsr").read_bytes()


def _handler(folder: Path) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            query = self.rfile.read(int(self.headers["Content-Length"]))
            answer = reply_to(folder, query)
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    return Handler


def _key(kind: str) -> list[str]:
    return ["ec", "-pkeyopt", "ec_paramgen_curve:P-256"] if kind == "ec" else ["rsa:2048"]


def _openssl(*arguments: str) -> None:
    subprocess.run(["openssl", *arguments], check=True, capture_output=True, timeout=30)
