#!/usr/bin/env bash
# v3.0.0: writes the backup before the release and its checksum.
# Written from the release plan: give commands through write_rollback_plan, not here.
# Usage: backup_database.sh prints the steps; backup_database.sh --execute takes them, after a failure with --resume only those not done yet.
# Exit: 0 verified, or printed; 64 refused, nothing was done; 75 another script runs; anything else is a failure.
# Environment: ROLLBACK_STATE folder of lock and log, STEP_SECONDS for each command, READING_SECONDS between readings.
# shellcheck disable=SC2016
set -euo pipefail
export LC_ALL=C

export VERSION='3.0.0'
export PREVIOUS_VERSION='2.4.0'
readonly script=backup_database
readonly backup=''

execute=no
resume=no
for word in "$@"; do
  case "$word" in
    --execute) execute=yes ;;
    --resume) resume=yes ;;
    --dry-run) execute=never ;;
    *) printf 'unknown argument: %s\n' "$word" >&2; exit 64 ;;
  esac
  [ "$execute" != never ] || break
done
[ "$execute" = yes ] || execute=no

state="${ROLLBACK_STATE:-$PWD/.rollback-v$VERSION}"
log=/dev/null
locked=no
finished=no
running=

noted() {
  printf '%s %s\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$1" >> "$log" || :
}

say() {
  printf '%s\n' "$1"
  [ "$log" = /dev/null ] || noted "$1"
}

fail() {
  printf 'FAILED: %s\n' "$1" >&2
  if [ "$locked" = yes ]; then
    noted "FAILED: $1"
    printf 'Log: %s\n' "$log" >&2
    if [ -s "$state/$script.done" ]; then
      printf 'Run again; with --resume without these steps, which are done:\n' >&2
      sed "s/^/  /" "$state/$script.done" >&2
    fi
  fi
  exit "${2:-1}"
}

# Whatever ends the script before its last line is a failure.
end() {
  local code=$?
  [ -z "$running" ] || kill "$running" 2> /dev/null || :
  [ "$locked" = no ] || rm -rf "$state/lock"
  if [ "$execute$finished$code" = yesno0 ]; then code=1; fi
  exit "$code"
}
trap end EXIT
trap 'fail interrupted 130' INT TERM HUP

need() {
  [ -n "$2" ] || fail "no command \"$1\": give it with write_rollback_plan commands.$1; nothing was done" 64
}

# One script at a time takes the lock of this folder; what earlier attempts finished counts only with --resume.
begin() {
  [ "$execute" = yes ] || return 0
  command -v timeout > /dev/null || fail 'the program "timeout" (coreutils) is missing; nothing was done' 64
  [ "$resume" = no ] || [ -s "$state/$script.done" ] || fail "nothing to resume in $state" 64
  mkdir -p "$state" || fail "cannot write to $state: set ROLLBACK_STATE to another folder"
  if ! mkdir "$state/lock" 2> /dev/null; then
    fail "process $(cat "$state/lock/pid" 2> /dev/null || echo unknown) holds $state/lock: wait for it; if it is gone: rm -r $state/lock" 75
  fi
  locked=yes
  printf '%s\n' "$$" > "$state/lock/pid"
  log="$state/$script.log"
  [ "$resume" = yes ] || : > "$state/$script.done"
  say "$script for $VERSION, back to $PREVIOUS_VERSION, log $log"
}

# limited SECONDS COMMAND OUTPUT ERRORS, in the background so that an interruption is heard at once; into files,
# because a process left behind would hold a pipe open.
limited() {
  local code=0
  : > "$3"
  timeout -k 5 "$1" bash -euo pipefail -c "$2" < /dev/null >> "$3" 2>> "$4" &
  running=$!
  wait "$running" || code=$?
  running=
  return "$code"
}

# check NAME SECONDS COMMAND: it has to succeed within its seconds; its output goes to the log.
check() {
  local code=0 seconds="${STEP_SECONDS:-$2}"
  say "-> $1"
  if [ "$execute" = no ]; then
    printf '   would run: %s\n' "$3"
    return
  fi
  limited "$seconds" "$3" "$state/output" "$state/output" || code=$?
  cat "$state/output" >> "$log" || :
  [ "$code" -ne 0 ] || return 0
  tail -n 5 "$state/output" >&2 || :
  case "$code" in
    124 | 137) fail "$1: no end after $seconds s" ;;
    *) fail "$1: exit $code" ;;
  esac
}

# act: a check that changes something; --resume leaves out what an earlier attempt finished.
act() {
  if [ "$resume" = yes ] && grep -qxF -- "$1" "$state/$script.done" 2> /dev/null; then
    say "-> $1: done by an earlier attempt"
    return
  fi
  check "$@"
  [ "$execute" = no ] || printf '%s\n' "$1" >> "$state/$script.done"
}

finish() {
  if [ "$execute" = no ]; then
    printf 'Dry run, nothing was done; --execute takes the steps.\n'
    return
  fi
  rm -f "$state/$script.done"
  say "DONE: $1"
  finished=yes
}

[ -n "$PREVIOUS_VERSION" ] || fail 'the previous version is not known: give previous_version with initialize_plan' 64
need backup "$backup"
begin

export BACKUP_FILE="${BACKUP_FILE:-backup_pre_v3.0.0.sql}"
[ ! -e "$BACKUP_FILE" ] || fail "$BACKUP_FILE exists already: move it away" 64
check 'write the backup' 14400 "$backup"
if [ "$execute" = yes ]; then
  [ -s "$BACKUP_FILE" ] || fail "backup $BACKUP_FILE is missing or empty"
  sha256sum "$BACKUP_FILE" > "$BACKUP_FILE.sha256" || fail checksum
fi
finish 'backup and checksum written; restore it once into an empty database before relying on it'
