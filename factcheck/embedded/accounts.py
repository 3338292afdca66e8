"""Which account runs PostgreSQL when `up` is started by root.

PostgreSQL refuses to run as root. Everything else in the embedded stack may, so only the
database changes account. No permission of any folder outside the data folder is touched.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess

from factcheck.embedded.errors import NoAccount
from factcheck.embedded.processes import Account, current_account

SERVICE_ACCOUNT = "bayyina"


def _find_account(name: str) -> Account | None:
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        return None
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def _make_service_account() -> None:
    if tool := shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin"):
        command = [tool, "--system", "--no-create-home", "--home-dir", "/nonexistent"]
        command += ["--shell", "/bin/false", SERVICE_ACCOUNT]
    elif tool := shutil.which("adduser", path="/usr/sbin:/sbin:/usr/bin:/bin"):  # BusyBox
        command = [tool, "-S", "-D", "-H", "-s", "/bin/false", SERVICE_ACCOUNT]
    else:
        return
    # Not checked: when two stacks start at once the second call fails, and the account is there.
    subprocess.run(command, check=False, capture_output=True, stdin=subprocess.DEVNULL)


def database_account() -> Account:
    """Return the account that PostgreSQL runs as: ours, or the service account if we are root.

    Root gets the system account ``bayyina``, made on first use; where accounts cannot be made
    (a read-only /etc) the account ``nobody`` has to do.

    Raises:
        NoAccount: if this process has no entry in the account database, or if root finds no
            other account at all.
    """
    if os.geteuid() != 0:
        try:
            return current_account()
        except KeyError:
            message = (
                f"PostgreSQL needs an account name, and user id {os.geteuid()} has none: "
                "add it to /etc/passwd, or set DATABASE_URL to a server of your own."
            )
            raise NoAccount(message) from None
    account = _find_account(SERVICE_ACCOUNT)
    if account is None:
        _make_service_account()
        account = _find_account(SERVICE_ACCOUNT) or _find_account("nobody")
    if account is None or account.uid == 0:
        message = (
            "PostgreSQL does not run as root: create an account with "
            f"'useradd --system {SERVICE_ACCOUNT}', or run this as a normal user."
        )
        raise NoAccount(message)
    return account
