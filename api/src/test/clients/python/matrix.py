"""What the scripts of all Python clients share: how the engine is told what to answer, and how is told what happened.

A script prints one line of JSON for each behaviour: its name, the facts that the client showed, and the milliseconds.
What the facts should be is decided by whom started it.
"""

import json
import os
import sys
import threading
import time
import traceback
import urllib.request

BASE_URL = os.environ["HANOK_BASE_URL"]
KEY = os.environ["HANOK_KEY"]
ADMIN_KEY = os.environ["HANOK_ADMIN_KEY"]
LIMITED_KEY = os.environ["HANOK_LIMITED_KEY"]
SPENT_KEY = os.environ["HANOK_SPENT_KEY"]
MODEL = os.environ["HANOK_MODEL"]
ENGINE = os.environ["HANOK_ENGINE"]
CALLS = os.environ["HANOK_CALLS"]

SLOT_SECONDS = 0.6
GONE_SECONDS = 3.0

# With it a body is longer than any may be.
TOO_LONG = "가" * (7 << 20)


def ask(name, **script):
    """The text of a user who wants the engine to answer by a script."""
    return json.dumps({"script": {"name": name, **script}}, ensure_ascii=False)


def behaviour(name, run):
    """Runs one and prints its line. What it raises unasked is a fact too."""
    before = calls()
    start = time.monotonic()
    try:
        facts = run() or {}
    except Exception as failure:  # the matrix shows it, and the rest goes on
        facts = {"unexpected": f"{type(failure).__name__}: {failure}"[:400]}
        traceback.print_exc(file=sys.stderr)
    millis = round((time.monotonic() - start) * 1000)
    if "calls" in facts:
        facts["calls"] = calls() - before
    print(json.dumps({"name": name, "facts": facts, "millis": millis}, ensure_ascii=False), flush=True)


def refused(run, describe):
    """The facts of an exception that is expected."""
    try:
        run()
    except Exception as failure:
        return {"error": type(failure).__name__, "calls": 0, **describe(failure)}
    return {"error": None}


def holding_the_slot(run):
    """Runs while another request of the limited key is being answered, for so long that one retry outlives it."""
    body = json.dumps(
        {
            "model": MODEL,
            "stream": True,
            "messages": [{"role": "user", "content": ask("slot", tokens=6, gapMillis=round(SLOT_SECONDS * 1000 / 6))}],
        }
    ).encode()
    request = urllib.request.Request(
        f"{os.environ['HANOK_DIRECT_URL']}/chat/completions",
        body,
        {"content-type": "application/json", "authorization": f"Bearer {LIMITED_KEY}"},
    )
    answer = urllib.request.urlopen(request)
    answer.read(1)
    reader = threading.Thread(target=answer.read)
    reader.start()
    try:
        return run()
    finally:
        reader.join()


def left(name):
    """Waits until the engine has seen that the client of this script went, and says how long that took."""
    start = time.monotonic()
    while time.monotonic() - start < GONE_SECONDS:
        seen = asked_of_the_engine(name)
        if seen and all(each["outcome"] == "ABORTED" for each in seen):
            return {"gone": True, "goneMillis": round((time.monotonic() - start) * 1000)}
        time.sleep(0.02)
    return {"gone": False}


def asked_of_the_engine(name):
    """What the engine saw of the requests of a script."""
    with urllib.request.urlopen(f"{ENGINE}/script/requests") as answer:
        return [each for each in json.load(answer) if each["name"] == name]


def roles(name):
    """Whose messages the engine was asked with, by the last request of a script."""
    return [message["role"] for message in json.loads(asked_of_the_engine(name)[-1]["body"])["messages"]]


def repeated(run):
    """The facts of two requests with one idempotency key, of which each told its answer and the headers of it."""
    (first, headers), (again, repetition) = run(), run()
    return {"calls": 0, "same": again == first, "computed": len(asked_of_the_engine("replay")),
            "replayed": repetition.get("x-idempotent-replay") == "true",
            "ids": [headers["x-request-id"], repetition["x-request-id"]]}


def calls():
    """How many requests this client has sent."""
    with urllib.request.urlopen(CALLS) as answer:
        return int(answer.read())


def rounded(vector):
    """Numbers of single precision in whole hundred-thousandths, as far as they can be told apart."""
    return [round(number * 100_000) for number in vector]


def parsed(calls_of_tools):
    """Calls of tools, their arguments read: `[["call_0", "get_weather_0", {...}]]`."""
    return [[identity, name, json.loads(arguments)] for identity, name, arguments in calls_of_tools]


WEATHER = [
    {
        "type": "function",
        "function": {
            "name": f"get_weather_{number}",
            "description": "도시의 날씨",
            "parameters": {"type": "object", "properties": {"도시": {"type": "string"}}, "required": ["도시"]},
        },
    }
    for number in range(2)
]
