#!/usr/bin/env bash
# browser-test.sh BENCH: runs the quickstart suite, renders the site and opens it in headless Chromium.
set -euo pipefail
bench=$1
here=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet selenium html5lib
"$bench" run --suite quickstart --retriever bm25 --retriever bm25:analyzer=unicode --retriever ql --quiet \
  --suites "$here/suites" --store "$work/store.sqlite" > /dev/null
"$bench" site --suites "$here/suites" --store "$work/store.sqlite" --out "$work/site"
"$work/venv/bin/python" "$here/Tests/LeaderboardTests/Browser/browser_test.py" "$work/site"
