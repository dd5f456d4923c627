#!/usr/bin/env bash
# The cache's Redis tier beside redis-py, in one run: prints a Markdown table.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source "$here/../../scripts/lib.sh"

if [[ ${1:-} == -* ]]; then
    printf 'Usage: Benchmarks/cache/redis.sh [KEYS]\nKEYS: how many keys of somebody else lie in the same Redis (default 1000000).\n'
    [[ $1 == --help || $1 == -h ]] && exit 0
    exit 64
fi

prepare benchmark_packages >&2
cd "$REPOSITORY"
python=$(python_environment "$here/redis-requirements.txt")/bin/python
# The plan of an earlier build does not know of files that were added to the package above since.
rm -f Benchmarks/.build/release.yaml
swift build -c release --package-path Benchmarks --product cache-tier-benchmark >&2
exec "$python" "$here/redis_measure.py" Benchmarks/.build/release/cache-tier-benchmark "${1:-1000000}"
