#!/usr/bin/env python3
"""What memory the bot takes under load, and whether it keeps growing.

  debug/soak.py VINBOT [--minutes 30] [--chats 200] [--most-mb 512] …

Starts a Telegram without a bot (`vinbot playground --without-bot`), services that answer as
NHTSA's, EPA's and CarsXE's do, and then the bot itself with all its plugins. So many chats then
wait for an answer at any time, each with another VIN, while plugins are replaced by other bytes
again and again. All versions are compiled before, as in the container image; with --compile the
bot does that while it serves, which takes 300 MB more for the largest plugin, for some seconds.

Every few seconds the bot's memory, threads and open files are read from /proc. The kernel itself
keeps the most that was ever resident (VmHWM), between two looks as well. How memory grows is told
by a straight line through the last third: before that caches fill, those bounded by a number of
entries (50,000 messages) last.

It ends with 1 if the bot ever took more than --most-mb, grew by more than --growth-mb an hour and
--growth-percent over what was judged, ended, or left somebody without an answer. Linux only.

Neither `ulimit -v` nor `ulimit -d` can be the limit: both count the address space that sandboxes
reserve and never touch. Where systemd runs, `systemd-run --scope -p MemoryMax=1G debug/soak.py …`
is one, for the bot, the local Telegram and this script together.
"""

import argparse
import collections
import http.client
import http.server
import json
import os
import pathlib
import random
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

HERE = pathlib.Path(__file__).resolve().parent.parent
# Makers whose vehicles vPIC explains, with a `?` for the check digit, and one that it does not.
VEHICLES = ["1HGCM826?3A", "1FTFW1ET?DF", "5YJ3E1EA?KF", "WAUZZZ8K9BA", "2HGES165?5H", "JH4KA826?MC"]
VALUES = {**{str(n): n for n in range(10)}, **dict(zip("ABCDEFGH", range(1, 9))),
          **dict(zip("JKLMN", range(1, 6))), "P": 7, "R": 9, **dict(zip("STUVWXYZ", range(2, 10)))}
WEIGHTS = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2]
# Plugins that ask somebody outside, with what their own `url` is set to.
ASKING = ["nhtsa", "recalls", "ratings", "fuel", "complaints", "carsxe"]
# Replaced while it runs: small ones every --reload-s seconds, the large one every tenth time.
RELOADED = ["card", "wmi", "recalls", "export"]
LARGE = "vpic"


def vin(serial):
    """A VIN that nobody asked for yet, with a check digit that is right."""
    text = VEHICLES[serial % len(VEHICLES)] + f"{serial // len(VEHICLES) % 1_000_000:06}"
    total = sum(VALUES.get(sign, 0) * weight for sign, weight in zip(text, WEIGHTS))
    return text.replace("?", "X" if total % 11 == 10 else str(total % 11))


def answer(path):
    """What a service says, in the shapes of docs/upstreams.md."""
    if "recallsByVehicle" in path:
        one = {"NHTSACampaignNumber": "19V182000", "ReportReceivedDate": "07/03/2019",
               "Component": "AIR BAGS", "Summary": "The inflator may explode. " * 20,
               "Consequence": "It may hurt.", "Remedy": "Dealers will replace it.",
               "ModelYear": "2003", "Make": "HONDA", "Model": "ACCORD"}
        return {"Count": 10, "results": [{**one, "NHTSACampaignNumber": f"19V{n:06}"} for n in range(10)]}
    if "complaintsByVehicle" in path:
        one = {"odiNumber": 11_000_001, "crash": False, "fire": False, "numberOfInjuries": 0,
               "numberOfDeaths": 0, "dateOfIncident": "01/02/2010", "components": "POWER TRAIN",
               "summary": "It shifts by itself. " * 20}
        return {"count": 20, "results": [one] * 20}
    if "/SafetyRatings/VehicleId/" in path:
        return {"Count": 1, "Results": [{"OverallRating": "5", "OverallFrontCrashRating": "5",
                "RolloverRating": "4", "VehicleDescription": "A car", "VehicleId": 1234}]}
    if "/SafetyRatings/" in path:
        return {"Count": 1, "Results": [{"VehicleDescription": "A car", "VehicleId": 1234}]}
    if path.startswith("/ws/rest/vehicle/menu/options"):
        return {"menuItem": {"text": "Auto 5-spd, 6 cyl, 3.0 L", "value": "18580"}}
    if path.startswith("/ws/rest/vehicle/menu/"):
        names = ["Honda", "Accord", "Ford", "F150", "Tesla", "Model 3", "Audi", "A4", "Acura", "Civic"]
        return {"menuItem": [{"text": name, "value": name} for name in names]}
    if path.startswith("/ws/rest/vehicle/"):
        return {"id": "18580", "city08": "18", "highway08": "26", "comb08": "21",
                "fuelType1": "Regular Gasoline", "cylinders": "6", "displ": "3.0"}
    if path.startswith("/specs"):
        return {"success": True, "attributes": {"year": "2011", "make": "Audi", "model": "A4"}}
    if path.startswith("/v2/marketvalue"):
        return {"success": True, "retail_clean": {"adjusted_retail_clean": 9000}}
    return {"Count": 0, "count": 0, "results": [], "Results": []}


class Service(http.server.BaseHTTPRequestHandler):
    """One of the services outside."""

    protocol_version = "HTTP/1.1"

    def respond(self):
        self.rfile.read(int(self.headers.get("content-length") or 0))
        time.sleep(random.uniform(0.02, 0.2))  # as far away as they are
        body = json.dumps(answer(self.path)).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = respond

    def log_message(self, *_):
        pass


class Services(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256

    def handle_error(self, *_):
        pass  # whoever hangs up has had enough


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def leb(number):
    """A number as WebAssembly writes it."""
    out = bytearray()
    while True:
        byte, number = number & 0x7F, number >> 7
        out.append(byte | (0x80 if number else 0))
        if not number:
            return bytes(out)


def other_bytes(component):
    """The same component with a section more that means nothing: another digest."""
    body = leb(4) + b"soak" + os.urandom(8)
    return component + b"\0" + leb(len(body)) + body


class Plugins:
    """A folder with all plugins, which ask our services, and two versions of some of them."""

    def __init__(self, built, folder, ports):
        self.folder, self.versions, self.turn = folder, {}, 0
        for own in sorted(path.parent for path in built.glob("*/plugin.wasm")):
            target = folder / own.name
            target.mkdir(parents=True)
            shutil.copy(own / "plugin.wasm", target)
            lines = (own / "plugin.toml").read_text().splitlines()
            if own.name in ports:
                hosts = f'hosts = ["localhost:{ports[own.name]}"]'
                lines = [hosts if line.startswith("hosts") else line for line in lines]
            (target / "plugin.toml").write_text("\n".join(lines) + "\n")
            if own.name in (*RELOADED, LARGE):
                bytes_ = (own / "plugin.wasm").read_bytes()
                self.versions[own.name] = collections.deque([bytes_, other_bytes(bytes_)])

    def compile(self, vinbot, variables):
        """Compiles all versions, and leaves the first ones in their places."""
        for _ in range(2):
            for name in self.versions:
                self.put_next(name)
            # That the machine is too busy to ask one of them is no matter: it is compiled.
            subprocess.run([vinbot, "plugin", "list"], env=variables, check=False,
                           stdout=subprocess.DEVNULL, cwd=self.folder)

    def replace_one(self):
        self.turn += 1
        small = [name for name in RELOADED if name in self.versions]
        large = LARGE in self.versions and self.turn % 10 == 0
        self.put_next(LARGE if large else small[self.turn % len(small)])

    def put_next(self, name):
        versions = self.versions[name]
        versions.rotate(1)
        file = self.folder / name / "plugin.wasm"
        part = file.with_suffix(".part")
        part.write_bytes(versions[0])
        part.rename(file)


class Chat(threading.Thread):
    """Somebody who asks for one vehicle after the other and waits for each answer."""

    serials = iter(range(1 << 60))
    turn = threading.Lock()

    def __init__(self, number, address, stop, notes, patience):
        super().__init__(daemon=True)
        self.number, self.address, self.stop, self.notes = number, address, stop, notes
        self.patience = patience
        self.connection = None

    def ask(self, method, path, body=None):
        headers = {"content-type": "application/json"} if body else {}
        for again in (True, False):
            try:
                if self.connection is None:
                    self.connection = http.client.HTTPConnection(self.address, timeout=self.patience + 30)
                self.connection.request(method, path, json.dumps(body) if body else None, headers)
                reply = self.connection.getresponse()
                return reply.status, json.loads(reply.read())
            except (http.client.HTTPException, OSError):
                self.connection = None
                if not again:
                    raise

    def text(self):
        with Chat.turn:
            serial = next(Chat.serials)
        if serial % 10 == 3:
            return f"{vin(serial)} {vin(serial + 1)}"
        return vin(serial)

    def run(self):
        try:
            while not self.stop.is_set():
                self.once()
        except (http.client.HTTPException, OSError, KeyError) as error:
            if not self.stop.is_set():
                self.notes.lost.append(f"chat {self.number}: {error!r}")

    def once(self):
        at = f"/playground/chats/{self.number}"
        began = time.monotonic()
        status, sent = self.ask("POST", at + "/messages", {"text": self.text()})
        if status == 507:  # the bot does not come after; that is its right
            self.stop.wait(1)
            return
        query = urllib.parse.urlencode(
            {"after": sent["revision"], "bot_messages": 1, "timeout": self.patience})
        _, seen = self.ask("GET", f"{at}/wait?{query}")
        if self.stop.is_set():
            return
        if seen["timed_out"]:
            self.notes.lost.append(f"chat {self.number} heard nothing in {self.patience} s")
        else:
            self.notes.took.append(time.monotonic() - began)


class Notes:
    def __init__(self):
        self.took, self.lost, self.samples = collections.deque(), [], []


def look(pid):
    """Memory in MB, threads and open files of a process."""
    fields = {}
    for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
        name, _, value = line.partition(":")
        fields[name] = value.split()
    if "VmRSS" not in fields:  # it has just ended
        return None

    def mb(name):
        return int(fields[name][0]) / 1024

    return {"rss": mb("VmRSS"), "anon": mb("RssAnon"), "file": mb("RssFile"), "peak": mb("VmHWM"),
            "threads": int(fields["Threads"][0]), "fds": len(os.listdir(f"/proc/{pid}/fd"))}


def line(values):
    return "  ".join(f"{value:>{width}}" for value, width in zip(values, (6, 8, 8, 8, 8, 8, 6, 9, 9, 9)))


def slope(samples, of):
    """MB an hour, by least squares."""
    times = [sample["at"] for sample in samples]
    values = [sample[of] for sample in samples]
    if len(samples) < 3:
        return 0.0
    return statistics.linear_regression(times, values).slope * 3600


def start(arguments, folder):
    ports, servers = {}, []
    for name in ASKING:
        server = Services(("127.0.0.1", 0), Service)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        ports[name] = server.server_address[1]
        servers.append(server)
    plugins = Plugins(arguments.plugins, folder / "plugins", ports)
    clean = {"PATH": os.environ["PATH"], "HOME": str(folder), "RUST_LOG": "warn",
             "VINBOT_CONFIG": str(HERE / "config.toml"), "VINBOT_STATE_DIR": str(folder / "state")}
    telegram = subprocess.Popen(
        [arguments.vinbot, "playground", "--without-bot", "--listen", "127.0.0.1:0"],
        env=clean, stdout=subprocess.PIPE, text=True)
    said = telegram.stdout.readline()
    address = said.split("http://")[1].split(".  ")[0].split(" ")[0].rstrip(".")
    token = said.split("TELEGRAM_BOT_TOKEN=")[1].split(".")[0].strip()
    port = free_port()
    variables = {
        "TELEGRAM_API_URL": f"http://{address}", "TELEGRAM_BOT_TOKEN": token,
        "VINBOT_HTTP_ADDR": f"127.0.0.1:{port}", "CARSXE_API_KEY": "soaking-no-real-key",
        "VINBOT_RUNTIME__PLUGIN_DIR": str(folder / "plugins"), "VINBOT_HTTP__ALLOW_LOOPBACK": "true",
        "VINBOT_LOG__FORMAT": "json",
        # So small that it is full before anything is judged.
        "VINBOT_CACHE__MAX_MB": str(arguments.cache_mb),
        # What is measured is lookups, and not how patiently they are sent.
        "VINBOT_TELEGRAM__OUTBOX__PER_SECOND": "10000", "VINBOT_TELEGRAM__OUTBOX__CHAT_BURST": "10000",
        **{f"VINBOT_TELEGRAM__RATES__{who}": "{ burst = 0, per_ms = 1000 }" for who in ("USER", "CHAT", "GLOBAL")},
        **{f"VINBOT_PLUGINS__{name.upper()}__HOSTS": f'["localhost:{at}"]' for name, at in ports.items()},
        **{f"VINBOT_PLUGINS__{name.upper()}__SETTINGS__URL": f"http://localhost:{at}" for name, at in ports.items()},
        "VINBOT_PLUGINS__CARSXE__SECRETS": f'{{ CARSXE_API_KEY = ["localhost:{ports["carsxe"]}"] }}',
        "VINBOT_PLUGINS__CARSXE__SETTINGS__SECTIONS": "market-value",
    }
    if not arguments.compile:
        plugins.compile(arguments.vinbot, clean | variables)
    log = open(folder / "bot.log", "w")
    bot = subprocess.Popen([arguments.vinbot, "run"], env=clean | variables, stdout=log, stderr=log,
                           cwd=folder)
    return plugins, telegram, bot, port, time.monotonic(), address


def ready(port):
    try:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        connection.request("GET", "/ready")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False


def soak(arguments, folder):
    plugins, telegram, bot, port, began, address = start(arguments, folder)
    notes, stop = Notes(), threading.Event()
    chats = []
    try:
        while not ready(port):
            if bot.poll() is not None or time.monotonic() - began > 300:
                sys.exit("the bot did not become ready:\n" + (folder / "bot.log").read_text()[-2000:])
            time.sleep(0.05)
        idle = look(bot.pid)
        print(f"ready after {time.monotonic() - began:.1f} s; resident {idle['rss']:.0f} MB "
              f"({idle['anon']:.0f} of its own, {idle['file']:.0f} of files)", flush=True)
        began = time.monotonic()
        chats = [Chat(100_000 + n, address, stop, notes, arguments.patience_s) for n in range(arguments.chats)]
        for chat in chats:
            chat.start()
        print(line(["s", "RSS MB", "own MB", "file MB", "peak MB", "threads", "fds", "answers",
                    "p50 ms", "p99 ms"]), flush=True)
        reloads, answers = 0, 0
        total, next_row, next_reload = arguments.minutes * 60, 0, arguments.reload_s
        window = []
        while (at := time.monotonic() - began) < total and bot.poll() is None:
            if (seen := look(bot.pid)) is None:
                bot.wait(10)
                break
            sample = seen | {"at": at}
            notes.samples.append(sample)
            while notes.took:
                window.append(notes.took.popleft())
            if at >= next_reload:
                plugins.replace_one()
                reloads, next_reload = reloads + 1, next_reload + arguments.reload_s
            if at >= next_row:
                answers += len(window)
                took = sorted(window) or [0]
                print(line([f"{at:.0f}", *(f"{sample[of]:.1f}" for of in ("rss", "anon", "file", "peak")),
                            sample["threads"], sample["fds"], answers, f"{took[len(took) // 2] * 1000:.0f}",
                            f"{took[int(len(took) * 0.99)] * 1000:.0f}"]), flush=True)
                window, next_row = [], next_row + arguments.row_s
            time.sleep(arguments.sample_s)
        answers += len(window)
        return verdict(arguments, notes, bot, stop, chats, answers, reloads, folder)
    finally:
        stop.set()
        for process in (bot, telegram):
            if process.poll() is None:
                process.kill()


def verdict(arguments, notes, bot, stop, chats, answers, reloads, folder):
    wrong = list(notes.lost[:5])
    if bot.poll() is not None:
        return [f"the bot ended with {bot.returncode}: " + (folder / "bot.log").read_text()[-1000:]]
    stop.set()
    asked = time.monotonic()
    bot.send_signal(signal.SIGTERM)
    try:
        code = bot.wait(60)
        print(f"\nafter SIGTERM it ended with {code} in {time.monotonic() - asked:.1f} s")
        if code:
            wrong.append(f"it ended with {code}")
    except subprocess.TimeoutExpired:
        wrong.append("it did not end within 60 s of SIGTERM")
    judged = [it for it in notes.samples if it["at"] >= notes.samples[-1]["at"] * 2 / 3]
    most = notes.samples[-1]["peak"]
    hours = (judged[-1]["at"] - judged[0]["at"]) / 3600
    mean = statistics.fmean(it["rss"] for it in judged)
    print(f"{answers} answers to {len(chats)} chats, {reloads} plugins replaced, {len(notes.lost)} lost")
    for of, name in (("rss", "resident"), ("anon", "of its own"), ("file", "of files")):
        values = [it[of] for it in judged]
        print(f"{name:<11} {min(values):6.1f} to {max(values):6.1f} MB, "
              f"{slope(judged, of):+7.1f} MB an hour over the last {hours * 60:.1f} minutes")
    print(f"most ever   {most:6.1f} MB of {arguments.most_mb:.0f} MB")
    files = (judged[0]["fds"], max(it["fds"] for it in judged), judged[-1]["fds"])
    threads = (judged[0]["threads"], max(it["threads"] for it in judged), judged[-1]["threads"])
    print(f"open files {files[0]} at first, {files[1]} at most, {files[2]} at last; "
          f"threads {threads[0]}, {threads[1]}, {threads[2]}")
    if most > arguments.most_mb:
        wrong.append(f"it took {most:.0f} MB")
    growth = slope(judged, "rss")
    if growth > arguments.growth_mb and growth * hours > mean * arguments.growth_percent / 100:
        wrong.append(f"it grows by {growth:.0f} MB an hour")
    warnings = collections.Counter()
    for text in (folder / "bot.log").read_text().splitlines():
        if '"WARN"' in text or '"ERROR"' in text:
            try:
                fields = json.loads(text)
                what = (fields.get(name) for name in ("message", "plugin", "kind"))
                warnings[" ".join(str(word) for word in what if word)] += 1
            except ValueError:
                warnings[text[:120]] += 1
    for message, count in warnings.most_common(8):
        print(f"log: {count} × {message}")
    return wrong


def main():
    if len(sys.argv) == 1:
        print(__doc__.strip(), file=sys.stderr)
        return 2
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("vinbot", help="the program")
    parser.add_argument("--plugins", type=pathlib.Path, default=HERE / "target/plugins")
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--chats", type=int, default=200)
    parser.add_argument("--cache-mb", type=int, default=16, help="cache.max_mb")
    parser.add_argument("--compile", action="store_true", help="while it serves")
    parser.add_argument("--most-mb", type=float, default=512)
    parser.add_argument("--growth-mb", type=float, default=20, help="MB an hour that are no growth")
    parser.add_argument("--growth-percent", type=float, default=5, help="of the mean, over what is judged")
    parser.add_argument("--patience-s", type=int, default=60, help="for one answer, at most 120")
    parser.add_argument("--reload-s", type=float, default=15)
    parser.add_argument("--sample-s", type=float, default=2)
    parser.add_argument("--row-s", type=float, default=60)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="vinbot-soak-") as folder:
        wrong = soak(arguments, pathlib.Path(folder))
    for reason in wrong:
        print(f"WRONG: {reason}")
    print("not as it should be" if wrong else "all as it should be")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
