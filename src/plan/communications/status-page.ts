/** Legal orders of a status page's states; a page goes through all of them, each at most once. */
export const incidentStates = ['investigating', 'identified', 'monitoring', 'resolved'] as const
export const maintenanceStates = ['scheduled', 'in_progress', 'verifying', 'completed'] as const

const when: Record<string, string> = {
  investigating: 'users notice a SEV1 or SEV2; the cause is not known',
  identified: 'the cause is known and a way back or a fix is chosen',
  monitoring: 'the way back or the fix is in and the first checks pass',
  resolved: 'the signals stayed at the baseline through the watch that the rollback plan asks for',
  scheduled: 'go/no-go passed',
  in_progress: 'the step that takes the product down begins',
  verifying: 'the product is up again and is being checked',
  completed: 'the checks of the day have passed',
}

/** The states that a page goes through, in order; maintenance only where the product is taken down. */
export function statusFlow(downtime: boolean): { state: string; when: string }[] {
  const states = [...incidentStates, ...(downtime ? maintenanceStates : [])]
  return states.map(state => ({ state, when: when[state]! }))
}

/** Whether the states that a text begins its lines with (`resolved: …`) are one legal order without a gap. */
export function isLegalOrder(body: string[]): boolean {
  const all: readonly string[] = [...incidentStates, ...maintenanceStates]
  return isLegalSequence(
    body
      .map(line => /^([a-z_]+):/.exec(line)?.[1])
      .filter(state => state !== undefined && all.includes(state)) as string[],
  )
}

/** Whether states, in the order in which they are set, begin one of the two legal orders and leave none out. */
export function isLegalSequence(states: readonly string[]): boolean {
  return [incidentStates, maintenanceStates].some(flow => states.every((state, n) => flow[n] === state))
}
