#!/usr/bin/env bash
# v3.0.0: restores that backup after an emergency dump; loses later writes.
# Written from the release plan: give commands through write_rollback_plan, not here.
# Usage: restore_database.sh [--dry-run] [--accept-data-loss]
# Exit: 0 verified, 78 something is not given, 64 wrong usage, 1 any failure.
# shellcheck disable=SC2016
set -euo pipefail
export LC_ALL=C

export VERSION='3.0.0'
export PREVIOUS_VERSION='2.4.0'
readonly error_limit='0.995'
readonly backup=''
readonly restore=''
readonly switch_traffic='./ops/traffic.sh previous 100'
readonly health_check='./ops/health.sh previous'
readonly error_rate='./ops/error-rate.sh'

dry_run=no
accepted=no
for word in "$@"; do
  case "$word" in
    --dry-run) dry_run=yes ;;
    --accept-data-loss) accepted=yes ;;
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
need backup "$backup"
need restore "$restore"
need switch_traffic "$switch_traffic"
need health_check "$health_check"
need error_rate "$error_rate"
if [ "$dry_run$accepted" = nono ]; then
  printf '%s\n' 'Everything written since the backup will be lost. Stop writes first; then run again with --accept-data-loss (or --dry-run).' >&2
  exit 64
fi

backup_file="${BACKUP_FILE:-backup_pre_v3.0.0.sql}"
emergency_file="emergency_before_restore_$(date -u +%Y%m%dT%H%M%SZ).sql"
kept="$backup_file.kept"
whole() { [ -s "$1" ] && [ "$(sha256sum "$1" | cut -d " " -f 1)" = "$expected" ]; }
if [ "$dry_run" = no ]; then
  [ -s "$backup_file.sha256" ] || fail "checksum $backup_file.sha256 is missing"
  expected="$(cut -d " " -f 1 "$backup_file.sha256")"
  # A command may write to a fixed name, this one: keep a second copy, which also serves a second attempt.
  if whole "$backup_file"; then
    cp -p "$backup_file" "$kept" || fail "keep a second copy of $backup_file"
  elif whole "$kept"; then
    cp -p "$kept" "$backup_file" || fail "take back $kept"
  else
    fail "backup $backup_file is missing, empty or does not match its checksum"
  fi
fi
export BACKUP_FILE="$emergency_file"
step 'emergency dump of what is there' "$backup"
if [ "$dry_run" = no ]; then
  if [ ! -s "$emergency_file" ] && ! whole "$backup_file"; then
    mv "$backup_file" "$emergency_file" || fail "move the dump away from $backup_file"
  fi
  [ -s "$emergency_file" ] || fail "emergency dump $emergency_file is missing or empty"
  whole "$kept" || fail "checksum of $kept does not match"
  cp -p "$kept" "$backup_file" || fail "take back $kept"
  whole "$backup_file" || fail "checksum of $backup_file does not match"
fi
export BACKUP_FILE="$backup_file"
step 'restore the backup' "$restore"
step 'start the previous version' "$switch_traffic"
step 'previous version is healthy' "$health_check"
verify_error_rate
if [ "$dry_run" = yes ]; then
  printf 'Dry run: nothing was done.\n'
  exit 0
fi
printf 'DONE: %s\n' 'database restored, health and error rate verified; DATA NOT CHECKED, no command data_check was given'
