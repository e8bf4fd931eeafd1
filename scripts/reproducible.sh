#!/usr/bin/env bash
# Builds all plugins twice from the same sources, with nothing kept of the first time and in a
# folder of another name, and compares what came of it.
#   scripts/reproducible.sh [NAME…]    these plugins alone
set -euo pipefail
cd "$(dirname "$0")/.."

target=${CARGO_TARGET_DIR:-target}
names=("$@")
cargo build --release --locked --package xtask
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The compiler and the data of vPIC are the same, and fetched once; components are not.
cache=${VINBOT_CACHE_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/vinbot}
mkdir -p "$cache"
build() {
  local own=$work/$1
  mkdir -p "$own"
  find "$cache" -mindepth 1 -maxdepth 1 -not -name components -not -name "guest-*" \
    -not -name "projects-*" -not -name lock -not -name peers \
    -exec ln -s {} "$own" \;
  VINBOT_CACHE_DIR=$own "$target/release/xtask" plugins "${names[@]}" --out "$work/out-$1"
}
build first
build a-second-one-with-a-longer-name

failed=0
for file in "$work"/out-first/*/plugin.wasm; do
  name=$(basename "$(dirname "$file")")
  one=$(sha256sum <"$file" | cut -d' ' -f1)
  other=$(sha256sum <"$work/out-a-second-one-with-a-longer-name/$name/plugin.wasm" | cut -d' ' -f1)
  if [[ "$one" == "$other" ]]; then
    printf '%-12s %s\n' "$name" "$one"
  else
    printf '%-12s differs: %s and %s\n' "$name" "$one" "$other" >&2
    failed=1
  fi
done
exit "$failed"
