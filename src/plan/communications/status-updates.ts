import type { Message } from '../plan.ts'
import { incidentStates, isLegalSequence, maintenanceStates } from './status-page.ts'

export interface StatusUpdate {
  status: string
  body: string
}

const states: readonly string[] = [...incidentStates, ...maintenanceStates]

/**
 * The updates that a message holds as paragraphs `state: text`, in their order; empty where it holds none or where no
 * status page would take them in that order.
 */
export function statusUpdates({ body }: Pick<Message, 'body'>): StatusUpdate[] {
  const updates = body.flatMap(paragraph => {
    const [, status, text] = /^([a-z_]+):\s*(.*)$/s.exec(paragraph) ?? []
    return status !== undefined && states.includes(status) ? [{ status, body: text! }] : []
  })
  return isLegalSequence(updates.map(({ status }) => status)) ? updates : []
}
