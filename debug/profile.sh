#!/usr/bin/env bash
# Where a running vinbot spends its time: samples for some seconds, then the functions that most
# samples were in. Plugins are machine code without names; they show as addresses.
#   debug/profile.sh PID [SECONDS]
# Takes samply if it is there (it opens a page with the flame graph), else perf, which prints.
# For names of functions build with CARGO_PROFILE_RELEASE_DEBUG=line-tables-only. The system may
# forbid it: sysctl kernel.perf_event_paranoid=1, or run it as root. Linux only.
set -euo pipefail
if (($# == 0)) || (($# > 2)); then
  echo "usage: $0 PID [SECONDS]" >&2
  exit 2
fi
pid=$1
seconds=${2:-10}
if [[ ! -d "/proc/$pid" ]]; then
  echo "there is no process $pid: pgrep -a vinbot tells" >&2
  exit 1
fi
if command -v samply >/dev/null 2>&1; then
  exec samply record --pid "$pid" --duration "$seconds"
fi
if ! command -v perf >/dev/null 2>&1; then
  echo "neither samply nor perf is here: cargo install samply, or apt install linux-perf" >&2
  exit 1
fi
data=$(mktemp)
trap 'rm -f "$data"' EXIT
# cpu-clock works in virtual machines that show no counters, too.
perf record --quiet --event cpu-clock --freq 199 --call-graph fp --pid "$pid" --output "$data" \
  -- sleep "$seconds"
perf report --input "$data" --stdio --no-children --percent-limit 1 --call-graph none 2>/dev/null |
  grep -v '^#' | grep -v '^$' | head -n 40
