"""Our gateway as ./hanok up starts it, with the mock upstream as an external engine."""

import json
import os
import pathlib
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

MODEL = "bench-mock"
# Ends the name of a model, ours and the upstream's, that answers late.
LATE = "-late"
# What would stand on other machines gets what the measured programs leave of this one.
NICE = 10


class ControlPlane:
    def __init__(self, root, state, settings=()):
        self.root = root
        self.state = state
        self.settings = settings
        self.environment = {**os.environ, "HANOK_STATE": str(state)}
        self.status = {}

    def up(self, sync):
        """Starts everything, or the control plane anew when it ran with another journal."""
        settings = self.state / "hanok.properties"
        wanted = "".join(f"{line}\n" for line in [f"hanok.journal.sync={sync}", *self.settings])
        if not settings.exists() or settings.read_text() != wanted:
            self._stop_control_plane()
            settings.write_text(wanted)
        print(f"  hanok          starting with hanok.journal.sync: {sync} (state: {self.state})", flush=True)
        self._start()
        learning = self._learns()
        if learning:
            print("  hanok          first start: what later ones are to know is recorded, and it is started again", flush=True)
            self._await_learnt(learning)
            self.down()
            self._start()
        for name in ("cassandra", "keycloak", "openbao", "engine"):
            pid = self.status["pids"].get(name)
            for thread in os.listdir(f"/proc/{pid}/task") if pid else ():
                os.setpriority(os.PRIO_PROCESS, int(thread), NICE)

    def down(self):
        subprocess.run([str(self.root / "hanok"), "down"], env=self.environment, check=False, stdout=subprocess.DEVNULL)

    def _start(self):
        log = self.state / "bench" / "up.log"
        with open(log, "w") as out:
            code = subprocess.run([str(self.root / "hanok"), "up", "-d"], env=self.environment, stdout=out, stderr=out).returncode
        if code != 0:
            sys.exit(f"error: ./hanok up failed\nnext:  read {log}")
        self.status = self._status()

    def _learns(self):
        """The folders of servers that record their start, and run slower for it as long as they live."""
        folders = [self.state / name for name in ("cassandra", "control-plane")]
        return [each for each in folders if not any(each.glob("*.aot"))]

    def _await_learnt(self, folders):
        end = time.monotonic() + 180
        while not all(any(each.glob("*.learnt")) and not any(each.glob("*.config")) for each in folders):
            if time.monotonic() > end:
                sys.exit(f"error: the first start left no record in {folders[-1]}\nnext:  read the logs beside it")
            time.sleep(1)

    def program(self):
        return pathlib.Path((self.state / "program" / "house").read_text().strip())

    def address(self):
        return self.status["api"]

    def pid(self):
        return self.status["pids"]["controlPlane"]

    def key_file(self):
        return self.state / "demo.key"

    def deploy(self, port):
        """Deployments whose engine is the mock upstream; those of an earlier run when they exist."""
        exist = {each["name"] for each in self._api("GET", "/platform/v1/deployments")["data"] if each["state"] != "deleted"}
        for suffix in ("", LATE):
            if MODEL + suffix not in exist:
                self._deploy(MODEL + suffix, "mock" + suffix, port)

    def _deploy(self, name, upstream_model, port):
        site = json.loads((self.state / "demo.json").read_text())["site"]
        model = self._existing("/platform/v1/models", "name", MODEL) or self._api(
            "POST", "/platform/v1/models", {"name": MODEL, "publisher": "bench", "licence": "none"})
        path = f"/platform/v1/models/{model['id']}/versions"
        version = self._existing(path, "version", "1") or self._api(
            "POST", path, {"kind": "declared", "version": "1", "contextTokens": 4096})
        # A price so low that no run meets the demo tenant's credit limit.
        self._api("POST", "/platform/v1/deployments", {
            "name": name, "modelVersion": version["id"], "driver": "external", "site": site, "engine": "vllm",
            "url": f"http://127.0.0.1:{port}/v1", "upstreamModel": upstream_model, "contextTokens": 4096,
            "price": {"inputNanoWon": 1, "cachedNanoWon": 1, "outputNanoWon": 1}})

    def await_serving(self):
        """Until chats are answered: an upstream that was away is asked again only after a while."""
        for suffix in ("", LATE):
            self._await_chat({"model": MODEL + suffix, "messages": [{"role": "user", "content": "?"}]})

    def _await_chat(self, body):
        request = urllib.request.Request(self.address() + "/v1/chat/completions", json.dumps(body).encode(), {
            "Authorization": "Bearer " + self.key_file().read_text().strip(), "Content-Type": "application/json"})
        end = time.monotonic() + 90
        while True:
            try:
                with urllib.request.urlopen(request, timeout=30):
                    return
            except urllib.error.HTTPError as refused:
                if refused.code not in (404, 503) or time.monotonic() > end:
                    sys.exit(f"error: the mock upstream is not served: {refused.read().decode()}\nnext:  ./hanok logs control-plane")
                time.sleep(0.5)

    def _existing(self, path, field, value):
        return next((each for each in self._api("GET", path)["data"] if each[field] == value), None)

    def _api(self, method, path, body=None):
        request = urllib.request.Request(self.address() + path, method=method, headers={
            "Authorization": "Bearer " + self._token(), "Content-Type": "application/json"},
            data=None if body is None else json.dumps(body).encode())
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as refused:
            sys.exit(f"error: {method} {path} was answered {refused.code}: {refused.read().decode()}")

    def _token(self):
        keycloak = self.status["operator"]
        form = urllib.parse.urlencode({
            "grant_type": "client_credentials", "client_id": keycloak["clientId"],
            "client_secret": pathlib.Path(keycloak["clientSecretFile"]).read_text().strip()}).encode()
        with urllib.request.urlopen(keycloak["tokenUrl"], form, timeout=30) as answer:
            return json.load(answer)["access_token"]

    def _status(self):
        out = subprocess.run([str(self.root / "hanok"), "status", "--json"], env=self.environment, capture_output=True, text=True)
        return json.loads(out.stdout)

    def _stop_control_plane(self):
        if not (self.state / "control-plane").exists():
            return
        self.status = self._status()
        pid = self.status["pids"].get("controlPlane")
        if pid:
            os.kill(pid, signal.SIGTERM)
            end = time.monotonic() + 40
            while pathlib.Path(f"/proc/{pid}").exists() and time.monotonic() < end:
                time.sleep(0.1)
