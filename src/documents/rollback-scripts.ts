import { isKnown } from '../plan/basis.ts'
import type { Plan, RollbackScript } from '../plan/plan.ts'

const READINGS = 5

/** `text` as one bash word whose content stays inert. */
export const shellQuoted = (text: string): string => `'${text.replace(/'/g, `'\\''`)}'`

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

interface Body {
  /** Commands of the caller without which the script does nothing. */
  needs?: string[]
  values?: Record<string, string>
  /** A flag without which the script refuses, and why. */
  argument?: { flag: string; refusal: string }
  body: string[]
}

const optionalCommands = ['maintenance_on', 'maintenance_off', 'data_check']

const given = (plan: Plan, body: string[]): string[] =>
  optionalCommands.filter(
    name => command(plan, name) !== '' && body.some(line => line.includes(`"$${name}"`)),
  )

function command(plan: Plan, name: string): string {
  const statement = plan.rollback.commands.find(candidate => candidate.name === name)?.statement
  return statement && isKnown(statement) ? statement.value : ''
}

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
    '  exit "${2:-1}"',
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
    '  bash -eo pipefail -c "$2" || fail "$1"',
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
    '# Every reading has to be a number below the limit; empty or n/a is a failure.',
    'verify_error_rate() {',
    '  local reading value',
    `  printf -- '-> error rate below %s %%, ${READINGS} readings\\n' "$error_limit"`,
    '  [ "$dry_run" = no ] || return 0',
    `  for ((reading = 1; reading <= ${READINGS}; reading++)); do`,
    '    sleep "${READING_SECONDS:-60}"',
    '    value="$(bash -eo pipefail -c "$error_rate")" || fail "error rate, reading $reading: the command failed"',
    '    [[ "$value" =~ ^[0-9]+([.][0-9]+)?$ ]] || fail "error rate, reading $reading: not a number: \\"$value\\""',
    `    awk -v value="$value" -v limit="$error_limit" 'BEGIN { exit !(value + 0 < limit + 0) }' ||`,
    '      fail "error rate, reading $reading: $value % is not below $error_limit %"',
    `    printf '   reading %s: %s %%\\n' "$reading" "$value"`,
    '  done',
    '}',
  ],
  verify_install: [
    '# Registries and mirrors lag: one success within the readings is enough.',
    'verify_install() {',
    '  local reading',
    `  printf -- '-> fresh installation gets another version, up to ${READINGS} readings\\n'`,
    '  [ "$dry_run" = no ] || return 0',
    `  for ((reading = 1; reading <= ${READINGS}; reading++)); do`,
    '    if bash -eo pipefail -c "$install_check"; then return 0; fi',
    '    sleep "${READING_SECONDS:-60}"',
    '  done',
    "  fail 'fresh installation: the check did not succeed'",
    '}',
  ],
}

const finish = (text: string): string[] => [
  'if [ "$dry_run" = yes ]; then',
  "  printf 'Dry run: nothing was done.\\n'",
  '  exit 0',
  'fi',
  `printf 'DONE: %s\\n' ${shellQuoted(text)}`,
]

/** Percent below which a reading counts as healthy again: where promotion ends. */
function errorLimit(plan: Plan): string {
  const ladder = plan.strategy.ladder
  return String(ladder ? Number((ladder.baseline + ladder.promote_below).toFixed(3)) : 1)
}

const packageName = ({ release }: Plan): string =>
  release.ecosystem?.name ?? (isKnown(release.product) ? release.product.value : '')

const bodies: Record<RollbackScript, (plan: Plan) => Body> = {
  switch_back: plan => ({
    needs: ['switch_traffic', 'health_check', 'error_rate'],
    values: { error_limit: errorLimit(plan) },
    body: [
      'step \'previous version is healthy, before the switch\' "$health_check"',
      'step \'all traffic to the previous version\' "$switch_traffic"',
      'step \'previous version is healthy, after the switch\' "$health_check"',
      'verify_error_rate',
      ...finish('traffic is on the previous version, health and error rate verified'),
    ],
  }),
  redeploy: plan => ({
    needs: ['redeploy', 'health_check', 'error_rate'],
    values: { error_limit: errorLimit(plan) },
    body: [
      'step \'deploy the previous version\' "$redeploy"',
      'step \'previous version is healthy\' "$health_check"',
      'verify_error_rate',
      ...finish('the previous version is deployed, health and error rate verified'),
    ],
  }),
  flags_off: plan => ({
    needs: ['flag_off', 'error_rate'],
    values: { error_limit: errorLimit(plan) },
    body: [
      ...plan.strategy.flags.flatMap(flag => [
        `export FLAG=${shellQuoted(flag.name)}`,
        'step "flag $FLAG off" "$flag_off"',
      ]),
      'verify_error_rate',
      ...finish('all flags of this release were switched off, error rate verified'),
    ],
  }),
  backup_database: plan => ({
    needs: ['backup'],
    body: [
      `export BACKUP_FILE="\${BACKUP_FILE:-backup_pre_v${plan.version}.sql}"`,
      'step \'write the backup\' "$backup"',
      'if [ "$dry_run" = no ]; then',
      '  [ -s "$BACKUP_FILE" ] || fail "backup $BACKUP_FILE is missing or empty"',
      '  sha256sum "$BACKUP_FILE" > "$BACKUP_FILE.sha256" || fail checksum',
      'fi',
      ...finish('backup and checksum written; restore it once into an empty database before relying on it'),
    ],
  }),
  restore_database: plan => restoreBody(plan),
  npm_steer_back: plan => ({
    values: { package: packageName(plan) },
    body: [
      `[ -n "$package" ] || fail 'the package name is not known: give product with initialize_plan' 78`,
      'message="${MESSAGE:-$VERSION is withdrawn, use $PREVIOUS_VERSION}"',
      'if [ "$dry_run" = no ]; then',
      '  current="$(npm view "$package" dist-tags.latest)" || fail \'read dist-tags\'',
      '  case "$current" in',
      '    "$VERSION" | "$PREVIOUS_VERSION") ;;',
      '    *) fail "latest is \\"$current\\", neither this release nor the one before: look before moving it" ;;',
      '  esac',
      'fi',
      'act \'point latest at the previous version\' npm dist-tag add "$package@$PREVIOUS_VERSION" latest',
      'act \'deprecate this version\' npm deprecate "$package@$VERSION" "$message"',
      'latest=none',
      'deprecated=',
      `for ((reading = 1; reading <= ${READINGS}; reading++)); do`,
      '  [ "$dry_run" = no ] || break',
      '  latest="$(npm view "$package" dist-tags.latest)" || fail \'verify dist-tags\'',
      '  deprecated="$(npm view "$package@$VERSION" deprecated)" || fail \'verify deprecation\'',
      '  if [ "$latest" = "$PREVIOUS_VERSION" ] && [ -n "$deprecated" ]; then break; fi',
      '  sleep "${READING_SECONDS:-30}"',
      'done',
      'if [ "$dry_run" = no ]; then',
      '  [ "$latest" = "$PREVIOUS_VERSION" ] || fail "latest is still \\"$latest\\""',
      '  [ -n "$deprecated" ] || fail \'the version does not show as deprecated\'',
      'fi',
      ...finish('new installations get the previous version; lock files keep this one until a patch is out'),
    ],
  }),
  cargo_yank: plan => ({
    needs: ['install_check'],
    values: { package: packageName(plan) },
    body: [
      `[ -n "$package" ] || fail 'the crate name is not known: give product with initialize_plan' 78`,
      'act \'yank this version\' cargo yank --version "$VERSION" "$package"',
      'verify_install',
      ...finish('new resolutions get another version; lock files keep this one until a patch is out'),
    ],
  }),
  withdraw: () => ({
    needs: ['withdraw_release', 'repoint_channel', 'install_check'],
    body: [
      'step \'mark the release as withdrawn\' "$withdraw_release"',
      'step \'move floating tags and channels back\' "$repoint_channel"',
      'verify_install',
      ...finish('new installations get the previous version; those installed keep this one'),
    ],
  }),
}

function restoreBody(plan: Plan): Body {
  const start = plan.rollback.commands.some(({ name }) => name === 'redeploy') ? 'redeploy' : 'switch_traffic'
  const ifGiven = (name: string, step: string) =>
    command(plan, name) === '' ? [] : [`step '${step}' "$${name}"`]
  const data =
    command(plan, 'data_check') === '' ? 'DATA NOT CHECKED, no command data_check was given' : 'data checked'
  return {
    needs: ['backup', 'restore', start, 'health_check', 'error_rate'],
    values: { error_limit: errorLimit(plan) },
    argument: {
      flag: '--accept-data-loss',
      refusal:
        'Everything written since the backup will be lost. Stop writes first; then run again with --accept-data-loss (or --dry-run).',
    },
    body: [
      `backup_file="\${BACKUP_FILE:-backup_pre_v${plan.version}.sql}"`,
      'emergency_file="emergency_before_restore_$(date -u +%Y%m%dT%H%M%SZ).sql"',
      'if [ "$dry_run" = no ]; then',
      '  [ -s "$backup_file" ] || fail "backup $backup_file is missing or empty"',
      '  [ -s "$backup_file.sha256" ] || fail "checksum $backup_file.sha256 is missing"',
      '  expected="$(cut -d " " -f 1 "$backup_file.sha256")"',
      '  actual="$(sha256sum "$backup_file" | cut -d " " -f 1)" || fail \'read the backup\'',
      '  [ "$expected" = "$actual" ] || fail "checksum of $backup_file does not match"',
      'fi',
      ...ifGiven('maintenance_on', 'maintenance on'),
      'export BACKUP_FILE="$emergency_file"',
      'step \'emergency dump of what is there\' "$backup"',
      'if [ "$dry_run" = no ]; then',
      '  [ -s "$emergency_file" ] || fail "emergency dump $emergency_file is missing or empty"',
      'fi',
      'export BACKUP_FILE="$backup_file"',
      'step \'restore the backup\' "$restore"',
      ...ifGiven('data_check', 'check the data'),
      `step 'start the previous version' "$${start}"`,
      'step \'previous version is healthy\' "$health_check"',
      ...ifGiven('maintenance_off', 'maintenance off'),
      'verify_error_rate',
      ...finish(`database restored, health and error rate verified; ${data}`),
    ],
  }
}
