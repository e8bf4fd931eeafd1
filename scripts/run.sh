#!/usr/bin/env bash
# Starts the program given as $1: the bot if there is a token, else the playground.
set -euo pipefail
cd "$(dirname "$0")/.."

# A variable that is set to nothing counts as not set, as it does for vinbot; it would
# hide the one in .env.
if [[ -z "${TELEGRAM_BOT_TOKEN:-}" ]]; then
  unset TELEGRAM_BOT_TOKEN
fi

if [[ -n "${TELEGRAM_BOT_TOKEN:-}" ]] ||
  grep -Eqs '^[[:space:]]*(export[[:space:]]+)?TELEGRAM_BOT_TOKEN=["'\'']?[^"'\''[:space:]#]' .env; then
  exec "$1" run
fi
echo "TELEGRAM_BOT_TOKEN is not set, so this is the playground: the bot with a local Telegram." >&2
exec "$1" playground
