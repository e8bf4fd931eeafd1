#!/usr/bin/env bash
# Feeds one update to the bot of a running playground, as Telegram would hand it over, and prints
# what the bot called in answer.
#   debug/replay.sh FILE          one update as JSON, as a log or getUpdates has it
#   debug/replay.sh -             from standard input
#   PLAYGROUND=127.0.0.1:9000 debug/replay.sh FILE
# Its update_id is kept if it has one: a bot that had this update already does nothing, which is
# right. KEEP_ID=0 gives it a new one. Needs curl and python3.
set -euo pipefail
if (($# != 1)); then
  echo "usage: $0 FILE (or - for standard input)" >&2
  exit 2
fi
at="http://${PLAYGROUND:-127.0.0.1:8080}/playground"

call() {
  curl --silent --show-error --fail-with-body --max-time 130 "$@" || {
    echo >&2
    echo "see whether a playground is at ${at%/playground}: \`vinbot playground\` starts one" >&2
    exit 1
  }
}
field() { python3 -c 'import json, sys; print(json.load(sys.stdin).get(sys.argv[1]) or 0)' "$1"; }

update=$(cat -- "$1" | python3 -c '
import json, os, sys
update = json.load(sys.stdin)
if os.environ.get("KEEP_ID") == "0":
    update.pop("update_id", None)
print(json.dumps(update))
')
# The chat in which an answer is to be expected, if there is one.
chat=$(python3 -c '
import json, sys
update = json.load(sys.stdin)
bodies = [body for body in update.values() if isinstance(body, dict)]
found = [(body.get("chat") or (body.get("message") or {}).get("chat") or {}).get("id") for body in bodies]
print(next((chat for chat in found if chat), ""))
' <<<"$update")
before=$(call "$at/calls" | field last)
revision=0
if [[ -n "$chat" ]]; then
  # An update may come from a chat that this playground has never heard of.
  call --request PUT --json '{}' "$at/chats/$chat" >/dev/null
  revision=$(call "$at/chats/$chat" | field revision)
fi
id=$(call --json "$update" "$at/updates" | field update_id)
call "$at/wait?confirmed=$id&timeout=20" >/dev/null
if [[ -n "$chat" ]]; then
  call "$at/chats/$chat/wait?after=$revision&bot_messages=1&timeout=${TIMEOUT:-5}" >/dev/null
fi
call "$at/calls?after=$before" | python3 -c '
import json, sys
calls = json.load(sys.stdin)["calls"]
print(f"update {sys.argv[1]} was taken; the bot called {len(calls)} methods")
for call in calls:
    # What people read comes first: of the rest only so much is shown.
    params = sorted(call["params"].items(), key=lambda pair: pair[0] not in ("chat_id", "text"))
    params = json.dumps(dict(params), ensure_ascii=False)
    print(call["status"], call["method"], params[:400], call["description"] or "")
' "$id"
