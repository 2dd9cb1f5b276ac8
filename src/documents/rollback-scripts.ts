import { isKnown } from '../plan/basis.ts'
import type { Plan, RollbackScript } from '../plan/plan.ts'
import { type Body, bodies, command, shellQuoted } from './rollback-script-bodies.ts'
import { functionLines } from './rollback-script-functions.ts'

/**
 * One script: bash that only prints its steps until it is told `--execute`. It refuses with 64 what is not given, ends
 * with 1 at the first step that fails or does not end, and reports success only after it verified. Commands of the
 * caller run as given, through `bash -c`.
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
    ...functionLines(body),
    `[ -n "$PREVIOUS_VERSION" ] || fail 'the previous version is not known: give previous_version with initialize_plan' 64`,
    ...needs.map(name => `need ${name} "$${name}"`),
    ...refusal(argument),
    'begin',
    '',
    ...body,
    '',
  ].join('\n')}`
}

const optionalCommands = ['maintenance_on', 'maintenance_off']

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
    `# Usage: ${script}.sh prints the steps; ${script}.sh --execute${argument ? ` ${argument.flag}` : ''} takes them, after a failure with --resume only those not done yet.`,
    '# Exit: 0 verified, or printed; 64 refused, nothing was done; 75 another script runs; anything else is a failure.',
    '# Environment: ROLLBACK_STATE folder of lock and log, STEP_SECONDS for each command, READING_SECONDS between readings.',
    '# shellcheck disable=SC2016',
    'set -euo pipefail',
    'export LC_ALL=C',
    '',
    `export VERSION=${shellQuoted(plan.version)}`,
    `export PREVIOUS_VERSION=${shellQuoted(isKnown(previous) ? previous.value : '')}`,
    `readonly script=${script}`,
  ]
}

function arguments_(argument: Body['argument']): string[] {
  return [
    'execute=no',
    'resume=no',
    ...(argument ? ['accepted=no'] : []),
    'for word in "$@"; do',
    '  case "$word" in',
    '    --execute) execute=yes ;;',
    '    --resume) resume=yes ;;',
    '    --dry-run) execute=never ;;',
    ...(argument ? [`    ${argument.flag}) accepted=yes ;;`] : []),
    `    *) printf 'unknown argument: %s\\n' "$word" >&2; exit 64 ;;`,
    '  esac',
    '  [ "$execute" != never ] || break',
    'done',
    '[ "$execute" = yes ] || execute=no',
    '',
  ]
}

/** Stops unless the flag was given; a dry run needs none. */
function refusal(argument: Body['argument']): string[] {
  if (!argument) return []
  return ['if [ "$execute$accepted" = yesno ]; then', `  fail ${shellQuoted(argument.refusal)} 64`, 'fi']
}
