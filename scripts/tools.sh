#!/usr/bin/env bash
# Installs the tools that are named and not there: nextest, llvm-cov, hakari, deny, cyclonedx,
# redis, docker-registry, shellcheck, promtool, node, python, tesseract, chromium.
set -euo pipefail

NEXTEST=0.9.143
LLVM_COV=0.9.1
HAKARI=0.9.39
DENY=0.20.2
CYCLONEDX=0.5.9

say() { printf '%s\n' "$*" >&2; }

has() { command -v "$1" >/dev/null 2>&1; }

# Compiles a tool of cargo's, unless some version of it is there.
from_crates() {
  local crate=$1 version=$2
  if cargo "${crate#cargo-}" --version >/dev/null 2>&1; then
    return
  fi
  say "installing $crate $version (once, a few minutes) …"
  # In a folder of its own: what it is compiled from is no part of this project.
  env -u CARGO_TARGET_DIR -u RUSTFLAGS cargo install --quiet --locked \
    --version "$version" "$crate"
}

# Installs Debian packages; fails where that is impossible.
from_debian() {
  has apt-get || return 1
  local apt=(apt-get)
  if [[ $(id -u) != 0 ]]; then
    has sudo || return 1
    apt=(sudo --non-interactive apt-get)
  fi
  say "installing $* from Debian …"
  # Quiet while it works, its own words when it doesn't.
  local log
  log=$(mktemp)
  if "${apt[@]}" -oDPkg::Lock::Timeout=120 update -q >"$log" 2>&1 &&
    DEBIAN_FRONTEND=noninteractive "${apt[@]}" -oDPkg::Lock::Timeout=120 \
      install -y -q --no-install-recommends "$@" >>"$log" 2>&1; then
    rm -f "$log"
  else
    tail -n 20 "$log" >&2
    rm -f "$log"
    return 1
  fi
}

skipped() {
  say "!!!"
  say "!!! $1 is not here and can't be installed: $2"
  say "!!!"
}

# The same tools for LLVM's coverage data as the compiler writes: rustup's component,
# else Debian's package of that version.
coverage_tools() {
  local host major
  host=$(rustc -vV | sed -n 's/^host: //p')
  major=$(rustc -vV | sed -n 's/^LLVM version: \([0-9]*\).*/\1/p')
  if [[ -x "$(rustc --print sysroot)/lib/rustlib/$host/bin/llvm-profdata" ]] ||
    has "llvm-profdata-$major"; then
    return
  fi
  rustup component add llvm-tools >/dev/null 2>&1 || from_debian "llvm-$major" || {
    say "coverage needs llvm-profdata and llvm-cov $major: rustup component add llvm-tools"
    return 1
  }
}

# Debian has promtool together with a Prometheus that starts at once: nobody asked for that.
prometheus_tool() {
  from_debian prometheus || return 1
  if [[ -d /run/systemd/system ]]; then
    local systemctl=(systemctl)
    [[ $(id -u) == 0 ]] || systemctl=(sudo --non-interactive systemctl)
    "${systemctl[@]}" disable --now prometheus >/dev/null 2>&1 ||
      say "a Prometheus now runs here: systemctl disable --now prometheus ends it"
  fi
}

for tool in "$@"; do
  case $tool in
    nextest) from_crates cargo-nextest "$NEXTEST" ;;
    llvm-cov)
      from_crates cargo-llvm-cov "$LLVM_COV"
      coverage_tools
      ;;
    deny) from_crates cargo-deny "$DENY" ;;
    cyclonedx) from_crates cargo-cyclonedx "$CYCLONEDX" ;;
    hakari) from_crates cargo-hakari "$HAKARI" ;;
    redis)
      has redis-server || from_debian redis-server ||
        skipped redis-server "the tests of the cache fail without it"
      ;;
    docker-registry)
      has docker-registry || from_debian docker-registry ||
        skipped docker-registry "the tests that need it are skipped"
      ;;
    node)
      { has node && has npm; } || from_debian nodejs npm || {
        say "the plugins in JavaScript need Node.js 18 or later, with npm"
        exit 1
      }
      ;;
    python)
      python3 -m pip --version >/dev/null 2>&1 || from_debian python3 python3-pip || {
        say "the plugins in Python need Python 3.10 or later, with pip"
        exit 1
      }
      ;;
    tesseract)
      has tesseract || from_debian tesseract-ocr tesseract-ocr-eng ||
        skipped tesseract "print in photos is not read"
      ;;
    chromium)
      has chromium || has chromium-browser || has google-chrome || from_debian chromium ||
        skipped chromium "the chat page is not tried in a browser"
      ;;
    shellcheck)
      has shellcheck || from_debian shellcheck ||
        skipped shellcheck "the shell scripts are not checked"
      ;;
    promtool)
      has promtool || prometheus_tool ||
        skipped promtool "the alerts are not tried"
      ;;
    *)
      say "no such tool: $tool"
      exit 2
      ;;
  esac
done
