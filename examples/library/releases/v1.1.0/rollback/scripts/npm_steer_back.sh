#!/usr/bin/env bash
# v1.1.0: points the default dist-tag back and deprecates the version.
# Written from the release plan: give commands through write_rollback_plan, not here.
# Usage: npm_steer_back.sh prints the steps; npm_steer_back.sh --execute takes them, after a failure with --resume only those not done yet.
# Exit: 0 verified, or printed; 64 refused, nothing was done; 75 another script runs; anything else is a failure.
# Environment: ROLLBACK_STATE folder of lock and log, STEP_SECONDS for each command, READING_SECONDS between readings.
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
act 'point latest at the previous version' 120 'npm dist-tag add "$PACKAGE@$PREVIOUS_VERSION" latest'
act 'deprecate this version' 120 'npm deprecate "$PACKAGE@$VERSION" "$MESSAGE"'
latest=none
deprecated=
for ((reading = 1; reading <= 5; reading++)); do
  [ "$execute" = yes ] || break
  from_registry "$PACKAGE" dist-tags.latest
  latest="$told"
  from_registry "$PACKAGE@$VERSION" deprecated
  deprecated="$told"
  if [ "$latest" = "$PREVIOUS_VERSION" ] && [ -n "$deprecated" ]; then break; fi
  sleep "${READING_SECONDS:-30}"
done
if [ "$execute" = yes ]; then
  [ "$latest" = "$PREVIOUS_VERSION" ] || fail "latest is still \"$latest\""
  [ -n "$deprecated" ] || fail 'the version does not show as deprecated'
fi
finish 'new installations get the previous version; lock files keep this one until a patch is out'
