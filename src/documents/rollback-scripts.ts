import { isKnown } from '../plan/basis.ts'
import type { Plan, RollbackScript } from '../plan/plan.ts'
import { bodies, command, type Flag, shellQuoted } from './rollback-script-bodies.ts'
import { functionLines } from './rollback-script-functions.ts'

/**
 * One script: bash that only prints its steps until it is told `--execute`. It refuses with 64 what is not given, ends
 * with 1 at the first step that fails or does not end, and reports success only after it verified. Commands of the
 * caller run as given, through `bash -c`.
 */
export function scriptText(plan: Plan, script: RollbackScript, purpose: string): string {
  const { needs = [], optional = [], values = [], flags = [], body } = bodies[script](plan)
  return `${[
    ...head(plan, script, purpose, flags),
    ...[...needs, ...optional].map(name => `readonly ${name}=${shellQuoted(command(plan, name))}`),
    '',
    ...arguments_(flags),
    ...functionLines(body),
    `[ -n "$PREVIOUS_VERSION" ] || fail 'the previous version is not known: give previous_version with initialize_plan' 64`,
    ...needs.map(name => `need ${name} "$${name}"`),
    ...flags.flatMap(refusal),
    ...values,
    'begin',
    '',
    ...body,
    '',
  ].join('\n')}`
}

function head(plan: Plan, script: string, purpose: string, flags: Flag[]): string[] {
  const required = flags.flatMap(({ flag, refusal }) => (refusal ? [` ${flag}`] : []))
  const others = flags.flatMap(({ flag, refusal }) => (refusal ? [] : [flag]))
  const previous = plan.release.previous_version
  return [
    '#!/usr/bin/env bash',
    `# v${plan.version}: ${purpose}.`,
    '# Written from the release plan: give commands through write_rollback_plan, not here.',
    `# Usage: ${script}.sh prints the steps; ${script}.sh --execute${required.join('')} takes them, after a failure with --resume without a deployment or restore that is done.${others.length > 0 ? ` When it asks for them: ${others.join(', ')}.` : ''}`,
    '# Exit: 0 verified, or printed; 64 refused, nothing was done; 75 another script runs; anything else is a failure.',
    '# Environment: ROLLBACK_STATE folder of lock and log (beside this file), STEP_SECONDS for each command, READING_SECONDS between readings, ERROR_LIMIT percent that a reading has to be below.',
    '# shellcheck disable=SC2016',
    'set -euo pipefail',
    'export LC_ALL=C',
    '',
    `export VERSION=${shellQuoted(plan.version)}`,
    `export PREVIOUS_VERSION=${shellQuoted(isKnown(previous) ? previous.value : '')}`,
    `readonly script=${script}`,
  ]
}

const variableOf = ({ flag }: Flag): string => flag.slice(2).replaceAll('-', '_')

function arguments_(flags: Flag[]): string[] {
  return [
    'execute=no',
    'resume=no',
    ...flags.map(flag => `${variableOf(flag)}=no`),
    'for word in "$@"; do',
    '  case "$word" in',
    '    --execute) execute=yes ;;',
    '    --resume) resume=yes ;;',
    '    --dry-run) execute=never ;;',
    ...flags.map(flag => `    ${flag.flag}) ${variableOf(flag)}=yes ;;`),
    `    *) printf 'unknown argument: %s\\n' "$word" >&2; exit 64 ;;`,
    '  esac',
    '  [ "$execute" != never ] || break',
    'done',
    '[ "$execute" = yes ] || execute=no',
    '',
  ]
}

/** Stops unless the flag was given, where the script needs it; a dry run needs none. */
function refusal(flag: Flag): string[] {
  if (!flag.refusal) return []
  return [
    `if [ "$execute$${variableOf(flag)}" = yesno ]; then`,
    `  fail ${shellQuoted(flag.refusal)} 64`,
    'fi',
  ]
}
