"""Runs the benchmark of metrics and its peer and prints a Markdown table."""

import json
import pathlib
import subprocess
import sys

binary, here = sys.argv[1], pathlib.Path(__file__).parent


def figures(*command):
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


one, two = figures(binary, "1"), figures(binary, "2")
peer = figures(sys.executable, str(here / "peer.py"))
print("| operation | ours, one thread | ours, two threads at one series | prometheus_client (Python), one thread |")
print("|---|---|---|---|")
for (name, value), other, theirs in zip(one.items(), two.values(), peer.items()):
    if name.startswith("exposition"):
        per_line = [v / int(n.split()[2]) for n, v in ((name, value), theirs)]
        print(f"| exposition, a line | {per_line[0]:,.0f} ns | | {per_line[1]:,.0f} ns |")
    else:
        print(f"| {name} | {value:,.1f} ns | {other:,.1f} ns | {theirs[1]:,.0f} ns |")
