"""Interleaved rounds under wrk, and what each cost."""

import json
import os
import pathlib
import random
import subprocess
import sys
import time
import urllib.request

import peers

CONNECTIONS = 32
EVENTS = 31
KINDS = ("json", "json-late", "stream")
TICKS = os.sysconf("SC_CLK_TCK")
# A process that uses less than this is not working off what a load left behind.
IDLE_SHARE = 0.08
# Programs of no JVM need none but connections; Python's and Node's compile nothing that would be seen.
WARM_UP_SECONDS = {"direct": 6, "relay": 6, "hanok": 6}
SHORT_WARM_UP_SECONDS = 2
# Requests a second that arrive whether others were answered or not.
OPEN_RATES = {"json-late": 300, "stream": 150}
# A JVM is warm when its compilers take less than this of its CPU.
COMPILING_SHARE = 0.03
# No longer: what the records of a warm-up make Cassandra do takes it four times as long.
WARM_UP_LIMIT_SECONDS = 60
# Of each measurement of a gateway that gave no whole answer within a warm-up, as a multiple of the others'.
SLOW_FACTOR = 5
# Half seconds without work: records are shipped in batches and the log is sequenced in passes, some seconds between two.
QUIET_WINDOWS = 10
DRAIN_LIMIT_SECONDS = 600


class Rounds:
    def __init__(self, here, running, subjects, options):
        self.here = here
        self.running = running
        self.subjects = subjects
        self.options = options
        self.rows = {(each.name, kind): [] for each in subjects for kind in KINDS}
        self.slow = set()

    def run(self, sync):
        order = random.Random(self.options.seed)
        for subject in self.subjects:
            # Twice: what the last kind teaches a JVM makes it compile anew what all use.
            for kind in [each for each in KINDS + KINDS if each in subject.models]:
                self._check_whole(subject, kind)
                self._warm(subject, kind)
            self._drain(subject)
        for number in range(1, self.options.rounds + 1):
            for kind in KINDS:
                for subject in order.sample(self.subjects, len(self.subjects)):
                    if kind in subject.models:
                        self._measure(number, subject, kind)
        arrivals = {}
        for kind in OPEN_RATES:
            for subject in order.sample(self.subjects, len(self.subjects)):
                if kind in subject.models:
                    arrivals[(subject.name, kind)] = self._measure_open(subject, kind)
        memory = {subject.name: sum(resident_bytes(pid) for pid in subject.pids) for subject in self.subjects}
        return {"sync": sync, "rows": self.rows, "arrivals": arrivals, "arrivals_rates": OPEN_RATES, "memory": memory, "skipped": self.running.skipped,
                "load": os.getloadavg()}

    def _warm(self, subject, kind):
        """Loads a subject until nothing more of it is compiled."""
        start = time.monotonic()
        share = 1.0
        while share > COMPILING_SHARE and time.monotonic() - start < WARM_UP_LIMIT_SECONDS:
            before = threads_of(subject.pids)
            loaded = self._load(subject, kind, CONNECTIONS, WARM_UP_SECONDS.get(subject.name, SHORT_WARM_UP_SECONDS), least=0)
            if not loaded["requests"]:
                self.slow.add(subject.name)
            spent = {name: used - before.get(name, 0) for name, used in threads_of(subject.pids).items()}
            compiling = sum(used for name, used in spent.items() if name.startswith(("C1 ", "C2 ")))
            share = compiling / max(sum(spent.values()), 1 / TICKS)
        if share > COMPILING_SHARE:
            print(f"  {subject.name:12} {kind:9} still compiles: {share:.0%} of its CPU", flush=True)
        else:
            print(f"  {subject.name:12} {kind:9} warm after {time.monotonic() - start:.0f} s", flush=True)

    def _measure(self, number, subject, kind):
        seconds = self.options.seconds * (SLOW_FACTOR if subject.name in self.slow else 1)
        single = self._load(subject, kind, 1, max(2, seconds // 2))
        self._drain(subject)
        before = cpu_of(subject.pids)
        threads = threads_of(subject.pids)
        shipped = shipped_records(subject)
        counted = self._answered(kind)
        busy = self._load(subject, kind, CONNECTIONS, seconds)
        during = cpu_of(subject.pids) - before
        answered = self._answered(kind) - counted
        # Of each connection one answer may be on its way at the end, and one more may come late of the load before.
        if not 0 <= answered - busy["requests"] <= CONNECTIONS + 1:
            sys.exit(f"error: wrk counts {busy['requests']} answers of {subject.name}, the upstream {answered}")
        drained_seconds = self._drain(subject, shipped + 2 * answered)
        whole = cpu_of(subject.pids) - before
        row = {
            "rate": busy["requests"] * 1e6 / busy["micros"], "p50": single["p50"], "p99": single["p99"],
            "cpu": during * 1e6 / answered, "cpuDrained": whole * 1e6 / answered, "drainSeconds": drained_seconds,
            "threads": {name: (used - threads.get(name, 0)) * 1e6 / answered for name, used in threads_of(subject.pids).items()}}
        self.rows[(subject.name, kind)].append(row)
        print(f"  round {number}  {subject.name:12} {kind:9} {row['rate']:8.0f}/s  cpu {row['cpu']:7.1f} us"
              f" ({row['cpuDrained']:.1f} drained in {drained_seconds:.1f} s)  p50 {row['p50']} p99 {row['p99']} us", flush=True)

    def _measure_open(self, subject, kind):
        """Requests that arrive at a rate of their own; every answer is looked at, every event of it."""
        before = cpu_of(subject.pids)
        out = subprocess.run([
            *self.running.java, "OpenLoad", subject.url.rpartition(":")[2], subject.models[kind], "stream" if kind == "stream" else "json",
            str(OPEN_RATES[kind]), str(self.options.seconds), str(self.options.seed), str(subject.key or "-"),
            *(f"{name}: {value}" for name, value in subject.headers.items())], capture_output=True, text=True)
        if out.returncode != 0:
            sys.exit(f"error: the open load failed: {out.stderr}{out.stdout}")
        result = json.loads(out.stdout.splitlines()[-1])
        result["cpu"] = (cpu_of(subject.pids) - before) * 1e6 / max(1, result["answers"])
        if subject.name == "hanok" and (result["wrong"] or result["dropped"] or result["unanswered"]):
            sys.exit(f"error: not every answer to requests that arrive by themselves was whole: {result}")
        self._drain(subject)
        print(f"  arriving  {subject.name:12} {kind:9} {OPEN_RATES[kind]}/s  first byte p50 {result['firstP50']} p99 {result['firstP99']} us"
              f"  cpu {result['cpu']:.1f} us  wrong {result['wrong']} dropped {result['dropped']} {result['firstWrong'][:90]}", flush=True)
        return result

    def _answered(self, kind):
        return self.running.counts()["stream" if kind == "stream" else "json"]

    def _load(self, subject, kind, connections, seconds, least=1):
        out = subprocess.run([
            "wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "10s", "-s", str(self.here / "post.lua"), subject.url,
            "--", subject.models[kind], "true" if kind == "stream" else "false", str(subject.key or "-"),
            *(f"{name}: {value}" for name, value in subject.headers.items())], capture_output=True, text=True)
        lines = [line for line in out.stdout.splitlines() if line.startswith("{")]
        if out.returncode != 0 or not lines:
            sys.exit(f"error: wrk failed: {out.stderr}{out.stdout}")
        result = json.loads(lines[-1])
        wrong = {name: result[name] for name in ("status", "connect", "read", "write", "timeout") if result[name]}
        if wrong or result["requests"] < least:
            sys.exit(f"error: {subject.name} {kind}: not every answer was 200 and whole: {wrong}, {result['requests']} requests")
        return result

    def _check_whole(self, subject, kind):
        """A few answers read to the end by another client: all events, in order, none twice."""
        stream = kind == "stream"
        body = {"model": subject.models[kind], "max_tokens": 256, "messages": [{"role": "user", "content": "수도는?"}]}
        if stream:
            body.update(stream=True, stream_options={"include_usage": True})
        headers = {"Content-Type": "application/json", **subject.headers}
        if subject.key:
            headers["Authorization"] = "Bearer " + pathlib.Path(subject.key).read_text().strip()
        for _ in range(20):
            request = urllib.request.Request(
                subject.url + "/v1/chat/completions", json.dumps(body, separators=(",", ":")).encode(), headers)
            with urllib.request.urlopen(request, timeout=30) as answer:
                text = answer.read().decode()
                status = answer.status
            if stream:
                events = [line[6:] for line in text.split("\n\n") if line.startswith("data: ")]
                chunks = [json.loads(event) for event in events[:-1]]
                words = "".join(c["delta"].get("content") or "" for chunk in chunks for c in chunk["choices"])
                # Some hand on fewer events than they get, with all of the text; of ours every one is looked for.
                all_events = len(chunks) == EVENTS or subject.name in peers.ALL
                whole = events[-1] == "[DONE]" and all_events and words == "서울 " * 28
            else:
                whole = json.loads(text)["usage"]["completion_tokens"] == 28
            if status != 200 or not whole:
                sys.exit(f"error: {subject.name} did not hand on a whole {kind} answer: {text[:300]}")

    def _drain(self, subject, records=0):
        """Waits until the journal's records are in Cassandra, an OPEN and a SETTLE each, and the process has come to rest."""
        if subject.name != "hanok":
            return 0.0
        start = time.monotonic()
        while shipped_records(subject) < records:
            if time.monotonic() - start > DRAIN_LIMIT_SECONDS:
                sys.exit(f"error: after {DRAIN_LIMIT_SECONDS} s not all records have arrived in Cassandra\nnext:  ./hanok logs control-plane")
            time.sleep(0.2)
        quiet = 0
        while quiet < QUIET_WINDOWS and time.monotonic() - start < DRAIN_LIMIT_SECONDS:
            before = cpu_of(subject.pids), shipped_records(subject)
            time.sleep(0.5)
            rests = cpu_of(subject.pids) - before[0] < 0.5 * IDLE_SHARE and shipped_records(subject) == before[1]
            quiet = quiet + 1 if rests else 0
        return time.monotonic() - start


def shipped_records(subject):
    """The last record of our journal that has arrived in Cassandra."""
    if subject.name != "hanok":
        return 0
    with urllib.request.urlopen(subject.url + "/prometheus", timeout=10) as answer:
        for line in answer.read().decode().splitlines():
            if line.startswith("hanok_journal_shipped_sequence"):
                return int(float(line.split()[-1]))
    sys.exit("error: the control plane does not say what it has shipped")


def cpu_of(pids):
    """Seconds of CPU, user and system, of these processes since they began."""
    return sum(ticks(pathlib.Path(f"/proc/{pid}/stat")) for pid in pids) / TICKS


def resident_bytes(pid):
    status = pathlib.Path(f"/proc/{pid}/status").read_text()
    return next(int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmRSS"))


def threads_of(pids):
    """The same by the names of threads, without the numbers at their ends."""
    seconds = {}
    for pid in pids:
        for task in pathlib.Path(f"/proc/{pid}/task").iterdir():
            try:
                name = (task / "comm").read_text().strip().rstrip("0123456789-#")
                seconds[name] = seconds.get(name, 0) + ticks(task / "stat") / TICKS
            except (FileNotFoundError, ProcessLookupError):
                continue
    return seconds


def ticks(stat):
    fields = stat.read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])
