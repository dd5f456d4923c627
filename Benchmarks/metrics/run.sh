#!/usr/bin/env bash
# What counting costs, beside Python's prometheus_client, in one run: prints a Markdown table.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source "$here/../../scripts/lib.sh"

if [[ $# -gt 0 ]]; then
    printf 'Usage: Benchmarks/metrics/run.sh\n'
    [[ $1 == --help || $1 == -h ]] && exit 0
    exit 64
fi

prepare benchmark_packages >&2
cd "$REPOSITORY"
python=$(python_environment "$here/requirements.txt")/bin/python
# The plan of an earlier build does not know of files that were added to the package above since.
rm -f Benchmarks/.build/release.yaml
swift build -c release --package-path Benchmarks --product metrics-benchmark >&2
exec "$python" "$here/measure.py" Benchmarks/.build/release/metrics-benchmark
