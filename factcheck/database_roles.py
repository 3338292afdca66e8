# ruff: noqa: S608, ISC004 - names are quoted here, and statements are long
"""Three database roles, so that the application cannot rewrite its own history.

The owner has the tables and runs migrations; the application writes everything but the history,
to which it can only add; the reader sees what public pages need and writes nothing. Used by
`manage prepare`, `manage database_roles` and the embedded stack. Not for people's roles at the
desk: those are `claims.permissions`. Imports no Django, so that the supervisor stays small.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import Protocol

OWNER = "bayyina_owner"
APPLICATION = "bayyina_app"
READER = "bayyina_reader"
ROLES = (OWNER, APPLICATION, READER)

# Events, heads and keys are added by the application; the site's chain by the database alone.
# What was read of a page is added too: a correction stands beside it, never in it.
# So is what people say of two pictures, or do with evidence: a change of mind is one more row.
APPEND_ONLY = (
    "claims_auditevent",
    "claims_historyhead",
    "claims_historykey",
    "claims_reading",
    "media_provenance_evidencestep",
    "media_provenance_matchdecision",
    # And what was kept of a capture, with what time-stamping authorities signed of it.
    "media_provenance_capturebundle",
    "media_provenance_timestamptoken",
    # And that some of it was taken away on purpose.
    "media_provenance_redaction",
)
WRITTEN_BY_TRIGGERS = ("claims_siteentry", "claims_sitehead")
# Which migrations ran is the owner's to say.
READ_ONLY = ("django_migrations", *WRITTEN_BY_TRIGGERS)

# What public pages are made of. Nothing of submissions, accounts, sessions or sign-ins.
FOR_READERS = (
    "claims_auditevent",
    "claims_claim",
    "claims_historyhead",
    "claims_historykey",
    "claims_rating",
    "claims_ratinglabel",
    "claims_revision",
    "claims_verdict",
    "claims_verdicttext",
)
# Of these, the rows that readers may know of. A draft cannot leave, whatever a query forgets.
_ONCE_PUBLIC = "status IN ('published', 'superseded', 'withdrawn')"
ROWS_FOR_READERS = {
    "claims_revision": _ONCE_PUBLIC,
    "claims_auditevent": "name IN ('text.publish', 'text.supersede', 'text.withdraw')",
    "claims_claim": (
        "EXISTS (SELECT 1 FROM claims_verdict AS verdict"
        " JOIN claims_verdicttext AS text ON text.verdict_id = verdict.id"
        " JOIN claims_revision AS revision ON revision.text_id = text.id"
        f" WHERE verdict.claim_id = claims_claim.id AND revision.{_ONCE_PUBLIC})"
    ),
}


class Cursor(Protocol):
    """What runs SQL: psycopg's cursor or Django's."""

    def execute(self, query: str) -> object: ...


def quoted(name: str) -> str:
    """Return a name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def role_statements(passwords: Mapping[str, str]) -> list[str]:
    """Return the SQL that makes the roles that are missing. Needs a role that may make roles.

    Args:
        passwords: role name -> password; "" for one that signs in by other means (``peer``).
    """
    statements = []
    for name, password in passwords.items():
        literal = _literal(name)
        statements.append(
            f"DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = {literal})"
            f" THEN CREATE ROLE {quoted(name)} LOGIN; END IF; END $$"
        )
        if password:
            statements.append(f"ALTER ROLE {quoted(name)} PASSWORD {_literal(password)}")
    return statements


def ownership_statements(owner: str) -> list[str]:
    """Return the SQL that gives the database, its schema and all of ours in it to the owner.

    What belongs to an extension stays where it is. Repeating it changes nothing. Needs a
    superuser, or a member of the roles that have the things now.
    """
    name, literal = quoted(owner), _literal(owner)
    # `not_ours` is what extensions brought; sequences of identity columns follow their tables.
    return [
        "CREATE EXTENSION IF NOT EXISTS vector",
        "CREATE EXTENSION IF NOT EXISTS pg_trgm",
        f"""DO $$
DECLARE one record;
BEGIN
    EXECUTE format('ALTER DATABASE %I OWNER TO {name}', current_database());
    ALTER SCHEMA public OWNER TO {name};
    FOR one IN SELECT c.oid::regclass AS thing,
            CASE c.relkind WHEN 'S' THEN 'SEQUENCE' WHEN 'v' THEN 'VIEW' ELSE 'TABLE' END AS kind
        FROM pg_class AS c
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'S')
            AND c.relowner <> {literal}::regrole
            AND NOT EXISTS (SELECT 1 FROM pg_depend AS d
                WHERE d.objid = c.oid AND d.deptype IN ('e', 'a', 'i'))
    LOOP
        EXECUTE format('ALTER %s %s OWNER TO {name}', one.kind, one.thing);
    END LOOP;
    FOR one IN SELECT p.oid::regprocedure AS thing FROM pg_proc AS p
        WHERE p.pronamespace = 'public'::regnamespace AND p.proowner <> {literal}::regrole
            AND p.prokind = 'f'
            AND NOT EXISTS (SELECT 1 FROM pg_depend AS d
                WHERE d.objid = p.oid AND d.deptype = 'e')
    LOOP
        EXECUTE format('ALTER FUNCTION %s OWNER TO {name}', one.thing);
    END LOOP;
END $$""",
    ]


def grant_statements(application: str, reader: str = "") -> list[str]:
    """Return the SQL that gives each role what it needs and nothing more; for the owner to run.

    Repeating it changes nothing; tables that later migrations make are covered too.

    Args:
        reader: "" where public pages read as the application.
    """
    app = quoted(application)
    statements = [
        "DO $$ BEGIN"
        " EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());"
        f" EXECUTE format('GRANT CONNECT ON DATABASE %I TO {app}', current_database());"
        " END $$",
        f"GRANT USAGE ON SCHEMA public TO {app}",
        f"REVOKE CREATE ON SCHEMA public FROM PUBLIC, {app}",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {app}",
        f"REVOKE TRUNCATE, REFERENCES, TRIGGER ON ALL TABLES IN SCHEMA public FROM {app}",
        f"REVOKE UPDATE, DELETE ON {', '.join(APPEND_ONLY)} FROM {app}",
        f"REVOKE INSERT, UPDATE, DELETE ON {', '.join(READ_ONLY)} FROM {app}",
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {app}",
        "ALTER DEFAULT PRIVILEGES IN SCHEMA public"
        f" GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {app}",
        f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {app}",
    ]
    return statements + (_reader_statements(app, quoted(reader)) if reader else [])


def run(cursor: Cursor, statements: Sequence[str]) -> None:
    """Run statements one after the other; the caller's transaction makes them one."""
    for statement in statements:
        cursor.execute(statement)


def script(statements: Sequence[str]) -> str:
    """Return statements as one SQL script for psql."""
    return "".join(f"{statement};\n" for statement in statements)


def _reader_statements(app: str, reader: str) -> list[str]:
    statements = [
        "DO $$ BEGIN"
        f" EXECUTE format('GRANT CONNECT ON DATABASE %I TO {reader}', current_database());"
        " END $$",
        f"GRANT USAGE ON SCHEMA public TO {reader}",
        f"REVOKE CREATE ON SCHEMA public FROM {reader}",
        f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {reader}",
        f"GRANT SELECT ON {', '.join(FOR_READERS)} TO {reader}",
    ]
    for table, rows in ROWS_FOR_READERS.items():
        statements += [
            _policy(table, "application_sees_all", app, "true", everything=True),
            _policy(table, "reader_sees_public", reader, rows, everything=False),
            f"DO $$ BEGIN IF NOT (SELECT relrowsecurity FROM pg_class WHERE oid ="
            f" 'public.{table}'::regclass) THEN ALTER TABLE public.{table}"
            " ENABLE ROW LEVEL SECURITY; END IF; END $$",
        ]
    return statements


def _policy(table: str, name: str, role: str, rows: str, *, everything: bool) -> str:
    """Return the SQL that makes a policy unless it is there: making one locks the table."""
    check = f" WITH CHECK ({rows})" if everything else ""
    what = "ALL" if everything else "SELECT"
    return (
        f"DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_policies WHERE schemaname = 'public'"
        f" AND tablename = {_literal(table)} AND policyname = {_literal(name)}"
        f" AND {_literal(role.strip(chr(34)))} = ANY (roles)) THEN"
        f" DROP POLICY IF EXISTS {name} ON public.{table};"
        f" CREATE POLICY {name} ON public.{table} FOR {what} TO {role} USING ({rows}){check};"
        " END IF; END $$"
    )


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def main(url: str) -> None:
    """Make the roles of the embedded database at ``url``, a superuser's; the owner has all."""
    # Only this way in needs a database driver.
    import psycopg

    with psycopg.connect(url) as connection:
        for statement in (*role_statements(dict.fromkeys(ROLES, "")), *ownership_statements(OWNER)):
            connection.execute(statement.encode())


if __name__ == "__main__":
    main(sys.argv[1])
