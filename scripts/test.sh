#!/usr/bin/env bash
# All tests. What mostly waits runs beside what computes, since two cores and three minutes are all there is; each step
# prints its whole output when it ends, and the first one that fails ends the run.
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH="$PWD/node_modules/.bin:$PATH"
logs=$(mktemp -d)
trap 'rm -rf "$logs"' EXIT

# Runs shell lines side by side.
together() {
  local -a running=()
  local n=0 failed=0
  for line in "$@"; do
    bash -c "$line" >"$logs/$n" 2>&1 &
    running+=("$!")
    n=$((n + 1))
  done
  for n in "${!running[@]}"; do
    wait "${running[$n]}" || failed=1
    cat "$logs/$n"
  done
  printf '— %s s: %s\n' "$SECONDS" "$*"
  return "$failed"
}

together 'bash scripts/test-tools.sh' 'npm run --silent build && npm run --silent types' \
  'npm run --silent lint && npm run --silent docs:check'
together 'npm run --silent test:built'
together 'nice npm run --silent test:pure' 'npm run --silent test:chain' 'npm run --silent test:hosts'
together 'npm run --silent test:robustness'
