#!/bin/sh
# Gives the roles of 10-roles.sql the passwords that stand in the addresses of the secrets. The
# database image runs it once, in a new database.
set -eu

for role in owner app reader; do
    # postgresql://user:password@host:5432/database
    address=$(cat "/run/secrets/${role}_database_url")
    password=${address#*://*:}
    password=${password%%@*}
    psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --set="role=bayyina_$role" \
        --set="password=$password" --username="$POSTGRES_USER" --dbname="$POSTGRES_DB" <<'SQL'
ALTER ROLE :"role" PASSWORD :'password';
SQL
done
