"""The front cache of deploy/nginx.conf, set up on this machine before a web server of ours."""

from __future__ import annotations

import shutil
from pathlib import Path

from factcheck.embedded.folders import REPOSITORY


def find_nginx() -> str | None:
    """Return the program, which lies outside the path of ordinary users."""
    return shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin")


def write_configuration(folder: Path, *, web_port: int, port: int) -> Path:
    """Write the shipped configuration with this machine's addresses and folders.

    Raises:
        ValueError: if the shipped file no longer says what is replaced here.
    """
    folder.mkdir()
    # Its own processes change to another account, which must be able to pass.
    folder.chmod(0o755)
    text = (REPOSITORY / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    for shipped, ours in (
        ("http://web:8000", f"http://127.0.0.1:{web_port}"),
        ("listen 80 default_server", f"listen 127.0.0.1:{port} default_server"),
        ("/var/cache/nginx/pages", f"{folder}/pages"),
        ("access_log /dev/stdout", f"access_log {folder}/access.log"),
        ("error_log /dev/stderr", f"error_log {folder}/error.log"),
        ("worker_processes auto;", f"worker_processes 1; daemon off; pid {folder}/nginx.pid;"),
    ):
        if shipped not in text:
            raise ValueError(f"deploy/nginx.conf no longer says {shipped!r}")
        text = text.replace(shipped, ours)
    written = folder / "nginx.conf"
    written.write_text(text, encoding="utf-8")
    return written
