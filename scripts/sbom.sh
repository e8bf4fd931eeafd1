#!/usr/bin/env bash
# The bill of materials of the program: every crate in it with version, licence and checksum, as
# CycloneDX (JSON). $1 is the file.
set -euo pipefail
if (($# != 1)); then
  echo "usage: $0 FILE" >&2
  exit 2
fi
mkdir -p "$(dirname "$1")"
out=$(realpath "$1")
cd "$(dirname "$0")/.."
scripts/tools.sh cyclonedx
# It writes beside the manifest of each crate of the workspace; ours is the program's.
cargo cyclonedx --manifest-path host/Cargo.toml --format json --target x86_64-unknown-linux-gnu \
  --override-filename vinbot-sbom --quiet
mv host/vinbot-sbom.json "$out"
find . -name vinbot-sbom.json -not -path './target/*' -delete
