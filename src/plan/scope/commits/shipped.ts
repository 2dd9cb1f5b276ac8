import type { PlanInputs } from '../../inputs.ts'
import type { ObservedChange, ObservedFragment } from '../observation.ts'
import { readSubject } from './commits.ts'
import { isCommit, theRest } from './ids.ts'

/** A change of the record with what its subject says, and the caller's corrections. */
export type ShippedChange = {
  commit: string
  subject: string
  /** What people read: the words made for users where there are any, else the part it names and the subject's text. */
  title: string
  author: string
  kind?: string
  sure: boolean
  breaking?: string
  told_in?: string
  packages?: string[]
  tickets: string[]
  team?: string
  bot: boolean
}

/** The range's changes with the caller's corrections: left out, or of another kind; reverted ones do not ship. */
export function shippedChanges(inputs: PlanInputs): ShippedChange[] {
  const excluded = inputs.scope?.exclude ?? []
  const reclassified = inputs.scope?.reclassify ?? []
  const rest = reclassified.findLast(entry => entry.commit === theRest)?.kind
  return (inputs.observed?.range?.changes ?? [])
    .filter(change => !excluded.some(name => isCommit(change, name)))
    .map(change => ({ change, told: reclassified.findLast(entry => isCommit(change, entry.commit))?.kind }))
    .filter(({ change }) => !change.reverted)
    .map(({ change, told }) => shipped(change, told ?? (change.kind || change.bot ? undefined : rest)))
}

function shipped(change: ObservedChange, told: string | undefined): ShippedChange {
  const said = readSubject(change.subject)
  const { title = said.title, scope = change.title === undefined ? said.scope : undefined } = change
  const { commit, subject, author, breaking, told_in, team } = change
  const kind = told ?? change.kind
  const text = scope ? `${scope}: ${title}` : title
  return {
    commit,
    subject,
    title: change.note ?? text,
    author,
    ...(kind ? { kind } : {}),
    sure: told !== undefined || change.sure !== false,
    ...(breaking === undefined ? {} : { breaking }),
    ...(told_in ? { told_in } : {}),
    ...(change.packages ? { packages: change.packages } : {}),
    tickets: [...new Set([...said.tickets, ...(change.tickets ?? [])])],
    ...(team ? { team } : {}),
    bot: change.bot === true && told === undefined,
  }
}

/** News that no change of the range carries in its words. */
export function ownFragments(inputs: PlanInputs): ObservedFragment[] {
  const excluded = inputs.scope?.exclude ?? []
  return (inputs.observed?.range?.fragments ?? []).filter(
    ({ removes, breaking, commit }) =>
      (breaking || !removes) && !(commit && excluded.some(name => isCommit({ commit }, name))),
  )
}
