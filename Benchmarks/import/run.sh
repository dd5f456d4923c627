#!/usr/bin/env bash
# Import and reading speed beside Python, in one run: makes the data, runs each side in turn, prints Markdown tables.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source "$here/../../scripts/lib.sh"

usage() {
    cat <<'END'
Usage: Benchmarks/import/run.sh [--megabytes N] [--rounds N] [--cores LIST] [--dir DIR] [--source FILE]...

  --megabytes N  size of the file to import (500)
  --rounds N     how often each side runs; medians are printed (3)
  --cores LIST   processors for the import (0,1); reading alone uses the first of them
  --dir DIR      a folder for the data and the libraries made (a new one under TMPDIR, removed afterwards)
  --source FILE  real records in Kaggle form, repeatable (the sample)
END
}

megabytes=500 rounds=3 cores=0,1 dir='' sources=()
while [[ $# -gt 0 ]]; do
    case $1 in
        --megabytes | --rounds | --cores | --dir)
            [[ $# -ge 2 ]] || die "$1 needs a value"
            printf -v "${1#--}" '%s' "$2"
            shift 2
            ;;
        --source)
            [[ $# -ge 2 ]] || die "$1 needs a value"
            sources+=(--source "$2")
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

if [[ -z $dir ]]; then
    dir=$(mktemp -d)
    trap 'rm -rf "$dir"' EXIT
fi
mkdir -p "$dir"
export BENCHMARK_DIR=$dir

cd "$REPOSITORY"
prepare benchmark_packages
venv=$(python_environment "$here/requirements.txt")
swift build -c release --static-swift-stdlib --product arxiv-cosci
ours=$(swift build -c release --static-swift-stdlib --show-bin-path)/arxiv-cosci
in_benchmarks=(--package-path Benchmarks -c release --static-swift-stdlib)
swift build "${in_benchmarks[@]}" --product read-benchmark
reader=$(swift build "${in_benchmarks[@]}" --show-bin-path)/read-benchmark
python=$venv/bin/python

data=$dir/kaggle-$megabytes.jsonl
"$python" "$here/make_kaggle.py" "$data" --megabytes "$megabytes" "${sources[@]}"
bytes=$(stat -c %s "$data")
cat "$data" >/dev/null # into the page cache, for every side alike

# table TITLE CORES BASELINE -- NAME COMMAND... [-- NAME COMMAND...]...
table() {
    printf '\n%s, %s MB, processors %s, median of %s\n\n' "$1" "$megabytes" "$2" "$rounds"
    "$python" "$here/measure.py" --bytes "$bytes" --cores "$2" --rounds "$rounds" --baseline "$3" "${@:4}"
}

table "Reading alone" "${cores%%,*}" "orjson, validated" \
    -- "SnapshotReader" "$reader" "$data" \
    -- "json" "$python" "$here/peer_read.py" json "$data" \
    -- "orjson" "$python" "$here/peer_read.py" orjson "$data" \
    -- "orjson, validated" "$python" "$here/peer_read.py" validated "$data"

table "Import with the text index" "$cores" "orjson, sqlite3, FTS5" \
    -- "arxiv-cosci" "$ours" import --quiet --library "{fresh}/library" "$data" \
    -- "orjson, sqlite3, FTS5" "$python" "$here/peer_sqlite.py" --text-index "$data" "{fresh}/peer.sqlite"

table "Import without the text index" "$cores" "orjson, sqlite3" \
    -- "arxiv-cosci" "$ours" import --quiet --no-text-index --library "{fresh}/library" "$data" \
    -- "orjson, sqlite3" "$python" "$here/peer_sqlite.py" "$data" "{fresh}/peer.sqlite"
