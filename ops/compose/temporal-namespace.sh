#!/bin/sh
# Makes the namespace that the processes use and waits until it can be used; closed journeys stay readable in it for 30 days, the record is ours and stays.
set -eu
for _ in $(seq 60); do
  if temporal workflow list --namespace "$TEMPORAL_NAMESPACE" --limit 1 >/dev/null 2>&1; then exit 0; fi
  temporal operator namespace create --namespace "$TEMPORAL_NAMESPACE" --retention 720h >/dev/null 2>&1 || true
  sleep 2
done
temporal operator namespace describe --namespace "$TEMPORAL_NAMESPACE"
