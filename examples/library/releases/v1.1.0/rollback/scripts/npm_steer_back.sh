#!/usr/bin/env bash
# v1.1.0: points the default dist-tag back and deprecates the version.
# Written from the release plan: give commands through write_rollback_plan, not here.
# Usage: npm_steer_back.sh prints the steps; npm_steer_back.sh --execute takes them, after a failure with --resume without a deployment or restore that is done.
# Exit: 0 verified, or printed; 64 refused, nothing was done; 75 another script runs; anything else is a failure.
# Environment: ROLLBACK_STATE folder of lock and log (beside this file), STEP_SECONDS for each command, READING_SECONDS between readings, ERROR_LIMIT percent that a reading has to be below.
# shellcheck disable=SC2016
set -euo pipefail
export LC_ALL=C

export VERSION='1.1.0'
export PREVIOUS_VERSION='1.0.1'
readonly script=npm_steer_back

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

# Beside the script, wherever it is called from.
self="${BASH_SOURCE[0]:-$0}"
self="$(readlink -f -- "$self" 2> /dev/null || printf '%s' "$self")"
state="${ROLLBACK_STATE:-$(cd -P -- "$(dirname -- "$self")" && pwd)/.rollback-v$VERSION}"
log=/dev/null
locked=no
finished=no
# The process in the background; "starting" until its number is known, which is not "before".
running=
before=
# What a failure leaves behind, for whoever comes next.
left=

noted() {
  printf '%s %s\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$1" >> "$log" || :
}

say() {
  printf '%s\n' "$1"
  [ "$log" = /dev/null ] || noted "$1"
}

fail() {
  trap '' INT TERM HUP
  printf 'FAILED: %s\n' "$1" >&2
  if [ "$locked" = yes ]; then
    noted "FAILED: $1"
    [ -z "$left" ] || printf '%s\n' "$left" >&2
    printf 'Log: %s\n' "$log" >&2
    if [ -s "$state/$script.done" ]; then
      printf 'Run again; with --resume without these steps, where their command and file stay the same:\n' >&2
      cut -f 1 "$state/$script.done" | sed "s/^/  /" >&2
    fi
  fi
  exit "${2:-1}"
}

# Whether a process of the group still runs; one that has ended and waits for its parent to ask does not.
runs() {
  local file line
  kill -0 -- "-$1" 2> /dev/null || return 1
  [ -r /proc/self/stat ] || return 0
  for file in /proc/[0-9]*/stat; do
    { read -r line < "$file"; } 2> /dev/null || continue
    line="${line##*) }"
    case "$line" in [ZX]*) continue ;; esac
    line="${line#* }"
    line="${line#* }"
    [ "${line%% *}" != "$1" ] || return 0
  done
  return 1
}

# Waits until nothing of the ended command runs any more; after 10 s it is killed.
settle() {
  local tenth
  for ((tenth = 0; tenth < 100; tenth++)); do
    runs "$1" || return 0
    sleep 0.1
  done
  kill -KILL -- "-$1" 2> /dev/null || :
}

# Whatever ends the script before its last line is a failure. The lock is free only when the command has ended.
end() {
  local code=$?
  trap '' INT TERM HUP
  if [ "$running" = starting ]; then
    running="${!:-}"
    [ "$running" != "$before" ] || running=
  fi
  if [ -n "$running" ]; then
    kill "$running" 2> /dev/null || :
    wait "$running" 2> /dev/null || :
    settle "$running"
  fi
  [ "$locked" = no ] || rm -rf "$state/lock"
  if [ "$execute$finished$code" = yesno0 ]; then code=1; fi
  exit "$code"
}
trap end EXIT
trap 'fail interrupted 130' INT TERM HUP

need() {
  [ -n "$2" ] || fail "no command \"$1\": give it with write_rollback_plan commands.$1; nothing was done" 64
}

# One script of this plan at a time; what earlier attempts finished counts only with --resume.
begin() {
  local pid by
  [ "$execute" = yes ] || return 0
  command -v timeout > /dev/null || fail 'the program "timeout" (coreutils) is missing; nothing was done' 64
  [ "$resume" = no ] || [ -e "$state/$script.done" ] || fail "nothing to resume in $state" 64
  mkdir -p "$state" || fail "cannot write to $state: set ROLLBACK_STATE to another folder"
  if ! mkdir "$state/lock" 2> /dev/null; then
    pid="$(cat "$state/lock/pid" 2> /dev/null || echo unknown)"
    by="$(cat "$state/lock/by" 2> /dev/null || echo unknown)"
    fail "process $pid ($by) holds $state/lock: wait for it, or end it; what it did stays done, the command that runs is ended, the lock is free after at most 15 s: kill $pid; only if that process is gone: rm -r $state/lock" 75
  fi
  locked=yes
  printf '%s\n' "$$" > "$state/lock/pid"
  printf '%s on %s\n' "$script" "$(uname -n)" > "$state/lock/by"
  log="$state/$script.log"
  [ "$resume" = yes ] || : > "$state/$script.done"
  say "$script for $VERSION, back to $PREVIOUS_VERSION, log $log"
}

# In the background, as all that takes time, so that an interruption is heard at once.
pause() {
  before="${!:-}"
  running=starting
  sleep "$1" &
  running=$!
  wait "$running" || :
  running=
}

# limited SECONDS COMMAND OUTPUT ERRORS; into files, because a process left behind would hold a pipe open.
limited() {
  local code=0
  : > "$3"
  before="${!:-}"
  running=starting
  timeout -k 5 "$1" bash -euo pipefail -c "$2" < /dev/null >> "$3" 2>> "$4" &
  running=$!
  wait "$running" || code=$?
  case "$code" in 124 | 137) settle "$running" ;; esac
  running=
  return "$code"
}

# check NAME SECONDS COMMAND: it has to succeed within its seconds, in every attempt; its output goes to the log.
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

finish() {
  if [ "$execute" = no ]; then
    printf 'Dry run, nothing was done; --execute takes the steps.\n'
    return
  fi
  rm -f "$state/$script.done"
  say "DONE: $1"
  finished=yes
}

# What the registry says of the field FIELD of the package SPEC, in "told".
from_registry() {
  export SPEC="$1" FIELD="$2"
  limited "${STEP_SECONDS:-60}" 'npm view "$SPEC" "$FIELD"' "$state/told" "$log" ||
    fail "read $2 of $1: the registry gave no answer"
  told="$(head -c 1000 "$state/told")"
}

[ -n "$PREVIOUS_VERSION" ] || fail 'the previous version is not known: give previous_version with initialize_plan' 64
begin

export PACKAGE='@example/durations'
[ -n "$PACKAGE" ] || fail 'the package name is not known: give product with initialize_plan' 64
export MESSAGE="${MESSAGE:-$VERSION is withdrawn, use $PREVIOUS_VERSION}"
if [ "$execute" = yes ]; then
  from_registry "$PACKAGE" dist-tags.latest
  case "$told" in
    "$VERSION" | "$PREVIOUS_VERSION") ;;
    *) fail "latest is \"$told\", neither this release nor the one before: look before moving it" ;;
  esac
fi
# With two-factor authentication: npm_config_otp=CODE in front of the command.
check 'point latest at the previous version' 120 'npm dist-tag add "$PACKAGE@$PREVIOUS_VERSION" latest'
check 'deprecate this version' 120 'npm deprecate "$PACKAGE@$VERSION" "$MESSAGE"'
latest=none
deprecated=
for ((reading = 1; reading <= 5; reading++)); do
  [ "$execute" = yes ] || break
  from_registry "$PACKAGE" dist-tags.latest
  latest="$told"
  from_registry "$PACKAGE@$VERSION" deprecated
  deprecated="$told"
  if [ "$latest" = "$PREVIOUS_VERSION" ] && [ -n "$deprecated" ]; then break; fi
  pause "${READING_SECONDS:-30}"
done
if [ "$execute" = yes ]; then
  [ "$latest" = "$PREVIOUS_VERSION" ] || fail "latest is still \"$latest\""
  [ -n "$deprecated" ] || fail 'the version does not show as deprecated'
fi
finish 'new installations get the previous version; lock files keep this one until a patch is out'
