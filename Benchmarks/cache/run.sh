#!/usr/bin/env bash
# The query cache beside a Python dictionary, and its eviction policies on recorded traces, in one run: prints Markdown tables.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source "$here/../../scripts/lib.sh"

if [[ ${1:-} == -* ]]; then
    printf 'Usage: Benchmarks/cache/run.sh [TRACES]\nTRACES: a folder with OLTP.lis, P3.lis, cache2k_web12.trace, cache2k_orm-busy.trace, '
    printf 'plain or packed (.zst, .xz);\nthe traces are in the repositories moka-rs/cache-trace and cache2k/cache2k-benchmark. Without it, no hit ratios.\n'
    [[ $1 == --help || $1 == -h ]] && exit 0
    exit 64
fi

prepare benchmark_packages >&2
traces=${1:+$(realpath "$1")}
cd "$REPOSITORY"
python=$(python_environment "$here/requirements.txt")/bin/python
# The plan of an earlier build does not know of files that were added to the package above since.
rm -f Benchmarks/.build/release.yaml
swift build -c release --package-path Benchmarks --product cache-benchmark >&2
exec "$python" "$here/measure.py" Benchmarks/.build/release/cache-benchmark ${traces:+"$traces"}
