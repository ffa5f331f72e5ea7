"""The tables of a run, as Markdown."""

import os
import statistics

TITLES = {"json": "JSON, at once", "json-late": "JSON, after 10 ms", "stream": "Stream of 31 events"}
ORDER = ["direct", "nginx", "relay", "vllm-router", "smg", "portkey", "litellm", "hanok"]


def table(results, options):
    lines = [f"{options.rounds} rounds of {options.seconds} s, 32 connections, {os.cpu_count()} cores shared by load, upstream and"
             f" gateway; median [least - most]. Load average at the end: {results[-1]['load'][0]:.1f}.", ""]
    for result in results:
        for kind in TITLES:
            lines += one(result, kind)
        for kind in result["arrivals_rates"]:
            lines += arriving(result, kind)
        lines += ["Resident memory, MiB: " + ", ".join(
            f"{name} {result['memory'][name] / 2**20:.0f}" for name in ORDER if result["memory"].get(name)), ""]
    for reason in results[0]["skipped"]:
        lines.append(f"Left out: {reason}.")
    return "\n".join(lines) + "\n"


def one(result, kind):
    rows = result["rows"]
    names = [name for name in ORDER if rows.get((name, kind))]
    nginx = rows.get(("nginx", kind))
    direct = rows.get(("direct", kind))
    lines = [f"### {TITLES[kind]}, journal `{result['sync']}`", "",
             "| | requests/s | p50 at c=1, added µs | p99 at c=1, added µs | CPU µs per request | as multiple of nginx's |",
             "|---|---|---|---|---|---|"]
    for name in names:
        measured = rows[(name, kind)]
        lines.append("| " + " | ".join([
            name, spread([row["rate"] for row in measured], 0), added(measured, direct, "p50"), added(measured, direct, "p99"),
            *(cpu(measured, nginx, "cpu") if name != "direct" else ("", ""))]) + " |")
        if name == "hanok":
            lines.append("| hanok, until its records are in Cassandra | | | | " + " | ".join(cpu(measured, nginx, "cpuDrained")) + " |")
    if "hanok" in names:
        lines += ["", "CPU µs of hanok by thread: " + threads(rows[("hanok", kind)])]
    return lines + [""]


def arriving(result, kind):
    """Of requests that do not wait for each other; times from when a request was due."""
    rows = {name: result["arrivals"][(name, kind)] for name in ORDER if (name, kind) in result["arrivals"]}
    direct = rows.get("direct")
    lines = [f"### {TITLES[kind]}, {result['arrivals_rates'][kind]} arriving a second, journal `{result['sync']}`", "",
             "| | answers | not whole | not taken | first byte p50, added µs | first byte p99, added µs | CPU µs per request |",
             "|---|---|---|---|---|---|---|"]
    for name, row in rows.items():
        first = [row[each] - (direct[each] if direct and name != "direct" else 0) for each in ("firstP50", "firstP99")]
        told = [f"(itself {each:,})" if name == "direct" else f"{each:,}" for each in first]
        lines.append(f"| {name} | {row['answers']:,} | {row['wrong']} | {row['dropped'] + row['unanswered']} | {told[0]} | {told[1]} | "
                     + (f"{row['cpu']:.1f}" if name != "direct" else "") + " |")
    return lines + [""]


def cpu(measured, nginx, field):
    used = spread([row[field] for row in measured], 1)
    if not nginx:
        return used, ""
    ratios = [row[field] / floor["cpu"] for row, floor in zip(measured, nginx)]
    return used, f"**{statistics.median(ratios):.2f}** [{min(ratios):.2f} - {max(ratios):.2f}]"


def added(measured, direct, field):
    if not direct or measured is direct:
        return spread([row[field] for row in measured], 0) if measured is direct else ""
    return spread([row[field] - floor[field] for row, floor in zip(measured, direct)], 0)


def spread(values, digits):
    return f"{statistics.median(values):,.{digits}f} [{min(values):,.{digits}f} - {max(values):,.{digits}f}]"


def threads(measured):
    names = {name for row in measured for name in row["threads"]}
    medians = {name: statistics.median(row["threads"].get(name, 0) for row in measured) for name in names}
    largest = sorted(medians.items(), key=lambda each: -each[1])[:9]
    return ", ".join(f"`{name}` {used:.1f}" for name, used in largest if used >= 0.5)
