#!/usr/bin/env bash
# Graph kernels beside igraph and scipy, in one run, each on one core: prints Markdown tables.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source "$here/../../scripts/lib.sh"

if [[ ${1:-} == -* ]]; then
    printf 'Usage: Benchmarks/graph/run.sh [PART...]\nParts: hep-th, synthetic (1,000,000 works, 15,000,000 citations; 3 GB of memory, ten minutes); both without one.\n'
    [[ $1 == --help || $1 == -h ]] && exit 0
    exit 64
fi

prepare benchmark_packages >&2
cd "$REPOSITORY"
python=$(python_environment "$here/requirements.txt")/bin/python
# The plan of an earlier build does not know of files that were added to the package above since.
rm -f Benchmarks/.build/release.yaml
swift build -c release --package-path Benchmarks --product graph-benchmark >&2
exec "$python" "$here/measure.py" Benchmarks/.build/release/graph-benchmark "$@"
