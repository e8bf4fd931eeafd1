#!/usr/bin/env python3
"""Checks fly.toml without flyctl and without Fly: every key must be one that flyctl knows (read
from its sources, internal/appconfig, in 2025), and what is said must fit to the rest of the
repository. A key that is mistyped is passed over by Fly in silence; here it is an error.
"""

import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SECTIONS = {
    "": {"app", "primary_region", "kill_signal", "kill_timeout", "swap_size_mb", "console_command"},
    "experimental": {"cmd", "entrypoint", "exec", "auto_rollback", "enable_consul", "enable_etcd",
                     "lazy_load_images", "attached", "machine_config", "use_zstd"},
    "build": {"builder", "args", "buildpacks", "image", "settings", "builtin", "dockerfile",
              "ignorefile", "build-target"},
    "deploy": {"strategy", "max_unavailable", "wait_timeout", "release_command",
               "release_command_timeout", "release_command_vm", "seed_command"},
    "mounts": {"source", "destination", "initial_size", "snapshot_retention",
               "auto_extend_size_threshold", "auto_extend_size_increment",
               "auto_extend_size_limit", "processes"},
    "checks": {"port", "type", "interval", "timeout", "grace_period", "method", "path", "protocol",
               "tls_skip_verify", "tls_server_name", "headers", "processes"},
    "vm": {"size", "memory", "cpu_kind", "cpus", "memory_mb", "processes"},
    "restart": {"policy", "retries", "processes"},
    "metrics": {"port", "path", "processes", "https"},
    "env": None,
}
STRATEGIES = {"canary", "rolling", "bluegreen", "immediate"}
SIGNALS = {"SIGINT", "SIGTERM", "SIGQUIT", "SIGUSR1", "SIGUSR2", "SIGKILL", "SIGSTOP"}
# How long the bot may take after its running answers, in seconds: host/src/cli/serve.rs.
LAST_STEPS = 8

faults = []


def fault(words):
    faults.append(words)


def seconds(text):
    found = re.fullmatch(r"(\d+)(ms|s|m|h)", str(text))
    if not found:
        fault(f"`{text}` is no time such as 30s")
        return 0
    return int(found[1]) * {"ms": 0.001, "s": 1, "m": 60, "h": 3600}[found[2]]


def known_keys(fly):
    for key, value in fly.items():
        if not isinstance(value, (dict, list)):
            if key not in SECTIONS[""]:
                fault(f"unknown key `{key}`")
            continue
        if key not in SECTIONS:
            fault(f"unknown section `{key}`")
            continue
        known = SECTIONS[key]
        if known is None:
            continue
        tables = value if isinstance(value, list) else [value]
        if key == "checks":
            tables = list(value.values())
        for table in tables:
            for name in table.keys() - known:
                fault(f"unknown key `{name}` in [{key}]")


def check(fly, config, dockerfile):
    known_keys(fly)
    if fly.get("kill_signal") not in SIGNALS:
        fault("kill_signal is none that Fly sends")
    drain = config["telegram"]["drain_timeout_s"]
    kill = seconds(fly.get("kill_timeout", "5s"))
    if not drain + LAST_STEPS <= kill <= 300:
        fault(f"kill_timeout is {kill} s; telegram.drain_timeout_s is {drain}, some steps take"
              f" {LAST_STEPS} more, and Fly takes no more than 300")
    if fly["deploy"]["strategy"] not in STRATEGIES:
        fault("deploy.strategy is none of Fly's")
    if fly.get("mounts") and fly["deploy"]["strategy"] in ("canary", "bluegreen"):
        fault(f"{fly['deploy']['strategy']} does not work with volumes")
    port = int(fly["env"]["VINBOT_HTTP_ADDR"].rsplit(":", 1)[1])
    for name, one in fly["checks"].items():
        if one["type"] not in ("http", "tcp"):
            fault(f"checks.{name}: type is http or tcp")
        if one["port"] != port:
            fault(f"checks.{name}: port {one['port']}, but the bot listens on {port}")
        if seconds(one["timeout"]) >= seconds(one["interval"]):
            fault(f"checks.{name}: timeout is not below interval")
        if not 0 < seconds(one["grace_period"]) <= 60:
            fault(f"checks.{name}: Fly takes a grace_period of up to a minute")
        routes = (ROOT / "host/src/ops/mod.rs").read_text()
        if f'"{one["path"]}"' not in routes:
            fault(f"checks.{name}: the bot has no {one['path']}")
    if fly["metrics"]["port"] != port:
        fault("metrics: another port than the bot's")
    mounts = fly["mounts"] if isinstance(fly["mounts"], list) else [fly["mounts"]]
    if [one["destination"] for one in mounts] != [fly["env"]["VINBOT_STATE_DIR"]]:
        fault("the volume is not where VINBOT_STATE_DIR is")
    for name, value in fly["env"].items():
        if re.search(r"TOKEN|SECRET|PASSWORD|_KEY$|REDIS_URL", name):
            fault(f"env.{name} is a secret: `fly secrets set`")
        if not isinstance(value, str):
            fault(f"env.{name} must be a text")
    if not (ROOT / fly["build"]["dockerfile"]).is_file():
        fault("build.dockerfile is not here")
    if f"STOPSIGNAL {fly['kill_signal']}" not in dockerfile:
        fault("kill_signal and the Dockerfile's STOPSIGNAL are two")


def main():
    fly = tomllib.loads((ROOT / "fly.toml").read_text())
    config = tomllib.loads((ROOT / "config.toml").read_text())
    check(fly, config, (ROOT / "Dockerfile").read_text())
    for words in faults:
        print(f"fly.toml: {words}", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
