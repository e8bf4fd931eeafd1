#!/usr/bin/env bash
# Decodes VINs with everything logged: which plugin was asked, what it said, how long.
#   debug/decode.sh VIN…
# The report goes to standard output, the log to standard error.
set -euo pipefail
if (($# == 0)); then
  echo "usage: $0 VIN…" >&2
  exit 2
fi
here=$(cd "$(dirname "$0")/.." && pwd)
export RUST_LOG=${RUST_LOG:-vinbot=debug} VINBOT_LOG__FORMAT=pretty
exec "${CARGO_TARGET_DIR:-$here/target}/release/vinbot" decode --view details "$@"
