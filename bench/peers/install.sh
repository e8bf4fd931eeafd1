#!/bin/sh
# Installs the peers that `make bench` compares with, once, into the user's cache, and prints the
# folder. Needs python3 with venv, and node with npm.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
out=${VINBOT_CACHE_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/vinbot}/peers
wanted=$(cat "$here/requirements.txt" "$here/package-lock.json" | cksum)
if [ "$(cat "$out/.installed" 2>/dev/null || true)" != "$wanted" ]; then
    rm -rf "$out"
    mkdir -p "$out"
    python3 -m venv "$out/python" >&2
    "$out/python/bin/pip" install --quiet --disable-pip-version-check --requirement "$here/requirements.txt" >&2
    cp "$here/package.json" "$here/package-lock.json" "$out"
    npm ci --prefix "$out" --silent --no-audit --no-fund >&2
    echo "$wanted" >"$out/.installed"
fi
# Node looks for packages beside the script.
cp "$here"/*.mjs "$here"/*.py "$out"
echo "$out"
