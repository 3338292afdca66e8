"""Ask an address once; exit 0 if it answers 200 and 1 otherwise, printing what it said.

For container health checks: the image has Python and no curl. Only for our own addresses.
"""

from __future__ import annotations

import http.client
import sys
from urllib.parse import urlsplit

SECONDS = 8


def is_ok(address: str) -> tuple[bool, str]:
    """Return whether ``address`` (plain http) answers 200, and its words or the error's."""
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.netloc, timeout=SECONDS)
    try:
        # Said to come by TLS, so that an installation on https does not send us elsewhere.
        connection.request("GET", parts.path, headers={"X-Forwarded-Proto": "https"})
        response = connection.getresponse()
        return response.status == 200, response.read(2000).decode("utf-8", errors="replace")
    except (OSError, http.client.HTTPException) as error:
        return False, str(error)
    finally:
        connection.close()


if __name__ == "__main__":
    healthy, words = is_ok(sys.argv[1])
    sys.stdout.write(f"{words}\n")
    sys.exit(0 if healthy else 1)
