#!/usr/bin/env bash
# Line coverage of host and SDK, by all tests. $1 is cargo's target folder; what is
# measured is built in one of its own inside it, so the usual build stays as it is.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/tools.sh nextest llvm-cov redis docker-registry tesseract chromium

target=$(mkdir -p "$1" && cd "$1" && pwd)
major=$(rustc -vV | sed -n 's/^LLVM version: \([0-9]*\).*/\1/p')
host=$(rustc -vV | sed -n 's/^host: //p')
if [[ ! -x "$(rustc --print sysroot)/lib/rustlib/$host/bin/llvm-profdata" ]]; then
  LLVM_COV=$(command -v "llvm-cov-$major")
  LLVM_PROFDATA=$(command -v "llvm-profdata-$major")
  export LLVM_COV LLVM_PROFDATA
fi

# The program that is measured looks for its plugins beside itself.
"$target/release/xtask" plugins --tests --out "$target/llvm-cov-target/plugins"
export CARGO_TARGET_DIR="$target"

# Not measured: other crates, and the tests. host/src/plugins is the host's.
others='(^|/)(xtask|playground|workspace-hack|tests|benches)/|(^|/)plugins/[^/]+/(src|tests)/'

exec cargo llvm-cov nextest --workspace --cargo-profile release --locked \
  --ignore-filename-regex "$others" --fail-under-lines 80 "${@:2}"
