#!/usr/bin/env python3
"""Checks the alerts and the dashboard against what the program really tells.

A metric and its labels must be in prometheus/sample.txt (what /metrics of a running bot said)
or in host/src/telemetry; a word that a label is compared with, in one of them or elsewhere in
the sources. Every alert must have all its parts, a section in docs/alerts.md, and tests in
which it fires and is quiet. Every expression of the dashboard becomes a recording rule in the
file that is named as the argument, so that promtool reads it.

To renew the sample: curl --silent 127.0.0.1:8080/metrics > ops/prometheus/sample.txt
"""

import json
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OPS = ROOT / "ops"
# What Prometheus itself adds; `exported_` stands before a label that is called as one of these.
FOREIGN = {"up", "ALERTS"}
TARGET = {"job", "instance", "le"}
# Their values are hosts, plugins and the like: what the operator has, not words of ours.
NAMES = {"job", "instance", "plugin", "host", "store", "le", "alertname", "alertstate"}
SUFFIXES = ("_total", "_bucket", "_sum", "_count")

faults = []


def fault(where, what):
    faults.append(f"{where}: {what}")


def literals(folders):
    found = set()
    for folder in folders:
        for file in sorted((ROOT / folder).rglob("*.rs")):
            found.update(re.findall(r'"([^"\\\n]{1,80})"', file.read_text()))
    return found


def bare(name):
    """The name as the code has it: `vinbot_plugin_calls_total` is registered as plugin_calls."""
    name = name.removeprefix("vinbot_")
    for suffix in SUFFIXES:
        name = name.removesuffix(suffix)
    for unit in ("_seconds", "_bytes"):
        name = name.removesuffix(unit)
    return name


class Known:
    def __init__(self):
        self.code = literals(["host/src/telemetry"])
        self.words = literals(["host/src", "net/src"])
        self.labels = {}
        for line in (OPS / "prometheus/sample.txt").read_text().splitlines():
            sample = re.match(r"(vinbot_\w+)(?:\{(.*)\})? ", line)
            if not line.startswith("#") and sample:
                pairs = re.findall(r'(\w+)="([^"]*)"', sample[2] or "")
                self.labels.setdefault(sample[1], set()).update(key for key, _ in pairs)
                self.words.update(value for _, value in pairs)

    def check(self, where, expression):
        for name, matchers in re.findall(r"\b(vinbot_\w+|up|ALERTS)\b(?:\{([^}]*)\})?", expression):
            if name in FOREIGN:
                continue
            if name not in self.labels and bare(name) not in self.code:
                fault(where, f"no metric is called {name}")
            for key, value in re.findall(r'(\w+)\s*[!=]~?\s*"([^"]*)"', matchers):
                key = key.removeprefix("exported_")
                labels = self.labels.get(name)
                if labels is not None and key not in labels | TARGET:
                    fault(where, f"{name} has no label {key}")
                if key not in NAMES:
                    for word in value.split("|"):
                        if word not in self.words:
                            fault(where, f"{key} of {name} is never {word}")


def alerts(known):
    rules = (OPS / "prometheus/alerts.yml").read_text()
    tests = (OPS / "prometheus/alerts_test.yml").read_text()
    guide = (ROOT / "docs/alerts.md").read_text()
    sections = set(re.findall(r"^#+ (Vinbot\w+)$", guide, re.MULTILINE))
    names = []
    for block in re.split(r"^      - alert: ", rules, flags=re.MULTILINE)[1:]:
        name, body = block.split("\n", 1)
        names.append(name)
        known.check(name, body.split("        for:")[0])
        for part in ("expr:", "for:", "severity:", "summary:", "description:"):
            if not re.search(rf"^ +{part} ?\S", body, re.MULTILINE):
                fault(name, f"has no {part.rstrip(':')}")
        if not re.search(r"severity: (critical|warning)$", body, re.MULTILINE):
            fault(name, "severity is critical or warning")
        if f"runbook: docs/alerts.md#{name.lower()}\n" not in body + "\n":
            fault(name, f"runbook should be docs/alerts.md#{name.lower()}")
        if name not in sections:
            fault(name, "has no section in docs/alerts.md")
        for how in ("fires", "is quiet"):
            if f"{name} {how}: " not in tests:
                fault(name, f"has no test in which it {how}")
    for name in sections - set(names):
        fault("docs/alerts.md", f"{name} is no alert")
    return len(names)


def dashboard(known, rules_file):
    board = json.loads((OPS / "grafana/dashboard.json").read_text())
    expressions = []
    for panel in board["panels"]:
        for target in panel.get("targets", []):
            expressions.append((panel["title"], target["expr"]))
            if target["datasource"]["uid"] != "${datasource}":
                fault(panel["title"], "asks another data source than the chosen one")
    ids = [panel["id"] for panel in board["panels"]]
    if len(ids) != len(set(ids)):
        fault("dashboard", "two panels have one id")
    for variable in board["templating"]["list"]:
        known.check(variable["name"], str(variable.get("definition", "")))
    lines = ["groups:", "  - name: dashboard", "    rules:"]
    for number, (title, expression) in enumerate(expressions):
        known.check(title, expression)
        plain = expression.replace("$__rate_interval", "5m")
        lines += [f"      - record: panel:{number}", f"        expr: {json.dumps(plain)}"]
    Path(rules_file).write_text("\n".join(lines) + "\n")
    return len(expressions)


known = Known()
counts = alerts(known), dashboard(known, sys.argv[1])
for line in faults:
    print(line, file=sys.stderr)
if faults:
    sys.exit(1)
print(f"{counts[0]} alerts and {counts[1]} expressions of the dashboard ask for what there is")
