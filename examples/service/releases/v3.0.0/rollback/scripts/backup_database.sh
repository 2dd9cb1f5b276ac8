#!/usr/bin/env bash
# v3.0.0: writes the backup before the release and its checksum.
# Written from the release plan: give commands through write_rollback_plan, not here.
# Usage: backup_database.sh [--dry-run]
# Exit: 0 verified, 78 something is not given, 64 wrong usage, 1 any failure.
# shellcheck disable=SC2016
set -euo pipefail
export LC_ALL=C

export VERSION='3.0.0'
export PREVIOUS_VERSION='2.4.0'
readonly backup=''

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

[ -n "$PREVIOUS_VERSION" ] || fail 'the previous version is not known: give previous_version with initialize_plan' 78
need backup "$backup"

export BACKUP_FILE="${BACKUP_FILE:-backup_pre_v3.0.0.sql}"
[ ! -e "$BACKUP_FILE" ] || fail "$BACKUP_FILE exists already: move it away"
step 'write the backup' "$backup"
if [ "$dry_run" = no ]; then
  [ -s "$BACKUP_FILE" ] || fail "backup $BACKUP_FILE is missing or empty"
  sha256sum "$BACKUP_FILE" > "$BACKUP_FILE.sha256" || fail checksum
fi
if [ "$dry_run" = yes ]; then
  printf 'Dry run: nothing was done.\n'
  exit 0
fi
printf 'DONE: %s\n' 'backup and checksum written; restore it once into an empty database before relying on it'
