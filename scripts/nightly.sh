#!/usr/bin/env bash
# What takes longer than a change should wait for: 50,000 seeds of the simulator, and a crash at every call.
#   scripts/nightly.sh [FIRST_SEED]    another first seed for each night, such as $(date +%s)
set -euo pipefail
cd "$(dirname "$0")/.."
npm run --silent sim -- --crashes --jobs "$(nproc)"
npm run --silent sim -- --from "${1:-1}" --seeds 50000 --jobs "$(nproc)"
