"""Nothing of the product opens a connection to the outside but webfetch.

What our own servers are reached by (psycopg, redis, kombu) is not looked at: their addresses come
from settings and from nobody's page.
"""

from __future__ import annotations

import ast

import pytest

from tests.repository.tree import PACKAGES, calls, imports, name, python_files, tree_of

# Modules that open connections by themselves, with all that lies below them.
CONNECTORS = (
    "aiohttp",
    "asyncio.streams",
    "boto3",
    "botocore",
    "django.core.mail",
    "dns",
    "ftplib",
    "grpc",
    "http.client",
    "httplib2",
    "httpx",
    "imaplib",
    "nntplib",
    "paramiko",
    "playwright",
    "poplib",
    "pycurl",
    "requests",
    "selenium",
    "smtplib",
    "socket",
    "socketserver",
    "ssl",
    "telnetlib",
    "trafilatura.downloads",
    "trafilatura.fetch_response",
    "trafilatura.fetch_url",
    "trafilatura.feeds",
    "trafilatura.sitemaps",
    "trafilatura.spider",
    "tornado",
    "urllib.request",
    "urllib3",
    "websockets",
    "xmlrpc",
)
# Functions that do, however their module was imported; the end of the dotted name.
OPENERS = {
    "URLopener",
    "build_opener",
    "create_connection",
    "etree.parse",
    "fetch_feed",
    "fetch_response",
    "fetch_url",
    "getaddrinfo",
    "gethostbyname",
    "html.parse",
    "mail_admins",
    "mail_managers",
    "open_connection",
    "open_unix_connection",
    "send_mail",
    "send_mass_mail",
    "urlopen",
    "urlretrieve",
}
# Programs that do; a page is rendered, if ever, from a stored copy with the network off.
PROGRAMS = {
    "aria2c",
    "chrome",
    "chromium",
    "chromium-browser",
    "curl",
    "dig",
    "ffmpeg",
    "firefox",
    "google-chrome",
    "nc",
    "ncat",
    "nslookup",
    "openssl",
    "ping",
    "rsync",
    "scp",
    "ssh",
    "telnet",
    "wget",
    "wkhtmltopdf",
    "yt-dlp",
}
# Who may, each with its reason. An exception that nothing needs any more fails the build.
EXCEPTIONS = {
    ("claims/adapters/politeness.py", "create_connection"): "a session of our own database",
    ("factcheck/embedded/options.py", "socket"): "asks this machine for a free port and its names",
    ("factcheck/embedded/supervisor.py", "http.client"): "asks its own web server on loopback",
    ("factcheck/embedded/valkey.py", "socket"): "asks the embedded broker on its Unix socket",
    ("factcheck/probe.py", "http.client"): "the container's health probe, on loopback",
    ("jobs/heartbeat.py", "socket"): "this machine's name; nothing is opened",
    ("media_provenance/adapters/child_walls.py", "socket"): "tries whether the wall holds",
    ("media_provenance/adapters/decoder.py", "socket"): "a pair of sockets from its parent",
    ("media_provenance/adapters/decoder_link.py", "socket"): "a pair of sockets to its child",
    ("media_provenance/adapters/video.py", "ffmpeg"): "gets a file, and no socket (video_walls.py)",
    ("factcheck/settings.py", "ffmpeg"): "names it",
    ("media_provenance/adapters/timestamps.py", "openssl"): "reads files with its subcommand ts",
}


def ways_outside(tree: ast.Module) -> set[str]:
    """Return what a module uses that could open a connection to the outside."""
    found = {
        connector
        for module in imports(tree)
        for connector in CONNECTORS
        if module == connector or module.startswith(f"{connector}.")
    }
    for written, call in calls(tree):
        ending = written.rsplit(".", 1)[-1]
        two = ".".join(written.rsplit(".", 2)[-2:])
        found |= {opener for opener in (ending, two) if opener in OPENERS}
        first = call.args[0] if call.args else None
        text = first.value if isinstance(first, ast.Constant) else None
        if ending in {"import_module", "__import__"} and str(text).startswith(CONNECTORS):
            found.add(str(text))
    # A program by its name or its path, wherever it stands: a list, a setting, a default.
    return found | {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and (node.value in PROGRAMS or ("/" in node.value and is_program(node.value)))
    }


def is_program(text: str) -> bool:
    return text.startswith(("/usr/", "/bin/", "/opt/")) and text.rsplit("/", 1)[-1] in PROGRAMS


def test_only_webfetch_opens_connections_to_the_outside() -> None:
    found = [
        f"{name(path)} uses {way}"
        for path in python_files(*(package for package in PACKAGES if package != "webfetch"))
        for way in sorted(ways_outside(tree_of(path)))
        if (name(path), way) not in EXCEPTIONS
    ]

    assert not found, "\n".join(found)


def test_no_exception_outlives_its_need() -> None:
    used = {
        (name(path), way)
        for path in python_files(*(package for package in PACKAGES if package != "webfetch"))
        for way in ways_outside(tree_of(path))
    }

    assert set(EXCEPTIONS) - used == set()


def test_within_webfetch_one_file_opens_connections() -> None:
    openers = {
        name(path)
        for path in python_files("webfetch")
        for written, _ in calls(tree_of(path))
        if written.rsplit(".", 1)[-1] in {"create_connection", "getaddrinfo", "wrap_socket"}
    }

    assert openers == {"webfetch/client.py"}


def test_content_credentials_are_read_without_asking_a_server() -> None:
    readers = [path for path in python_files() if "c2pa" in set(imports(tree_of(path)))]

    switched_off = [
        "".join(path.read_text(encoding="utf-8").split()).count(setting)
        for path in readers
        for setting in ('"remote_manifest_fetch":False', '"ocsp_fetch":False')
    ]

    assert switched_off
    assert set(switched_off) == {1}


@pytest.mark.parametrize(
    "source",
    [
        "import socket",
        "from socket import create_connection",
        "import urllib.request",
        "from urllib import request",
        "from urllib.request import urlopen as read",
        "import http.client as web",
        "import requests.sessions",
        "def late():\n    import httpx",
        "from trafilatura import fetch_url",
        "import trafilatura\ntrafilatura.fetch_url(a)",
        "import asyncio\nasyncio.open_connection(a, 80)",
        "from lxml import etree\netree.parse(address)",
        "import lxml.html\nlxml.html.parse(address)",
        "from django.core.mail import send_mail",
        "import importlib\nimportlib.import_module('httpx')",
        "__import__('socket')",
        "import subprocess\nsubprocess.run(['curl', address])",
        "CHROMIUM = '/usr/bin/chromium'",
    ],
)
def test_each_way_outside_is_seen(source: str) -> None:
    assert ways_outside(ast.parse(source))


@pytest.mark.parametrize(
    "source",
    [
        "from urllib.parse import urlsplit",
        "from trafilatura import bare_extraction",
        "from webfetch.client import fetch\nfetch(address)",
        "text = 'curling is a sport'",
        "import requestsome",
    ],
)
def test_what_opens_nothing_is_left_alone(source: str) -> None:
    assert not ways_outside(ast.parse(source))
