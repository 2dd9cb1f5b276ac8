import { given } from '../basis.ts'
import type { Derivation } from '../derivation.ts'
import type { Strategy } from '../plan.ts'
import { measuresTraffic } from './constraints.ts'

/** Where a measured release is watched and what counts as its success: given or asked once. */
export function watchedBy({
  inputs,
  profile,
  questions,
}: Derivation): Pick<Strategy, 'dashboard' | 'success_metrics'> {
  if (!measuresTraffic(profile)) return {}
  const resources = inputs.resources?.channels?.dashboard
  const told = resources ?? inputs.communications?.channels?.dashboard
  return {
    dashboard: told
      ? given(told, resources ? 'allocate_resources' : 'plan_communications')
      : questions.text({
          id: 'dashboard',
          question: 'link of the dashboard for the release',
          who: 'devops',
          gate: 'go_no_go',
        }),
    success_metrics: questions.text({
      id: 'success_metrics',
      question: 'success metrics and their targets',
      who: 'product_manager',
      gate: 'go_no_go',
    }),
  }
}
