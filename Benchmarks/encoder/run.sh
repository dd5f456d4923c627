#!/usr/bin/env bash
# The sentence encoder beside onnxruntime, in one run: prints Markdown tables.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source "$here/../../scripts/lib.sh"

if [[ ${1:-} == -* ]]; then
    cat <<'END'
Usage: Benchmarks/encoder/run.sh [SCIFACT]
Embeds 2,000 papers of Samples/hep-th; with SCIFACT, a folder of the BEIR task (corpus.jsonl.gz, queries-train.jsonl,
qrels-train.tsv), measures the quality of search too. Takes five minutes, with SCIFACT fifteen.
END
    [[ ${1:-} == --help || ${1:-} == -h ]] && exit 0
    exit 64
fi
arguments=()
for argument in "$@"; do arguments+=("$(realpath "$argument")"); done

prepare benchmark_packages >&2
cd "$REPOSITORY"
scripts/test-model >&2
python=$(python_environment "$here/requirements.txt")/bin/python
# The plan of an earlier build does not know of files that were added to the package above since.
rm -f Benchmarks/.build/release.yaml
swift build -c release --package-path Benchmarks --product encoder-benchmark >&2
exec "$python" "$here/measure.py" Benchmarks/.build/release/encoder-benchmark .build/test-models/all-MiniLM-L6-v2 Samples/hep-th/papers.jsonl.gz \
    "${arguments[@]}"
