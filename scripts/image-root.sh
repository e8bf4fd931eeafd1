#!/usr/bin/env bash
# What the Dockerfile's last stage makes, without a container engine: a Debian root with the
# program, its plugins and their code; then the bot in it as user 10001, with a root that is
# read-only and one folder to write to, and how long its first start takes.
#   scripts/image-root.sh FOLDER [VINBOT] [PLUGINS]
# FOLDER is made anew (it must not be there). Needs root, mmdebstrap, unshare and setpriv, and a
# program that runs on Debian 12. TIMES=5 measures five first starts.
set -euo pipefail
if (($# == 0)); then
  echo "usage: $0 FOLDER [VINBOT] [PLUGINS]" >&2
  exit 2
fi
cd "$(dirname "$0")/.."
root=$1
vinbot=$(realpath "${2:-target/release/vinbot}")
plugins=$(realpath "${3:-target/plugins}")
if [[ -e "$root" ]]; then
  echo "$root is there already: name a folder that is not" >&2
  exit 2
fi
for tool in mmdebstrap unshare setpriv; do
  command -v "$tool" >/dev/null || {
    echo "$tool is not here: apt install mmdebstrap util-linux" >&2
    exit 1
  }
done

# FROM debian:12-slim, with tesseract; what a slim image leaves out is left out.
mmdebstrap --quiet --variant=minbase --include=tesseract-ocr \
  --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/doc/*' \
  --dpkgopt='path-exclude=/usr/share/locale/*' bookworm "$root"
chroot "$root" groupadd --system --gid 10001 vinbot
chroot "$root" useradd --system --uid 10001 --gid vinbot --home-dir /data \
  --shell /usr/sbin/nologin vinbot
chroot "$root" install -d -o vinbot -g vinbot -m 700 /data

# COPY --from=build /app /app
mkdir -p "$root/app/plugins"
install -D "$vinbot" "$root/app/bin/vinbot"
install -D scripts/container.sh "$root/app/bin/start"
install -D -m 644 config.toml LICENSE LICENSE-APACHE LICENSE-MIT NOTICE -t "$root/app/share"
cp -rL --no-preserve=ownership "$plugins/." "$root/app/plugins"
chmod -R go-w "$root/app"
# The program finds its plugins beside itself, and itself by /proc.
# shellcheck disable=SC2016 # for the inner shell
unshare --mount bash -euc 'mount -t proc proc "$1/proc"
  exec chroot "$1" env VINBOT_CONFIG=/app/share/config.toml VINBOT_STATE_DIR=/tmp/state \
    /app/bin/vinbot plugin precompile --out /app/code' -- "$root"
du -sh "$root"
du -sh "$root/app" "$root/app/code"

# A Telegram outside of it, which the bot reaches over the loopback.
"$vinbot" playground --without-bot --listen 127.0.0.1:0 >"$root.telegram" 2>/dev/null &
telegram=$!
bot=
trap 'kill $telegram $bot 2>/dev/null || true; rm -f "$root.telegram"' EXIT
until [[ -s "$root.telegram" ]]; do
  kill -0 "$telegram"
  sleep 0.05
done
read -r api token < <(sed -E 's/.*TELEGRAM_API_URL=([^ ]+) TELEGRAM_BOT_TOKEN=([^ ]+)\. .*/\1 \2/' \
  "$root.telegram")
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')

# As `docker run --read-only --tmpfs /tmp --cap-drop ALL --security-opt no-new-privileges
# --user 10001:10001 --volume …:/data` has it.
inside=$(
  cat <<'INSIDE'
mount --bind "$root" "$root"
mount -o remount,ro,bind "$root"
mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
mount -t tmpfs -o uid=10001,gid=10001,mode=700 tmpfs "$root/data"
mount -t proc proc "$root/proc"
exec chroot "$root" env -i PATH=/usr/bin:/bin VINBOT_CONFIG=/app/share/config.toml \
  VINBOT_RUNTIME__PRECOMPILED_DIR=/app/code VINBOT_HTTP_ADDR="127.0.0.1:$port" \
  VINBOT_STATE_DIR=/data RUST_LOG=warn TELEGRAM_API_URL="$api" TELEGRAM_BOT_TOKEN="$token" \
  setpriv --reuid=10001 --regid=10001 --clear-groups --no-new-privs --inh-caps=-all \
  --bounding-set=-all /app/bin/vinbot run
INSIDE
)
export root port api token

for ((time = 0; time < ${TIMES:-3}; time++)); do
  unshare --mount --pid --fork --kill-child bash -euc "$inside" &
  bot=$!
  python3 - "$port" <<'MEASURE'
import http.client, sys, time
began = time.monotonic()
while True:
    try:
        connection = http.client.HTTPConnection("127.0.0.1", int(sys.argv[1]), timeout=2)
        connection.request("GET", "/ready")
        if connection.getresponse().status == 200:
            break
    except OSError:
        pass
    if time.monotonic() - began > 120:
        sys.exit("not ready within 120 s")
    time.sleep(0.005)
print(f"first start: ready after {time.monotonic() - began:.2f} s")
MEASURE
  # The program itself, which `unshare` and what it forks stand before.
  pid=$(pgrep --full --newest '^/app/bin/vinbot run$')
  grep -E '^(Uid|CapEff|NoNewPrivs|VmRSS|VmHWM):' "/proc/$pid/status" | tr '\n' ' '
  echo
  if touch "/proc/$pid/root/app/written" 2>/dev/null; then
    echo "the root can be written to" >&2
    exit 1
  fi
  if nsenter --target "$pid" --mount -- find / -name '*.cwasm' -path '*/data/*' 2>/dev/null | grep -q .; then
    echo "something was compiled at the start" >&2
    exit 1
  fi
  kill -TERM "$pid"
  wait "$bot" && echo "ended with 0"
  bot=
done
