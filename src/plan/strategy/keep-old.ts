import { assumed, given, type Known } from '../basis.ts'
import type { Derivation } from '../derivation.ts'

/**
 * Hours for which the old version stays ready after the rollout: as long as the release is watched or as the platform can,
 * unless told.
 * @param strategy the chosen one's id, where the platform's limit hangs on it
 */
export function keepOldHours(derivation: Derivation, strategy?: string): Known<number> {
  const { inputs, profile } = derivation
  const told = inputs.rollback?.keep_old_hours
  if (told !== undefined) return given(told, 'write_rollback_plan')
  const watched = profile.monitoring.calendar_days * 24
  const most = keptAtMost(derivation, strategy)
  return most && most.hours < watched
    ? assumed(most.hours, most.because)
    : assumed(watched, 'as long as the release is watched')
}

/** How long the platform named keeps the old version at most; undefined where it sets no limit. */
export function keptAtMost(
  { inputs }: Derivation,
  strategy?: string,
): { hours: number; because: string; fix?: string } | undefined {
  const { platform, deployment } = inputs.strategy ?? {}
  if (platform === 'flagger')
    return { hours: 0, because: 'Flagger keeps no old version once the new one is promoted' }
  if (platform === 'codedeploy')
    return { hours: 48, because: 'CodeDeploy keeps the old tasks at most 2,880 minutes (48 h)' }
  if (platform === 'argo_rollouts' && strategy?.includes('canary') && !deployment?.ingress)
    return {
      hours: 0,
      because: 'an Argo canary without trafficRouting stops the old version at 100 %',
      fix: 'Name the ingress that splits the traffic: select_strategy with deployment.ingress.',
    }
  return undefined
}
