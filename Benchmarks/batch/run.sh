#!/usr/bin/env bash
# Batch processing beside its peers, in one run: prints Markdown tables.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source "$here/../../scripts/lib.sh"

if [[ ${1:-} == -* ]]; then
    printf 'Usage: Benchmarks/batch/run.sh [PART...]\nParts: batches, redis (client and jobs), gate-files and gate-redis (three minutes each); all without one.\n'
    [[ $1 == --help || $1 == -h ]] && exit 0
    exit 64
fi

prepare benchmark_packages >&2
cd "$REPOSITORY"
python=$(python_environment "$here/requirements.txt")/bin/python
swift build -c release --product arxiv-cosci >&2
swift build -c release --product replay-server >&2
# The plan of an earlier build does not know of files that were added to the package above since.
rm -f Benchmarks/.build/release.yaml
swift build -c release --package-path Benchmarks --product batch-benchmark >&2
ARXIV_COSCI_BIN=$(swift build -c release --show-bin-path)/arxiv-cosci \
    exec "$python" "$here/measure.py" Benchmarks/.build/release/batch-benchmark "$@"
