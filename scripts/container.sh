#!/bin/sh
# The entry of the container image: gives the state folder to the user vinbot, becomes
# that user and starts the program with the arguments.
set -eu
if [ "$(id -u)" -ne 0 ]; then
  exec /app/bin/vinbot "$@"
fi
chown vinbot:vinbot "$VINBOT_STATE_DIR"
exec setpriv --reuid=vinbot --regid=vinbot --init-groups --no-new-privs --inh-caps=-all \
  /app/bin/vinbot "$@"
