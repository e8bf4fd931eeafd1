#!/usr/bin/env bash
# Sends a text to the bot of a running playground and prints what it answers.
#   debug/chat.sh TEXT
#   PLAYGROUND=127.0.0.1:9000 CHAT=7 debug/chat.sh /help
# Needs curl and python3. Buttons are shown in [brackets].
set -euo pipefail
if (($# == 0)); then
  echo "usage: $0 TEXT" >&2
  exit 2
fi
at="http://${PLAYGROUND:-127.0.0.1:8080}/playground/chats/${CHAT:-1001}"

call() {
  curl --silent --show-error --fail-with-body --max-time 40 "$@" || {
    echo >&2
    echo "no playground at ${at%/chats/*}: start one with \`vinbot playground\`" >&2
    exit 1
  }
}

body=$(python3 -c 'import json, sys; print(json.dumps({"text": sys.argv[1]}))' "$*")
sent=$(call --json "$body" "$at/messages")
revision=$(python3 -c 'import json, sys; print(json.load(sys.stdin)["revision"])' <<<"$sent")
call "$at/wait?after=$revision&bot_messages=1&timeout=30" | python3 -c '
import json, sys
chat = json.load(sys.stdin)
if chat["timed_out"]:
    sys.exit("the bot said nothing within 30 seconds")
for message in chat["messages"]:
    if not message["from_bot"]:
        continue
    print(message["text"])
    if message["file"]:
        print("file:", message["file"]["name"], message["file"]["size"], "bytes")
    for row in message["keyboard"]:
        print(" ".join("[" + button["text"] + "]" for button in row))
'
