#!/usr/bin/env bash
# What memory a running vinbot takes, and for what.
#   debug/memory.sh PID
# Linux only. Compiled plugins and their data are mapped from files and shared: they
# count as resident, but the system may drop them at any time. "Private" is what only
# this process pays for.
set -euo pipefail
if (($# != 1)) || [[ ! -r "/proc/$1/smaps_rollup" ]]; then
  echo "usage: $0 PID (of a process that you may look into)" >&2
  exit 2
fi
awk '
  /^Rss:/ { rss = $2 } /^Pss:/ { pss = $2 } /^Private_Clean:/ { clean = $2 }
  /^Private_Dirty:/ { dirty = $2 } /^Pss_File:/ { file = $2 } /^Swap:/ { swap = $2 }
  END {
    printf "resident          %7.1f MB\n", rss / 1024
    printf "  its fair share  %7.1f MB\n", pss / 1024
    printf "  from files      %7.1f MB\n", file / 1024
    printf "  private, dirty  %7.1f MB\n", dirty / 1024
    printf "  private, clean  %7.1f MB\n", clean / 1024
    printf "swapped out       %7.1f MB\n", swap / 1024
  }' "/proc/$1/smaps_rollup"
awk '/^(VmPeak|VmHWM|Threads):/ { printf "%-17s %s %s\n", $1, $2, $3 }' "/proc/$1/status"
echo
echo "largest mappings, resident:"
awk '
  /^[0-9a-f]+-[0-9a-f]+ / { name = $6 == "" ? "(anonymous)" : $6 }
  /^Rss:/ { sum[name] += $2 }
  END { for (name in sum) if (sum[name] > 0) printf "%9.1f MB  %s\n", sum[name] / 1024, name }
' "/proc/$1/smaps" | sort -rn | head -n 12 || true
