#!/bin/sh
# Makes Temporal's schemas or brings them to the server's version; what is there already is left alone.
set -eu
for pair in temporal:temporal temporal_visibility:visibility; do
  database=${pair%%:*}
  schema() { temporal-sql-tool --plugin postgres12_pgx --endpoint postgres --port 5432 --user temporal --database "$database" "$@"; }
  schema setup-schema --version 0.0
  schema update-schema --schema-name "postgresql/v12/${pair##*:}"
done
