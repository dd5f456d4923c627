#!/usr/bin/env python3
"""Runs commands in turn, several times, on the same processors, and prints medians and ratios as a Markdown table.

    measure.py --bytes N --cores 0,1 --rounds 3 --baseline NAME -- NAME COMMAND... -- NAME COMMAND... ...

`{fresh}` in a command becomes a new empty folder, which is removed after the run. Every command counts from its start
to its end, as seen from outside. A command that fails ends the run.
"""

import os
import shutil
import statistics
import sys
import tempfile
import time


def main(arguments):
    options, *commands = split(arguments)
    options = dict(zip(options[::2], options[1::2]))
    size = int(options["--bytes"])
    os.sched_setaffinity(0, {int(core) for core in options["--cores"].split(",")})
    runs = {name: [] for name, *_ in commands}
    for _ in range(int(options.get("--rounds", 3))):
        for name, *command in commands:
            runs[name].append(measure(command))
            print(f"  {name}: {runs[name][-1][0]:.2f} s", file=sys.stderr)
    print(table(runs, size, options["--baseline"]))


def split(arguments):
    parts = [[]]
    for argument in arguments:
        if argument == "--":
            parts.append([])
        else:
            parts[-1].append(argument)
    return parts


def measure(command):
    """(wall seconds, processor seconds, peak memory in MB)"""
    fresh = tempfile.mkdtemp(prefix="import-benchmark-", dir=os.environ.get("BENCHMARK_DIR"))
    try:
        command = [argument.replace("{fresh}", fresh) for argument in command]
        start = time.perf_counter()
        null = os.open(os.devnull, os.O_WRONLY)
        child = os.posix_spawnp(command[0], command, os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, null, 1)])
        _, status, usage = os.wait4(child, 0)
        seconds = time.perf_counter() - start
        os.close(null)
        if status != 0:
            sys.exit(f"failed with exit code {os.waitstatus_to_exitcode(status)}: {' '.join(command)}")
        return seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024
    finally:
        shutil.rmtree(fresh)


def table(runs, size, baseline):
    medians = {name: [statistics.median(column) for column in zip(*values)] for name, values in runs.items()}
    lines = [
        f"| what | MB/s | against {baseline} | seconds | of them on the processor | fastest, slowest | peak MB |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    for name, (wall, processor, memory) in medians.items():
        walls = [run[0] for run in runs[name]]
        lines.append(
            f"| {name} | {size / wall / 1e6:.0f} | {medians[baseline][0] / wall:.2f} | {wall:.2f} | {processor:.2f}"
            f" | {min(walls):.2f}, {max(walls):.2f} | {memory:.0f} |"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    main(sys.argv[1:])
