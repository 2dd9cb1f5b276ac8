#!/usr/bin/env bash
# Programs that some tests run and npm cannot bring: shellcheck and promtool judge the scripts and alert rules that a
# plan holds, prometheus and curl run them against a small service, jq reads its metadata as other agents do, TaskJuggler (tj3) computes the same dates. Installed where apt-get
# may; what is missing after that is said here, and the tests that need it fail in CI and are reported as skipped elsewhere.
set -uo pipefail

declare -A package=([shellcheck]=shellcheck [promtool]=prometheus [prometheus]=prometheus [curl]=curl [jq]=jq [tj3]=tj3)
missing() { for tool in "${!package[@]}"; do command -v "$tool" >/dev/null || printf '%s\n' "${package[$tool]}"; done; }

mapfile -t wanted < <(missing)
if [ "${#wanted[@]}" -gt 0 ] && command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq >/dev/null 2>&1
  apt-get install -y -qq --no-install-recommends "${wanted[@]}" >/dev/null 2>&1
fi
mapfile -t wanted < <(missing)
if [ "${#wanted[@]}" -gt 0 ]; then
  printf 'MISSING for the tests, install by hand: %s\n' "${wanted[*]}" >&2
  [ "${CI:-}" = true ] && exit 1
fi
exit 0
