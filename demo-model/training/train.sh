#!/bin/sh
# Repeats everything: vocabulary, training, evaluation, export. Usage: ./train.sh RUN_DIRECTORY [MINUTES]
# A run that was cut off goes on from its last checkpoint.
set -eu
run=$(mkdir -p "$1" && cd "$1" && pwd)
minutes=${2:-180}
cd "$(dirname "$0")"
. ./environment.sh
python=${PYTHON:-/usr/bin/python3}

[ -f "$run/vocabulary.done" ] || { "$python" -m demomodel.vocabulary vocabulary.json && touch "$run/vocabulary.done"; }
"$python" -m demomodel.trainer "$run" --minutes "$minutes"
"$python" -m demomodel.evaluate "$run/best.pt" --q8 | tee "$run/evaluation.md"
"$python" -m demomodel.export "$run/best.pt" "$run/perilune-demo-f32.gguf" --type f32
"$python" -m demomodel.export "$run/best.pt" "$run/perilune-demo-q8_0.gguf" --type q8_0
