#!/usr/bin/env bash
# Search among vectors beside faiss and hnswlib, one thread each, the same queries: prints a Markdown table.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source "$here/../../scripts/lib.sh"

usage() {
    cat <<'END'
Usage: Benchmarks/vectors/run.sh [--exact N] [--graph N] [--core N] [--dir DIR] VECTORS.npy

  VECTORS.npy   real vectors of 384 components, e.g. of all-MiniLM-L6-v2 over titles and abstracts
  --exact N     rows that are scanned whole (29555)
  --graph N     rows of the graph; those beyond the real ones are mixed from pairs (200000)
  --core N      the processor to run on (0)
  --dir DIR     a folder for the data (a new one under TMPDIR, removed afterwards)
END
}

exact=29555 graph=200000 core=0 dir='' source=''
while [[ $# -gt 0 ]]; do
    case $1 in
        --exact | --graph | --core | --dir)
            [[ $# -ge 2 ]] || die "$1 needs a value"
            printf -v "${1#--}" '%s' "$2"
            shift 2
            ;;
        --help | -h)
            usage
            exit 0
            ;;
        *)
            source=$1
            shift
            ;;
    esac
done
if [[ ! -f $source ]]; then
    usage >&2
    exit 64
fi
if [[ -z $dir ]]; then
    dir=$(mktemp -d)
    trap 'rm -rf "$dir"' EXIT
fi
source=$(realpath "$source")

cd "$REPOSITORY"
prepare benchmark_packages
venv=$(python_environment "$here/requirements.txt")
in_benchmarks=(--package-path Benchmarks -c release --static-swift-stdlib)
swift build "${in_benchmarks[@]}" --product vector-benchmark
ours=$(swift build "${in_benchmarks[@]}" --show-bin-path)/vector-benchmark
python=$venv/bin/python

head='| engine | build s | setting | recall@10 | queries/s | p50 ms | p95 ms |\n|---|---|---|---|---|---|---|\n'
"$python" "$here/peers.py" data "$source" "$dir/exact" "$exact"
printf '\n%s rows, exact, processor %s\n\n%b' "$exact" "$core" "$head"
taskset -c "$core" "$ours" "$dir/exact" 384 scan 64
taskset -c "$core" "$python" "$here/peers.py" flat "$dir/exact"

"$python" "$here/peers.py" data "$source" "$dir/graph" "$graph"
printf '\n%s rows, graphs, processor %s\n\n%b' "$graph" "$core" "$head"
taskset -c "$core" "$ours" "$dir/graph" 384 graph 16 32 48 64 96
taskset -c "$core" "$python" "$here/peers.py" hnsw "$dir/graph"
