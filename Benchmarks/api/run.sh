#!/usr/bin/env bash
# Searches over HTTP beside a FastAPI endpoint that returns the same bytes from memory, in one run: prints a Markdown table.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source "$here/../../scripts/lib.sh"

if [[ ${1:-} == -* ]]; then
    printf 'Usage: Benchmarks/api/run.sh [LIBRARY]\nLIBRARY: a library to ask; without it the sample is imported into a new one.\n'
    [[ $1 == --help || $1 == -h ]] && exit 0
    exit 64
fi

command -v wrk >/dev/null || die "wrk is missing; install it with: apt-get install wrk"
prepare benchmark_packages >&2
library=${1:+$(realpath "$1")}
cd "$REPOSITORY"
python=$(python_environment "$here/requirements.txt")/bin/python
swift build -c release --product arxiv-cosci >&2
exec "$python" "$here/measure.py" .build/release/arxiv-cosci ${library:+"$library"}
