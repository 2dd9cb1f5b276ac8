#!/usr/bin/env bash
# v1.1.0: points the default dist-tag back and deprecates the version.
# Written from the release plan: give commands through write_rollback_plan, not here.
# Usage: npm_steer_back.sh [--dry-run]
# Exit: 0 verified, 78 something is not given, 64 wrong usage, 1 any failure.
# shellcheck disable=SC2016
set -euo pipefail
export LC_ALL=C

export VERSION='1.1.0'
export PREVIOUS_VERSION='1.0.1'
readonly package='@example/durations'

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

# act NAME PROGRAM ARGUMENTS: a program of our own; its failure ends the script.
act() {
  local name="$1"
  shift
  printf -- '-> %s\n' "$name"
  if [ "$dry_run" = yes ]; then
    printf '   would run: %s\n' "$*"
    return
  fi
  "$@" || fail "$name"
}

[ -n "$PREVIOUS_VERSION" ] || fail 'the previous version is not known: give previous_version with initialize_plan' 78

[ -n "$package" ] || fail 'the package name is not known: give product with initialize_plan' 78
message="${MESSAGE:-$VERSION is withdrawn, use $PREVIOUS_VERSION}"
if [ "$dry_run" = no ]; then
  current="$(npm view "$package" dist-tags.latest)" || fail 'read dist-tags'
  case "$current" in
    "$VERSION" | "$PREVIOUS_VERSION") ;;
    *) fail "latest is \"$current\", neither this release nor the one before: look before moving it" ;;
  esac
fi
act 'point latest at the previous version' npm dist-tag add "$package@$PREVIOUS_VERSION" latest
act 'deprecate this version' npm deprecate "$package@$VERSION" "$message"
latest=none
deprecated=
for ((reading = 1; reading <= 5; reading++)); do
  [ "$dry_run" = no ] || break
  latest="$(npm view "$package" dist-tags.latest)" || fail 'verify dist-tags'
  deprecated="$(npm view "$package@$VERSION" deprecated)" || fail 'verify deprecation'
  if [ "$latest" = "$PREVIOUS_VERSION" ] && [ -n "$deprecated" ]; then break; fi
  sleep "${READING_SECONDS:-30}"
done
if [ "$dry_run" = no ]; then
  [ "$latest" = "$PREVIOUS_VERSION" ] || fail "latest is still \"$latest\""
  [ -n "$deprecated" ] || fail 'the version does not show as deprecated'
fi
if [ "$dry_run" = yes ]; then
  printf 'Dry run: nothing was done.\n'
  exit 0
fi
printf 'DONE: %s\n' 'new installations get the previous version; lock files keep this one until a patch is out'
