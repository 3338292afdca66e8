"""``manage verify_history``: does the history hold, alone and against a head kept elsewhere?"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from claims.adapters.chains import UnreadableDocument, verify
from claims.adapters.fetching import fetch_for_desk
from claims.wording import break_sentence
from webfetch import Refused


class Command(BaseCommand):
    """Exit status 0 if everything holds, 1 at the first break, said in one sentence."""

    requires_system_checks = ()

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare ``--against``."""
        parser.description = _(
            "Check that no event of the history was altered, removed or written anew."
        )
        parser.add_argument(
            "--against",
            metavar="FILE|URL",
            help=_(
                "a copy of /.well-known/bayyina-history.json that was kept outside this server; "
                "without one, a newest part that was cut off or written anew goes unseen"
            ),
        )

    def handle(self, *args: object, against: str | None, **options: object) -> None:
        """Check, and say what was checked."""
        document = _document(against) if against else None
        began_at = time.monotonic()
        try:
            verified = verify(document)
        except UnreadableDocument as error:
            raise CommandError(_not_a_head(against or "")) from error
        if verified.found is not None:
            found = verified.found
            raise CommandError(break_sentence(found.code, claim=found.claim, number=found.number))
        self.stdout.write(
            _("The history holds: %(events)s, %(heads)s, checked in %(seconds).1f s.")
            % {
                "events": ngettext("%(count)s event", "%(count)s events", verified.events)
                % {"count": verified.events},
                "heads": ngettext("%(count)s signed head", "%(count)s signed heads", verified.heads)
                % {"count": verified.heads},
                "seconds": time.monotonic() - began_at,
            }
        )
        if document is None:
            self.stdout.write(
                _("Not compared with a head kept elsewhere: --against FILE or URL does that.")
            )
        else:
            self.stdout.write(
                ngettext(
                    "It agrees with %(count)s head kept elsewhere.",
                    "It agrees with %(count)s heads kept elsewhere.",
                    verified.compared,
                )
                % {"count": verified.compared}
            )


def _document(source: str) -> dict[str, Any]:
    """Read the outside head from a file or over the network.

    Raises:
        CommandError: it cannot be had, or is no JSON object.
    """
    try:
        if source.startswith(("http://", "https://")):
            raw = fetch_for_desk(source).body
        else:
            raw = Path(source).read_bytes()
        document = json.loads(raw)
    except OSError as error:
        message = _("%(source)s cannot be read (%(reason)s).")
        raise CommandError(message % {"source": source, "reason": error.strerror}) from error
    except Refused as error:
        message = _(
            "%(source)s cannot be fetched from here. Fetch it by other means, such as a browser, "
            "and give the file. (An own address is refused on purpose: a copy must come from "
            "elsewhere.)"
        )
        raise CommandError(message % {"source": source}) from error
    except (ValueError, RecursionError) as error:
        raise CommandError(_not_a_head(source)) from error
    if not isinstance(document, dict):
        raise CommandError(_not_a_head(source))
    return document


def _not_a_head(source: str) -> str:
    message = _("%(source)s is no signed head of a history, or its signature does not hold.")
    return message % {"source": source}
