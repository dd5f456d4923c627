#!/usr/bin/env bash
# The lexical index beside its peers, in one run: prints Markdown tables.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source "$here/../../scripts/lib.sh"

usage() {
    cat <<'END'
Usage: Benchmarks/lexical/run.sh --records DIR --hep-th DIR [--scifact DIR] [--documents N] [--dir DIR] [--core N]

  --records DIR    arXiv records: per_category/*.tsv.xz, per_year/*.tsv.zip, quant-ph-crosslisted.jsonl.xz
  --hep-th DIR     papers.jsonl.xz and edges.tsv.gz
  --scifact DIR    corpus.jsonl.gz, queries-train.jsonl, qrels-train.tsv; without it quality is not measured
  --documents N    documents of the corpus for speed (1000000)
  --dir DIR        a folder for what is made (a new one under TMPDIR, removed afterwards)
  --core N         the processor that everything runs on (0)
END
}

records='' hepth='' scifact='' documents=1000000 dir='' core=0
while [[ $# -gt 0 ]]; do
    case $1 in
        --records | --hep-th | --scifact | --documents | --dir | --core)
            [[ $# -ge 2 ]] || die "$1 needs a value"
            name=${1#--}
            printf -v "${name/-/}" '%s' "$2"
            shift 2
            ;;
        --help | -h)
            usage
            exit 0
            ;;
        *)
            usage >&2
            exit 64
            ;;
    esac
done
[[ -n $records && -n $hepth ]] || { usage >&2; exit 64; }

prepare benchmark_packages >&2
cd "$REPOSITORY"
python=$(python_environment "$here/requirements.txt")/bin/python
# The plan of an earlier build does not know of files that were added to the package above since.
rm -f Benchmarks/.build/release.yaml
swift build -c release --package-path Benchmarks --product lexical-benchmark >&2
binary=$(swift build -c release --package-path Benchmarks --show-bin-path)/lexical-benchmark

if [[ -z $dir ]]; then
    dir=$(mktemp -d)
    trap 'rm -rf "$dir"' EXIT
fi
[[ -f $dir/corpus.tsv ]] ||
    "$python" "$here/make_corpus.py" "$dir/corpus.tsv" "$dir/queries.txt" "$documents" "$records" "$hepth/papers.jsonl.xz"
"$python" "$here/measure.py" "$binary" "$dir" "$core"
[[ -z $scifact ]] || "$python" "$here/quality.py" "$binary" "$scifact" "$hepth"
