#!/usr/bin/env bash
# Predictions on a large made graph of real texts: time and memory, as a Markdown table.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/../../scripts/lib.sh"

if [[ $# -lt 2 || $1 == -* ]]; then
    cat <<'END'
Usage: Benchmarks/links/run.sh LIBRARY CORPUS.tsv [PAPERS [REFERENCES]]
LIBRARY has a trained model (arxiv-cosci train-predictor --epochs 0); CORPUS.tsv has identifier, title and abstract in each line, such as
Benchmarks/lexical/make_corpus.py writes. 1,000,000 papers with 18 references drawn for each, of which 15 to 16 differ, unless told otherwise.
END
    [[ ${1:-} == --help || ${1:-} == -h ]] && exit 0
    exit 64
fi
model=$(find "$1/derived" -name 'links-*.bin' | sort | tail -n 1)
[[ -n $model ]] || die "$1 has no trained model; run: arxiv-cosci train-predictor --epochs 0"
corpus=$(realpath "$2")
model=$(realpath "$model")

prepare benchmark_packages >&2
cd "$REPOSITORY"
# The plan of an earlier build does not know of files that were added to the package above since.
rm -f Benchmarks/.build/release.yaml
swift build -c release --package-path Benchmarks --product link-benchmark >&2
printf '| papers | citations | reading, s | preparing, s | a prediction with reasons, median ms | p95 | greatest | memory, MB | at most, MB |\n'
printf '|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n'
Benchmarks/.build/release/link-benchmark "$model" "${3:-1000000}" "${4:-18}" <"$corpus"
