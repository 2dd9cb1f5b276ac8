import { isKnown } from '../plan/basis.ts'
import type { Plan, RollbackScript } from '../plan/plan.ts'
import { type Body, bodies, command, mostReadings, readings, shellQuoted } from './rollback-script-bodies.ts'

/**
 * One script: bash that stops with 78 at a missing command, with 1 at the first step that fails, and reports
 * success only after it verified. Commands of the caller run as given, through `bash -c`.
 */
export function scriptText(plan: Plan, script: RollbackScript, purpose: string): string {
  const { needs = [], values = {}, body, argument } = bodies[script](plan)
  const optional = given(plan, body)
  return `${[
    ...head(plan, script, purpose, argument),
    ...Object.entries(values).map(([name, value]) => `readonly ${name}=${shellQuoted(value)}`),
    ...[...new Set([...needs, ...optional])].map(
      name => `readonly ${name}=${shellQuoted(command(plan, name))}`,
    ),
    '',
    ...arguments_(argument),
    ...functions(body),
    `[ -n "$PREVIOUS_VERSION" ] || fail 'the previous version is not known: give previous_version with initialize_plan' 78`,
    ...needs.map(name => `need ${name} "$${name}"`),
    ...refusal(argument),
    '',
    ...body,
    '',
  ].join('\n')}`
}

const optionalCommands = ['maintenance_on', 'maintenance_off', 'data_check']

const given = (plan: Plan, body: string[]): string[] =>
  optionalCommands.filter(
    name => command(plan, name) !== '' && body.some(line => line.includes(`"$${name}"`)),
  )

function head(plan: Plan, script: string, purpose: string, argument: Body['argument']): string[] {
  const previous = plan.release.previous_version
  return [
    '#!/usr/bin/env bash',
    `# v${plan.version}: ${purpose}.`,
    '# Written from the release plan: give commands through write_rollback_plan, not here.',
    `# Usage: ${script}.sh [--dry-run]${argument ? ` [${argument.flag}]` : ''}`,
    '# Exit: 0 verified, 78 something is not given, 64 wrong usage, 1 any failure.',
    '# shellcheck disable=SC2016',
    'set -euo pipefail',
    'export LC_ALL=C',
    '',
    `export VERSION=${shellQuoted(plan.version)}`,
    `export PREVIOUS_VERSION=${shellQuoted(isKnown(previous) ? previous.value : '')}`,
  ]
}

function arguments_(argument: Body['argument']): string[] {
  return [
    'dry_run=no',
    ...(argument ? ['accepted=no'] : []),
    'for word in "$@"; do',
    '  case "$word" in',
    '    --dry-run) dry_run=yes ;;',
    ...(argument ? [`    ${argument.flag}) accepted=yes ;;`] : []),
    `    *) printf 'unknown argument: %s\\n' "$word" >&2; exit 64 ;;`,
    '  esac',
    'done',
    '',
    'fail() {',
    `  printf 'FAILED: %s\\n' "$1" >&2`,
    `  exit "\${2:-1}"`,
    '}',
    '',
  ]
}

/** Stops unless the flag was given; a dry run needs none. */
function refusal(argument: Body['argument']): string[] {
  if (!argument) return []
  return [
    'if [ "$dry_run$accepted" = nono ]; then',
    `  printf '%s\\n' ${shellQuoted(argument.refusal)} >&2`,
    '  exit 64',
    'fi',
  ]
}

/** Only the functions that the body calls. */
function functions(body: string[]): string[] {
  const text = body.join('\n')
  const called = (name: string) => new RegExp(`(^|\\s)${name}\\b`, 'm').test(text)
  return Object.entries(library).flatMap(([name, lines]) =>
    called(name) || name === 'need' ? [...lines, ''] : [],
  )
}

const library: Record<string, string[]> = {
  need: [
    'need() {',
    '  [ -n "$2" ] || fail "no command \\"$1\\": give it with write_rollback_plan commands.$1" 78',
    '}',
  ],
  step: [
    '# step NAME COMMAND: a command of the caller; its failure ends the script.',
    'step() {',
    `  printf -- '-> %s\\n' "$1"`,
    '  if [ "$dry_run" = yes ]; then',
    `    printf '   would run: %s\\n' "$2"`,
    '    return',
    '  fi',
    '  bash -euo pipefail -c "$2" || fail "$1"',
    '}',
  ],
  act: [
    '# act NAME PROGRAM ARGUMENTS: a program of our own; its failure ends the script.',
    'act() {',
    '  local name="$1"',
    '  shift',
    `  printf -- '-> %s\\n' "$name"`,
    '  if [ "$dry_run" = yes ]; then',
    `    printf '   would run: %s\\n' "$*"`,
    '    return',
    '  fi',
    '  "$@" || fail "$name"',
    '}',
  ],
  verify_error_rate: [
    '# Readings in a row below the limit; one above starts again, one that fails or is no number ends it.',
    'verify_error_rate() {',
    '  local reading value below=0',
    `  printf -- '-> error rate below %s %%, ${readings} readings in a row of at most ${mostReadings}\\n' "$error_limit"`,
    '  [ "$dry_run" = no ] || return 0',
    `  for ((reading = 1; reading <= ${mostReadings} && below < ${readings}; reading++)); do`,
    `    sleep "\${READING_SECONDS:-60}"`,
    '    value="$(bash -euo pipefail -c "$error_rate")" || fail "error rate, reading $reading: the command failed"',
    '    [[ "$value" =~ ^[0-9]+([.][0-9]+)?$ ]] || fail "error rate, reading $reading: not a number: \\"$value\\""',
    '    below=$((below + 1))',
    `    awk -v value="$value" -v limit="$error_limit" 'BEGIN { exit !(value + 0 < limit + 0) }' || below=0`,
    `    printf '   reading %s: %s %%\\n' "$reading" "$value"`,
    '  done',
    `  [ "$below" -eq ${readings} ] || fail "error rate: no ${readings} readings in a row below $error_limit %, last $value %"`,
    '}',
  ],
  verify_install: [
    '# Registries and mirrors lag: one success within the readings is enough.',
    'verify_install() {',
    '  local reading',
    `  printf -- '-> fresh installation gets another version, up to ${readings} readings\\n'`,
    '  [ "$dry_run" = no ] || return 0',
    `  for ((reading = 1; reading <= ${readings}; reading++)); do`,
    '    if bash -euo pipefail -c "$install_check"; then return 0; fi',
    `    sleep "\${READING_SECONDS:-60}"`,
    '  done',
    "  fail 'fresh installation: the check did not succeed'",
    '}',
  ],
}
