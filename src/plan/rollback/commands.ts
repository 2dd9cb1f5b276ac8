import { assumed, given, type Statement } from '../basis.ts'
import type { Derivation } from '../derivation.ts'
import type { WayBackSpec } from '../kinds/profile.ts'
import { applies } from '../kinds/traits.ts'
import type { Rollback } from '../plan.ts'
import { ignoredVariables, refusePositionals } from './command-text.ts'

/** What each command has to do; its variables are those of `commandVariables`. */
export const commandDuties: Record<string, string> = {
  switch_traffic: 'command that sends all traffic to the previous version',
  health_check: 'command that succeeds only if the previous version is healthy',
  error_rate: 'command that prints the present error rate in percent as a bare number',
  redeploy: 'command that deploys $PREVIOUS_VERSION',
  flag_off: 'command that switches the flag $FLAG off',
  backup: 'command for a backup to $BACKUP_FILE',
  restore: 'command for a restore from $BACKUP_FILE',
  data_check: 'command that fails unless the data are whole',
  maintenance_on: 'command that stops all writes',
  maintenance_off: 'command that allows writes again',
  withdraw_release: 'command that marks the release as withdrawn and $PREVIOUS_VERSION as latest',
  repoint_channel: 'command that moves floating tags and channels back to $PREVIOUS_VERSION',
  install_check: 'command that succeeds only if a fresh installation gets another version than $VERSION',
}

/**
 * Commands that the scripts of these ways back run: given, or asked for where the way back surely applies; then
 * whatever else the caller gave.
 * @throws PlanError `positional_argument`
 */
export function commandsFor(
  specs: WayBackSpec[],
  derivation: Derivation,
  extra: string[],
): Rollback['commands'] {
  const told = derivation.inputs.rollback?.commands ?? {}
  refusePositionals(told)
  derivation.warnings.push(...ignoredVariables(told, derivation.inputs.strategy?.flags?.length ?? 0))
  const needed = specs
    .filter(spec => applies(derivation.traits, spec.when) === 'yes')
    .flatMap(spec => spec.commands ?? [])
  const names = [...new Set([...needed, ...extra])]
  const others = Object.keys(told).filter(name => !names.includes(name))
  return [...names, ...others].map(name => ({ name, statement: commandOf(name, derivation) }))
}

function commandOf(name: string, derivation: Derivation): Statement<string> {
  const told = derivation.inputs.rollback?.commands?.[name]
  if (told !== undefined) return given(told, 'write_rollback_plan')
  const page = name === 'withdraw_release' ? releasePageCommand(derivation) : undefined
  if (page) return assumed(page, 'releases are on GitHub; try it with a candidate')
  return derivation.questions.command({
    id: `command_${name}`,
    question: commandDuties[name] ?? `command ${name}`,
    who: 'devops',
    gate: 'go_no_go',
  })
}

/** The release page's own way to withdraw, where both tags are known. */
function releasePageCommand({ release }: Derivation): string | undefined {
  const { tag } = release.base
  if (!tag || !/^[\w./-]+$/.test(tag) || !/\/\/github\.com\//.test(release.repository?.web_url ?? ''))
    return undefined
  const prefix = /^(.*?)\d/.exec(tag)?.[1] ?? 'v'
  return `gh release edit '${prefix}${release.version}' --prerelease && gh release edit '${tag}' --latest`
}
