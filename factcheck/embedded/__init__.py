"""The embedded default: a private PostgreSQL and Valkey, and the supervisor behind `./bayyina up`.

For one machine and for the tests. Not for a fleet: there DATABASE_URL, BROKER_URL and
CACHE_URL name servers that somebody else starts, and nothing here is used.

Nothing in this package imports Django: the supervisor starts before the settings exist and
should stay small for as long as the stack runs.
"""
