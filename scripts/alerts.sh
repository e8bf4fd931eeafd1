#!/usr/bin/env bash
# Checks the alerts and the dashboard in ops/: that they ask for metrics there are, that
# Prometheus understands them, and that each alert fires when it should and only then.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/tools.sh promtool
rules=$(mktemp)
trap 'rm -f "$rules"' EXIT
echo "groups: []" >"$rules"
if command -v python3 >/dev/null 2>&1; then
  python3 ops/check.py "$rules"
else
  echo "!!! python3 is not here: nobody looks whether alerts and dashboard ask for what there is" >&2
fi

if command -v promtool >/dev/null 2>&1; then
  promtool check config ops/prometheus/prometheus.yml >/dev/null
  promtool check rules ops/prometheus/alerts.yml "$rules" >/dev/null
  promtool test rules ops/prometheus/alerts_test.yml
fi
