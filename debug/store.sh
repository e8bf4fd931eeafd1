#!/usr/bin/env bash
# Looks at what is remembered of users and chats; nothing is changed, and the bot may run.
#   debug/store.sh counts
#   debug/store.sh user 1001
# VINBOT_STATE_DIR names the bot's folder; a playground has its store in `playground` in it.
# What is printed of a user is personal: it is what /export gives to that user.
set -euo pipefail
if (($# == 0)); then
  echo "usage: $0 counts | user ID" >&2
  exit 2
fi
here=$(cd "$(dirname "$0")/.." && pwd)
exec "${VINBOT:-${CARGO_TARGET_DIR:-$here/target}/release/vinbot}" store "$@"
