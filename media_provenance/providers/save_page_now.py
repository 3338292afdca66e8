"""Save Page Now: ask the Internet Archive to keep a page, and how far that is.

Asked for is not archived: only a status of "success" names a copy. Tells the archive, and through
its public index everybody, that somebody took an interest in the address.
"""

from __future__ import annotations

import re
from urllib.parse import urlencode

from media_provenance.domain.archive_rows import moment_of_stamp
from media_provenance.providers.door import Door, read_json
from media_provenance.providers.leads import ArchiveCapture, Saved
from media_provenance.providers.outcomes import Outcome, ProviderTrouble
from media_provenance.providers.registry import Operation, Traits

__all__ = ["TRAITS", "SavePageNow"]

TRAITS = Traits(
    name="save_page_now",
    title="Save Page Now",
    operations=(Operation.SAVE, Operation.SAVE_STATUS),
    needs_key=True,
    sends_picture_outside=True,
    paid=False,
    # The archive lets an account save some pages a minute; a status may be asked for more often.
    steps={"save": 12.0, "status": 2.0},
    operator="web.archive.org",
    base_url="https://web.archive.org",
)
_JOB = re.compile(r"[A-Za-z0-9._-]{1,100}")


class SavePageNow:
    """Asks Save Page Now 2."""

    def __init__(self, door: Door) -> None:
        self._door = door

    def save(self, url: str) -> Saved:
        """Ask for a copy; one of the last hour is taken for a new one.

        Raises:
            ProviderTrouble.
        """
        form = {"url": url, "skip_first_archive": "1", "if_not_archived_within": "1h"}
        answer = self._door.post(
            "/save",
            urlencode(form).encode("ascii"),
            sort="save",
            media_type="application/x-www-form-urlencoded",
            said={"form": form},
            headers=self._headers(),
        )
        said = read_json(answer, dict)
        job = said.get("job_id")
        if not isinstance(job, str) or not _JOB.fullmatch(job):
            raise ProviderTrouble(Outcome.FAILED_THERE, str(said.get("message", "no job")))
        return Saved(job)

    def save_status(self, job: str) -> Saved:
        """Return where the saving stands.

        Raises:
            ProviderTrouble: failed_there, with the archive's own code.
        """
        answer = self._door.get(f"/save/status/{job}", sort="status", headers=self._headers())
        said = read_json(answer, dict)
        status = said.get("status")
        if status == "pending":
            return Saved(job)
        if status != "success":
            raise ProviderTrouble(Outcome.FAILED_THERE, str(said.get("status_ext", status)))
        stamp, original = said.get("timestamp"), said.get("original_url")
        moment = moment_of_stamp(stamp) if isinstance(stamp, str) else None
        if moment is None or not isinstance(original, str):
            raise ProviderTrouble(Outcome.UNREADABLE, "no timestamp")
        archived_url = f"{self._door.base_url}/web/{stamp}/{original}"
        return Saved(job, ArchiveCapture(moment, original, "", None, "", archived_url))

    def _headers(self) -> dict[str, str]:
        return {"Accept": "application/json", "Authorization": f"LOW {self._door.key}"}
