#!/bin/sh
# The production stack on one machine and without containers: PostgreSQL, Temporal's four services in processes of their own, two workers, two relays,
# two APIs behind one address, and the simulators. Ctrl-C stops all of it; the same as: ./jalon up --stack
exec "$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)/jalon" up --stack "$@"
