#!/bin/sh
# Make the role and database of Seaway on the first start: an owner that is no superuser, so that row-level security binds it.
set -eu
psql -v ON_ERROR_STOP=1 -v password="$SEAWAY_DB_PASSWORD" --username "$POSTGRES_USER" <<'SQL'
create role seaway login password :'password';
create database seaway owner seaway;
SQL
