#!/bin/sh
# Runs once, on an empty volume: Jalon and Temporal each own their databases, and cannot read the other's.
set -eu
psql -v ON_ERROR_STOP=1 -v jalon_password="$JALON_ROLE_PASSWORD" -v temporal_password="$TEMPORAL_ROLE_PASSWORD" \
  --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" <<'SQL'
CREATE ROLE jalon LOGIN PASSWORD :'jalon_password';
CREATE ROLE temporal LOGIN PASSWORD :'temporal_password';
CREATE DATABASE jalon OWNER jalon;
CREATE DATABASE temporal OWNER temporal;
CREATE DATABASE temporal_visibility OWNER temporal;
REVOKE CONNECT ON DATABASE jalon, temporal, temporal_visibility FROM PUBLIC;
SQL
