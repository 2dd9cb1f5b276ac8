/** Legal orders of a status page's states; a page goes through all of them, each at most once. */
export const incidentStates = ['investigating', 'identified', 'monitoring', 'resolved'] as const
export const maintenanceStates = ['scheduled', 'in_progress', 'verifying', 'completed'] as const

const when: Record<string, string> = {
  investigating: 'SEV1 or SEV2 noticed, cause unknown',
  identified: 'cause known, way back or fix chosen',
  monitoring: 'it is in, first checks pass',
  resolved: 'at the baseline through the watch',
  scheduled: 'go/no-go passed',
  in_progress: 'the step that takes the product down begins',
  verifying: 'the product is up again and is being checked',
  completed: 'the checks of the day passed',
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
