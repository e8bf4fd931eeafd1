#!/usr/bin/env bash
# Decodes VINs with a trace: which plugin did what in how long, what was kept, who was asked.
#   debug/decode.sh VIN…
#   debug/decode.sh --format jsonl VIN…
# The trace goes to standard output, the log (with everything in it) to standard error. Services
# are asked anew: what costs money, costs it.
set -euo pipefail
if (($# == 0)); then
  echo "usage: $0 VIN…" >&2
  exit 2
fi
here=$(cd "$(dirname "$0")/.." && pwd)
export RUST_LOG=${RUST_LOG:-vinbot=debug} VINBOT_LOG__FORMAT=${VINBOT_LOG__FORMAT:-pretty}
exec "${VINBOT:-${CARGO_TARGET_DIR:-$here/target}/release/vinbot}" decode --trace "$@"
