"""Gateways of others, each installed into the bench's own folder and configured as its documentation says."""

import os
import pathlib
import secrets
import shutil
import subprocess
import sys

ROUTER = "vllm-router==0.1.17"
SMG = "smg==1.13.0"
# Never 1.82.7 or 1.82.8: they carried somebody's code.
LITELLM = "litellm[proxy]==1.106.2"
PORTKEY = """{"private": true, "dependencies": {"@portkey-ai/gateway": "1.15.2"},
 "overrides": {"hono": "4.9.7", "@hono/node-server": "1.13.5"}}
"""
# Portkey has no option for the address it listens at.
LOOPBACK = """const net = require("net");
const listen = net.Server.prototype.listen;
net.Server.prototype.listen = function (first, ...others) {
  return listen.call(this, typeof first === "object" ? {...first, host: "127.0.0.1"} : {port: first, host: "127.0.0.1"},
    ...others.filter((each) => typeof each === "function"));
};
"""
LITELLM_CONFIG = """model_list:
  - model_name: mock
    litellm_params: {{model: openai/mock, api_base: "{upstream}/v1", api_key: none}}
  - model_name: mock-late
    litellm_params: {{model: openai/mock-late, api_base: "{upstream}/v1", api_key: none}}
"""


class Unavailable(Exception):
    """It cannot be installed here; the text says why."""


def vllm_router(work, port, metrics, upstream):
    program = _python(work / "vllm-router", ROUTER) / "vllm-router"
    return [str(program), "--worker-urls", upstream, "--policy", "round_robin", "--host", "127.0.0.1", "--port", str(port),
            "--prometheus-host", "127.0.0.1", "--prometheus-port", str(metrics), "--log-level", "error"], {}, {}


def smg(work, port, metrics, upstream):
    program = _python(work / "smg", SMG) / "smg"
    return [str(program), "launch", "--worker-urls", upstream, "--policy", "round_robin", "--host", "127.0.0.1", "--port", str(port),
            "--prometheus-host", "127.0.0.1", "--prometheus-port", str(metrics), "--log-level", "error"], {}, {}


def portkey(work, port, _metrics, upstream):
    folder = work / "portkey"
    start = folder / "node_modules" / "@portkey-ai" / "gateway" / "build" / "start-server.js"
    node = shutil.which("node")
    if not node or not shutil.which("npm"):
        raise Unavailable("no node and npm")
    if not start.exists():
        _say(folder, "@portkey-ai/gateway 1.15.2")
        folder.mkdir(exist_ok=True)
        (folder / "package.json").write_text(PORTKEY)
        (folder / "loopback.js").write_text(LOOPBACK)
        _run(folder, [shutil.which("npm"), "install", "--no-audit", "--no-fund", "--silent"])
    return ([node, "-r", str(folder / "loopback.js"), str(start), "--headless", f"--port={port}"], {"NODE_ENV": "production"},
            {"x-portkey-provider": "openai", "x-portkey-custom-host": upstream + "/v1"})


def litellm(work, port, _metrics, upstream):
    program = _python(work / "litellm", LITELLM) / "litellm"
    config = work / "litellm.yaml"
    config.write_text(LITELLM_CONFIG.format(upstream=upstream))
    # It starts with no key only where it is told that this is dangerous.
    key = "sk-" + secrets.token_hex(16)
    return ([str(program), "--config", str(config), "--host", "127.0.0.1", "--port", str(port), "--num_workers", "1", "--telemetry", "False",
             "--timeout_worker_healthcheck", "180"], {"LITELLM_LOCAL_MODEL_COST_MAP": "True", "LITELLM_MODE": "PRODUCTION", "LITELLM_MASTER_KEY": key},
            {"Authorization": "Bearer " + key})


# What answers without a key once it is ready; of the others, the list of models does.
READY = {"portkey": "/", "litellm": "/health/liveliness"}
# Takes the first model of a worker for its only one.
ONE_MODEL = {"smg"}
ALL = {"vllm-router": vllm_router, "smg": smg, "portkey": portkey, "litellm": litellm}


def _python(folder, requirement):
    """The programs of a package, in an environment of its own: installed together they change each other's versions."""
    programs = folder / "bin"
    if not (folder / "installed").exists():
        _say(folder, requirement)
        _run(folder, [os.environ.get("HANOK_PYTHON", "python3"), "-m", "venv", str(folder)])
        _run(folder, [str(programs / "pip"), "install", "-q", requirement])
        (folder / "installed").write_text(requirement)
    return programs


def _run(folder, command):
    made = subprocess.run(command, capture_output=True, text=True, cwd=folder if folder.exists() else None)
    if made.returncode != 0:
        shutil.rmtree(folder, ignore_errors=True)
        raise Unavailable((made.stderr.strip().splitlines() or [f"{pathlib.Path(command[0]).name} failed"])[-1])


def _say(folder, what):
    print(f"  {folder.name:14} installing {what} into {folder}", flush=True)
    sys.stdout.flush()
