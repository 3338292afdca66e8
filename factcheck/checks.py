"""Start-up checks: what must hold on this machine before the pages are shown.

Each failure is one sentence that says what to do. Run by `manage startup_checks` and at every
`up`. Not for rules about data: those are constraints in the database.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Sequence
from pathlib import Path

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import OperationalError, connections
from django.utils.translation import gettext as _
from PIL import features

from claims.adapters.signing import read_key
from claims.domain.history import NoSigningKey
from claims.wording import no_key_sentence
from factcheck.backups import RESTORE_UNFINISHED
from media_provenance.adapters.exiftool import EXIFTOOL_OFF, ExiftoolMissing, find_exiftool
from media_provenance.adapters.images import DecoderGone, missing_walls
from media_provenance.adapters.screenshots import BrowserMissing, find_browser
from media_provenance.adapters.timestamps import read_anchors
from media_provenance.domain.outside_links import BadTemplate, read_templates
from media_provenance.look_ups import service_states

STARTUP = "startup"

OLDEST_POSTGRESQL = 16
OLDEST_PGVECTOR = (0, 7)  # the first with Hamming distance on bit strings

Apps = Sequence[AppConfig] | None


@register(STARTUP)
def check_time_zone(app_configs: Apps, **kwargs: object) -> list[CheckMessage]:
    """All instants are stored and computed in UTC."""
    if settings.USE_TZ and settings.TIME_ZONE == "UTC":
        return []
    return [Error(_("Set TIME_ZONE to UTC and USE_TZ to True."), id="factcheck.E001")]


@register(STARTUP)
def check_media_folder(app_configs: Apps, **kwargs: object) -> list[CheckMessage]:
    """The media folder, or the folder in which it will be made, can be written to."""
    folder = Path(settings.MEDIA_ROOT)
    place = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    try:
        with tempfile.TemporaryFile(dir=place):
            return []
    except OSError:
        message = _("Nothing can be written to the media folder %(folder)s: set MEDIA_ROOT.")
        return [Error(message % {"folder": folder}, id="factcheck.E002")]


@register(STARTUP)
def check_restore_is_over(app_configs: Apps, **kwargs: object) -> list[CheckMessage]:
    """No restore was cut off: rows and media may belong to two different days until it is over."""
    mark = Path(settings.MEDIA_ROOT) / RESTORE_UNFINISHED
    if not mark.exists():
        return []
    message = _(
        "A restore was cut off (%(path)s is there): stop everything and run “bayyina manage "
        "restore” with the same file again."
    )
    return [Warning(message % {"path": mark}, id="factcheck.W004")]


@register(STARTUP)
def check_arabic_shaping(app_configs: Apps, **kwargs: object) -> list[CheckMessage]:
    """Pillow can join Arabic letters; without it only the share cards are off."""
    if can_shape_arabic():
        return []
    message = _(
        "Share cards are off: Pillow lacks Raqm or FriBiDi, which join Arabic letters. "
        "Install the system package libfribidi0 (on macOS: fribidi)."
    )
    return [Warning(message, id="factcheck.W001")]


@register(STARTUP, deploy=True)  # asks the machine: not at every command
def check_picture_walls(app_configs: Apps, **kwargs: object) -> list[CheckMessage]:
    """Pictures are read behind every wall there is, which takes Linux and its seccomp."""
    try:
        missing = missing_walls()
    except DecoderGone:
        message = _(
            "No picture can be read: the picture decoder does not start. Its message in the log "
            "says why."
        )
        return [Error(message, id="factcheck.E009")]
    if not missing:
        return []
    message = _(
        "Pictures are read with less protection than they could be (missing: %(walls)s): run "
        "this on Linux with seccomp, on x86_64 or aarch64."
    )
    return [Warning(message % {"walls": ", ".join(sorted(missing))}, id="factcheck.W003")]


@register(STARTUP, deploy=True)  # asks the machine: not at every command
def check_metadata_reader(app_configs: Apps, **kwargs: object) -> list[CheckMessage]:
    """Every metadata field of a file is read; without exiftool only the most common are."""
    if settings.EXIFTOOL == EXIFTOOL_OFF:
        return []
    try:
        find_exiftool(settings.EXIFTOOL)
    except ExiftoolMissing:
        message = _(
            "Of a picture's metadata only the most common fields are read: exiftool is not there. "
            "Install it (on Debian and Ubuntu: libimage-exiftool-perl), or name it in EXIFTOOL."
        )
        return [Warning(message, id="factcheck.W005")]
    return []


@register(STARTUP)
def check_services_elsewhere(app_configs: Apps, **kwargs: object) -> list[CheckMessage]:
    """The services that were switched on exist and have their keys; the links can be made."""
    problems: list[CheckMessage] = []
    known = {state.traits.name: state for state in service_states()}
    for name in settings.PROVIDERS_ON:
        if name not in known:
            message = _("PROVIDERS_ON names %(name)s, which is none of: %(known)s.")
            said = {"name": name, "known": ", ".join(sorted(known))}
            problems.append(Error(message % said, id="factcheck.E010"))
        elif not known[name].is_on:
            message = _("%(name)s is switched on and has no key: set %(variable)s.")
            said = {"name": name, "variable": f"PROVIDER_{name.upper()}_KEY"}
            problems.append(Warning(message % said, id="factcheck.W006"))
    try:
        read_templates(settings.OPEN_IN_LINKS)
    except BadTemplate as error:
        message = _("OPEN_IN_LINKS cannot be read: %(why)s See .env.example.")
        problems.append(Error(message % {"why": error}, id="factcheck.E011"))
    return problems


@register(STARTUP, deploy=True)  # asks the machine: not at every command
def check_what_keeps_captures(app_configs: Apps, **kwargs: object) -> list[CheckMessage]:
    """The browser of screenshots is there, and the certificates of time stamps can be read."""
    problems: list[CheckMessage] = []
    if settings.SCREENSHOT_BROWSER:
        try:
            find_browser(settings.SCREENSHOT_BROWSER)
        except BrowserMissing as missing:
            message = _(
                "Captures are kept without screenshots: there is no program %(path)s. Set "
                "SCREENSHOT_BROWSER to the path of a Chromium, or to nothing."
            )
            problems.append(Warning(message % {"path": missing}, id="factcheck.W007"))
    try:
        anchors = read_anchors(settings.TIMESTAMP_ANCHORS)
    except (OSError, ValueError):
        message = _(
            "TIMESTAMP_ANCHORS names %(path)s, which cannot be read or has no certificate in it: "
            "put the root certificates of your time-stamping authorities there (PEM)."
        )
        said = {"path": settings.TIMESTAMP_ANCHORS}
        return [*problems, Error(message % said, id="factcheck.E012")]
    if settings.TIMESTAMP_AUTHORITIES and not anchors:
        message = _(
            "Time stamps are asked for and none is believed: set TIMESTAMP_ANCHORS to a file with "
            "the root certificates of the authorities."
        )
        problems.append(Warning(message, id="factcheck.W008"))
    return problems


@register(STARTUP, deploy=True)  # asks the machine: not at every command
def check_history_key(app_configs: Apps, **kwargs: object) -> list[CheckMessage]:
    """The key that signs the history can be used: without it nothing can be published."""
    try:
        read_key(settings.HISTORY_KEY_FILE)
    except NoSigningKey as error:
        return [Error(no_key_sentence(error), id="factcheck.E008")]
    return []


@register(Tags.database)
def check_history_is_out_of_reach(
    app_configs: Apps, databases: Sequence[str] | None = None, **kwargs: object
) -> list[CheckMessage]:
    """The role that the application works as can add to the history and not change it."""
    if not databases:
        return []
    try:
        with connections["default"].cursor() as cursor:
            cursor.execute(_MAY_CHANGE_HISTORY, [str(settings.DATABASE_OF_APPLICATION["USER"])])
            row = cursor.fetchone()
    except OperationalError:
        return []  # the check above says it
    if row is None or not row[0]:
        return []
    message = _(
        "The application could alter its own history: its database role owns the tables. Make "
        "the roles with “bayyina manage database_roles” and set OWNER_DATABASE_URL."
    )
    return [Warning(message, id="factcheck.W002")]


_MAY_CHANGE_HISTORY = """
SELECT has_table_privilege(role.oid, events.oid, 'UPDATE, DELETE, TRUNCATE, TRIGGER')
FROM pg_class AS events,
    (SELECT oid FROM pg_roles WHERE rolname = coalesce(nullif(%s, ''), current_user)) AS role
WHERE events.oid = to_regclass('claims_auditevent')
"""


def can_shape_arabic() -> bool:
    """Answer whether Pillow has Raqm with FriBiDi. Asked again each time: neither is cached."""
    return bool(features.check("raqm")) and bool(features.check("fribidi"))


@register(Tags.database)
def check_database(
    app_configs: Apps, databases: Sequence[str] | None = None, **kwargs: object
) -> list[CheckMessage]:
    """PostgreSQL is new enough, has the extensions, and its trigrams see Arabic letters."""
    return [message for alias in databases or () for message in _database_problems(alias)]


def _database_problems(alias: str) -> list[CheckMessage]:
    try:
        with connections[alias].cursor() as cursor:
            cursor.execute("SHOW server_version_num")
            major = int(cursor.fetchone()[0]) // 10000
            cursor.execute(
                "SELECT name, coalesce(installed_version, default_version),"
                " installed_version IS NOT NULL"
                " FROM pg_available_extensions WHERE name IN ('vector', 'pg_trgm')"
            )
            extensions = {name: (version, there) for name, version, there in cursor.fetchall()}
            sees_arabic = True
            if extensions.get("pg_trgm", ("", False))[1]:
                cursor.execute("SELECT show_trgm('قال') <> '{}'")
                sees_arabic = bool(cursor.fetchone()[0])
    except OperationalError:
        message = _(
            "The database does not answer: see that it runs and that DATABASE_URL is right."
        )
        return [Error(message, id="factcheck.E003")]
    return problems_of_server(
        major=major,
        extensions={name: version for name, (version, _there) in extensions.items()},
        sees_arabic=sees_arabic,
    )


def problems_of_server(
    *, major: int, extensions: dict[str, str], sees_arabic: bool
) -> list[CheckMessage]:
    """Judge what a PostgreSQL server says of itself.

    Args:
        major: its major version.
        extensions: name and version of pg_trgm and vector, as installed or else available.
        sees_arabic: whether pg_trgm finds trigrams in an Arabic word.
    """
    problems: list[CheckMessage] = []
    if major < OLDEST_POSTGRESQL:
        message = _("PostgreSQL %(found)s is too old: use %(wanted)s or newer.")
        found = {"found": major, "wanted": OLDEST_POSTGRESQL}
        problems.append(Error(message % found, id="factcheck.E004"))
    if "pg_trgm" not in extensions:
        message = _("PostgreSQL lacks pg_trgm: install its contrib package on the server.")
        problems.append(Error(message, id="factcheck.E005"))
    version = extensions.get("vector")
    if version is None or parse_version(version) < OLDEST_PGVECTOR:
        message = _("PostgreSQL lacks pgvector 0.7 or newer: install it on the server.")
        problems.append(Error(message, id="factcheck.E006"))
    if not sees_arabic:
        message = _(
            "This database sees no letters in Arabic words (LC_CTYPE is C): make it anew with "
            "a UTF-8 LC_CTYPE such as C.UTF-8, and point DATABASE_URL to it."
        )
        problems.append(Error(message, id="factcheck.E007"))
    return problems


def parse_version(text: str) -> tuple[int, ...]:
    """Return the numbers of a version such as "0.8.6"."""
    return tuple(int(number) for number in re.findall(r"\d+", text))
