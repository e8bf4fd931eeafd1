#!/usr/bin/env bash
# What a component imports and exports, what takes its bytes, and whether vinbot would
# serve it.
#   debug/inspect-plugin.sh target/plugins/vpic/plugin.wasm
set -euo pipefail
if (($# != 1)); then
  echo "usage: $0 FILE" >&2
  exit 2
fi
here=$(cd "$(dirname "$0")/.." && pwd)
release=${CARGO_TARGET_DIR:-$here/target}/release
"$release/xtask" inspect "$1"
echo
exec "$release/vinbot" plugin check "$1"
