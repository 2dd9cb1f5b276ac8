#!/usr/bin/env bash
# v3.0.0: sends all traffic to the previous version and verifies it.
# Written from the release plan: give commands through write_rollback_plan, not here.
# Usage: switch_back.sh [--dry-run]
# Exit: 0 verified, 78 something is not given, 64 wrong usage, 1 any failure.
# shellcheck disable=SC2016
set -euo pipefail
export LC_ALL=C

export VERSION='3.0.0'
export PREVIOUS_VERSION='2.4.0'
readonly error_limit='0.995'
readonly switch_traffic='./ops/traffic.sh previous 100'
readonly health_check='./ops/health.sh previous'
readonly error_rate='./ops/error-rate.sh'

dry_run=no
for word in "$@"; do
  case "$word" in
    --dry-run) dry_run=yes ;;
    *) printf 'unknown argument: %s\n' "$word" >&2; exit 64 ;;
  esac
done

fail() {
  printf 'FAILED: %s\n' "$1" >&2
  exit "${2:-1}"
}

need() {
  [ -n "$2" ] || fail "no command \"$1\": give it with write_rollback_plan commands.$1" 78
}

# step NAME COMMAND: a command of the caller; its failure ends the script.
step() {
  printf -- '-> %s\n' "$1"
  if [ "$dry_run" = yes ]; then
    printf '   would run: %s\n' "$2"
    return
  fi
  bash -euo pipefail -c "$2" || fail "$1"
}

# Readings in a row below the limit; one above starts again, one that fails or is no number ends it.
verify_error_rate() {
  local reading value below=0
  printf -- '-> error rate below %s %%, 5 readings in a row of at most 15\n' "$error_limit"
  [ "$dry_run" = no ] || return 0
  for ((reading = 1; reading <= 15 && below < 5; reading++)); do
    sleep "${READING_SECONDS:-60}"
    value="$(bash -euo pipefail -c "$error_rate")" || fail "error rate, reading $reading: the command failed"
    [[ "$value" =~ ^[0-9]+([.][0-9]+)?$ ]] || fail "error rate, reading $reading: not a number: \"$value\""
    below=$((below + 1))
    awk -v value="$value" -v limit="$error_limit" 'BEGIN { exit !(value + 0 < limit + 0) }' || below=0
    printf '   reading %s: %s %%\n' "$reading" "$value"
  done
  [ "$below" -eq 5 ] || fail "error rate: no 5 readings in a row below $error_limit %, last $value %"
}

[ -n "$PREVIOUS_VERSION" ] || fail 'the previous version is not known: give previous_version with initialize_plan' 78
need switch_traffic "$switch_traffic"
need health_check "$health_check"
need error_rate "$error_rate"

step 'previous version is healthy, before the switch' "$health_check"
step 'all traffic to the previous version' "$switch_traffic"
step 'previous version is healthy, after the switch' "$health_check"
verify_error_rate
if [ "$dry_run" = yes ]; then
  printf 'Dry run: nothing was done.\n'
  exit 0
fi
printf 'DONE: %s\n' 'traffic is on the previous version, health and error rate verified'
