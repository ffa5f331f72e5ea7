"""The programs that are measured, and the mock upstream behind them."""

import json
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import time
import urllib.request

import control_plane
import peers

NGINX = """worker_processes 1;
daemon off;
pid {work}/nginx.pid;
error_log {work}/nginx.log error;
events {{ worker_connections 4096; }}
http {{
  access_log off;
  keepalive_requests 1000000;
  client_body_temp_path {work}/nginx-body;
  proxy_temp_path {work}/nginx-proxy;
  fastcgi_temp_path {work}/nginx-fastcgi;
  uwsgi_temp_path {work}/nginx-uwsgi;
  scgi_temp_path {work}/nginx-scgi;
  upstream mock {{ server 127.0.0.1:{upstream}; keepalive 512; keepalive_requests 1000000; }}
  server {{
    listen 127.0.0.1:{port};
    location / {{
      proxy_pass http://mock;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_buffering off;
      proxy_read_timeout 600s;
    }}
  }}
}}
"""


class Subject:
    """One way to the upstream. `pids` are the processes whose CPU is counted, with their children."""

    def __init__(self, name, url, pids, model="mock", key=None, headers=None):
        self.name = name
        self.url = url
        self.pids = pids
        self.models = {"json": model, "json-late": model + control_plane.LATE, "stream": model}
        self.key = key
        self.headers = headers or {}


class Running:
    def __init__(self, here, work, gap_micros):
        self.here = here
        self.work = work
        self.gap_micros = gap_micros
        self.processes = []
        self.subjects = []
        self.skipped = []
        ports = work / "ports.json"
        names = ["upstream", "nginx", "relay", *peers.ALL, *(name + "-metrics" for name in peers.ALL)]
        # Kept from run to run: deployments of the control plane name the upstream's.
        self.ports = json.loads(ports.read_text()) if ports.exists() else {}
        self.ports.update(free_ports([name for name in names if name not in self.ports]))
        ports.write_text(json.dumps(self.ports))
        self.upstream = f"http://127.0.0.1:{self.ports['upstream']}"

    def start(self, program, wanted):
        java = pathlib.Path(os.environ["JAVA_HOME"], "bin", "java")
        libraries = ":".join(str(jar) for jar in sorted((program / "lib").glob("netty-*.jar")))
        subprocess.run([str(java) + "c", "-nowarn", "-d", str(self.work / "classes"), "-cp", libraries,
                        *(str(self.here / (name + ".java")) for name in ("MockUpstream", "BareRelay", "OpenLoad"))], check=True)
        self.java = [str(java), "-XX:+UseSerialGC", "-Xmx128m", "--enable-native-access=ALL-UNNAMED",
                     "--sun-misc-unsafe-memory-access=allow", "-cp", f"{self.work}/classes:{libraries}"]
        mock = self._process("mock", self.java + ["MockUpstream", str(self.ports["upstream"]), "10", str(self.gap_micros)])
        await_answer(self.upstream + "/count", mock)
        for name in ("direct", "nginx", "relay"):
            if not wanted or name in wanted:
                getattr(self, "_" + name)()
        for name in peers.ALL:
            if not wanted or name in wanted:
                self._peer(name)

    def add_hanok(self, house, sync):
        house.deploy(self.ports["upstream"])
        house.await_serving()
        self.subjects = [each for each in self.subjects if each.name != "hanok"]
        self.subjects.append(Subject("hanok", house.address(), [house.pid()], control_plane.MODEL, house.key_file()))

    def _direct(self):
        self.subjects.append(Subject("direct", self.upstream, []))

    def _nginx(self):
        config = self.work / "nginx.conf"
        config.write_text(NGINX.format(work=self.work, upstream=self.ports["upstream"], port=self.ports["nginx"]))
        program = shutil.which("nginx") or "/usr/sbin/nginx"
        master = self._process("nginx", [program, "-p", str(self.work), "-c", str(config)])
        url = f"http://127.0.0.1:{self.ports['nginx']}"
        await_answer(url + "/v1/models", master)
        workers = pathlib.Path(f"/proc/{master.pid}/task/{master.pid}/children").read_text().split()
        self.subjects.append(Subject("nginx", url, [master.pid, *map(int, workers)]))

    def _relay(self):
        relay = self._process("relay", self.java + ["BareRelay", str(self.ports["relay"]), str(self.ports["upstream"])])
        url = f"http://127.0.0.1:{self.ports['relay']}"
        await_answer(url + "/v1/models", relay)
        self.subjects.append(Subject("relay", url, [relay.pid]))

    def _peer(self, name):
        try:
            command, settings, headers = peers.ALL[name](self.work, self.ports[name], self.ports[name + "-metrics"], self.upstream)
        except peers.Unavailable as why:
            self.skipped.append(f"{name}: {why}")
            print(f"  {name:14} left out: {why}", flush=True)
            return
        process = self._process(name, command, settings)
        url = f"http://127.0.0.1:{self.ports[name]}"
        await_answer(url + peers.READY.get(name, "/v1/models"), process, 180)
        children = pathlib.Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        peer = Subject(name, url, [process.pid, *map(int, children)], headers=headers)
        if name in peers.ONE_MODEL:
            del peer.models["json-late"]
        self.subjects.append(peer)

    def _process(self, name, command, settings=None):
        with open(self.work / f"{name}.out", "w") as out:
            process = subprocess.Popen(
                command, stdout=out, stderr=out, stdin=subprocess.DEVNULL, cwd=self.work, env={**os.environ, **(settings or {})})
        self.processes.append(process)
        return process

    def counts(self):
        with urllib.request.urlopen(self.upstream + "/count", timeout=10) as answer:
            return json.load(answer)

    def stop(self):
        for process in reversed(self.processes):
            process.terminate()
        for process in reversed(self.processes):
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()


def free_ports(names):
    sockets = [socket.socket() for _ in names]
    for each in sockets:
        each.bind(("127.0.0.1", 0))
    ports = {name: each.getsockname()[1] for name, each in zip(names, sockets)}
    for each in sockets:
        each.close()
    return ports


def await_answer(url, process, seconds=60):
    end = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except OSError as notyet:
            if process.poll() is not None or time.monotonic() > end:
                sys.exit(f"error: {process.args[0]} does not answer at {url}: {notyet}\nnext:  read its .out file")
            time.sleep(0.1)
