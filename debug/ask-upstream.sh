#!/usr/bin/env bash
# Asks a service as a plugin would: only where it may go, with its secrets filled in, and what is
# printed is what the plugin would get, so that no secret is in it.
#   debug/ask-upstream.sh PLUGIN URL [--header 'name: value']
#   debug/ask-upstream.sh nhtsa 'https://vpic.nhtsa.dot.gov/api/vehicles/GetAllMakes?format=json'
#   debug/ask-upstream.sh carsxe 'https://api.carsxe.com/specs?key={{secret:CARSXE_API_KEY}}&vin=…'
# Configuration and secrets are the bot's: run it in the same folder, with the same environment.
set -euo pipefail
if (($# < 2)); then
  echo "usage: $0 PLUGIN URL [--header 'name: value']" >&2
  exit 2
fi
here=$(cd "$(dirname "$0")/.." && pwd)
exec "${VINBOT:-${CARGO_TARGET_DIR:-$here/target}/release/vinbot}" plugin ask "$@"
