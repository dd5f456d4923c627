"""Measures what counting costs with prometheus_client. Prints one JSON object of nanoseconds per operation."""

import json
import time

import prometheus_client as p

OPERATIONS = 200_000
registry = p.CollectorRegistry()
counter = p.Counter("b_events", "B.", ["kind"], registry=registry)
gauge = p.Gauge("b_level", "B.", registry=registry)
bounds = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10]
histogram = p.Histogram("b_seconds", "B.", ["kind"], buckets=bounds, registry=registry)
series, times = counter.labels("a"), histogram.labels("a")


def best(body, operations=OPERATIONS):
    """The best of five rounds, in nanoseconds for one operation."""
    rounds = []
    for _ in range(5):
        begin = time.perf_counter_ns()
        for step in range(operations):
            body(step)
        rounds.append((time.perf_counter_ns() - begin) / operations)
    return min(rounds)


def measured(_):
    with times.time():
        pass


figures = {
    "counter": best(lambda _: series.inc()),
    "gauge": best(lambda _: gauge.inc()),
    "histogram": best(lambda step: times.observe((step & 1023) * 0.01)),
    "counter by label": best(lambda _: counter.labels("a").inc()),
    "measured call": best(measured),
}
for index in range(190):
    histogram.labels(str(index)).observe(1)
lines = p.generate_latest(registry).count(b"\n")
figures[f"exposition of {lines} lines"] = best(lambda _: p.generate_latest(registry), operations=1)
print(json.dumps(figures))
