#!/usr/bin/env bash
# The playground; built and started again whenever a source changes. $1 is cargo's
# target folder. What doesn't compile is shown, and the old program goes on.
set -euo pipefail
cd "$(dirname "$0")/.."
target=$1
playground=

stop() {
  if [[ -n "$playground" ]]; then
    kill "$playground" 2>/dev/null || true
    wait "$playground" 2>/dev/null || true
    playground=
  fi
}
trap stop EXIT
trap 'exit 0' INT TERM

# The newest change of any source, in nanoseconds.
newest() {
  find host net playground plugins sdk wit config.toml Cargo.toml -type f \
    -not -name '.*' -not -path '*/node_modules/*' -printf '%T@\n' | sort -n | tail -n 1
}

start() {
  stop
  "$target/release/vinbot" playground &
  playground=$!
}

start
seen=$(newest)
while sleep 0.5; do
  now=$(newest)
  if [[ "$now" != "$seen" ]]; then
    seen=$now
    echo "something changed: building …" >&2
    if make --no-print-directory plugins; then
      start
    fi
  fi
done
