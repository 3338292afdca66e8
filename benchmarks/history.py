"""Measure the history: what an event costs to add, and what 60,000 of them cost to verify.

    python benchmarks/history.py [--events 60000] [--claims 500] [--appends 500]

Works on a throw-away database of its own. Not a test: it asserts nothing and ends with one SCORE
line. The seconds count ``claims.adapters.chains.verify`` alone, with every signature it checks.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from claims.adapters.signing import make_key
from factcheck.embedded.folders import make_run_folder
from factcheck.embedded.services import throwaway_services

FILL = """
INSERT INTO claims_auditevent (claim_id, name, "values", actor_id)
SELECT claim.id, 'case.edited', jsonb_build_object('before', jsonb_build_object('text', %s),
    'after', jsonb_build_object('text', %s || step)), NULL
FROM (SELECT id, row_number() OVER () AS place FROM claims_claim) AS claim,
    (SELECT %s AS step) AS steps
ORDER BY claim.place
"""
WORDS = "صورة تُظهر اجتماعًا جرى هذا الأسبوع في مبنى البلدية، ونُشرت مع رواية أخرى. "


def main() -> None:
    """Fill a database, verify it, and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=60_000)
    parser.add_argument("--claims", type=int, default=500)
    parser.add_argument("--appends", type=int, default=500)
    given = parser.parse_args()
    folder = make_run_folder()
    folder.chmod(0o711)
    services = throwaway_services(folder)
    services.start()
    try:
        make_key(folder / "history-key.pem")
        os.environ.update(
            services.environment(),
            SECRET_KEY="only-for-a-benchmark-and-no-secret-at-all-0123456789",  # noqa: S106 - signs nothing
            HISTORY_KEY_FILE=str(folder / "history-key.pem"),
            BAYYINA_DATA=str(folder),
            MEDIA_ROOT=str(folder / "media"),
            DJANGO_SETTINGS_MODULE="factcheck.settings",
        )
        measure(given.events, given.claims, given.appends)
    finally:
        services.stop()
        services.guardian.dismiss()


def cpu_seconds(backend: int) -> float:
    """Return the processor time of this process and of the database's that serves it: what the
    work costs, however busy the machine is (Linux)."""
    fields = Path(f"/proc/{backend}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
    ticks = int(fields[11]) + int(fields[12])
    return time.process_time() + ticks / os.sysconf("SC_CLK_TCK")


def measure(events: int, claims: int, appends: int) -> None:
    """Do the work of `main` once the servers answer."""
    # Django can be set up only now that the settings find a database.
    import django

    django.setup()
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from django.db import connection, transaction

    from claims.actions.history import record_event
    from claims.adapters.chains import verify
    from claims.history import sign_head
    from claims.models import Claim

    call_command("migrate", verbosity=0)
    somebody = User.objects.create_user("somebody")
    rows = [Claim(text=f"{WORDS}{n}", language="ar", added_by=somebody) for n in range(claims)]
    Claim.objects.bulk_create(rows)
    # One event of each claim in a transaction: the head's row is not updated too often in one.
    for step in range(max(1, (events - appends) // claims)):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(FILL, [WORDS, WORDS, step])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    began_at = time.perf_counter()
    for number in range(appends):
        with transaction.atomic():
            record_event(rows[number % claims], "case.edited", by=somebody, after={"text": WORDS})
    per_append = (time.perf_counter() - began_at) / max(1, appends)
    for _ in range(100):
        sign_head(None)
    taken, worked = [], []
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        backend = int(cursor.fetchone()[0])
    for _ in range(3):
        began_at, worked_before = time.perf_counter(), cpu_seconds(backend)
        verified = verify()
        taken.append(time.perf_counter() - began_at)
        worked.append(cpu_seconds(backend) - worked_before)
    print(f"verified {verified.events} events, {verified.heads} heads: {verified.found or 'holds'}")
    print(
        f"SCORE events={verified.events} heads={verified.heads} verify_seconds={min(taken):.2f}"
        f" worst_seconds={max(taken):.2f} cpu_seconds={min(worked):.2f}"
        f" append_ms={per_append * 1000:.2f}"
    )


if __name__ == "__main__":
    main()
