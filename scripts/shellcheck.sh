#!/usr/bin/env bash
# Checks every shell script of the repository.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/tools.sh shellcheck
if command -v shellcheck >/dev/null 2>&1; then
  shellcheck .ci/run scripts/*.sh debug/*.sh
fi
