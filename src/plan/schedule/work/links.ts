import { PlanError } from '../../errors.ts'
import { nearest } from '../../nearest.ts'
import { cleanText } from '../../text.ts'
import type { RelationType } from './activity.ts'

/** A relation to another activity; `lag` in working days, fewer than 0 let them overlap. */
export interface Link {
  id: string
  type: RelationType
  lag: number
}

const LAG = /\s*([+-])\s*(\d{1,3}(?:\.\d{1,2})?)\s*(d|days?|w|weeks?)?$/i
const TYPE = /\s*(FS|SS|FF|SF)$/i

/** The forms of `after`, for error texts. */
export const linkForms =
  '"qa" (after its end), "qa+2d" (2 working days later; 1w is a week of them), "qa-1d" (overlapping by a day), "qa SS+1d" (a day after its start), "qa FF" (ends when it ends)'

/**
 * A relation as project planners write it: `qa`, `qa+2d`, `qaFS-1d`, `qa SS+1w`, `qa FF`. An id that looks like one wins.
 * @throws PlanError `unknown_predecessor` with the nearest ids, `relation_not_understood` with the forms
 */
export function linkOf(
  text: string,
  activity: string,
  known: ReadonlySet<string>,
  daysPerWeek: number,
): Link {
  const whole = text.trim()
  if (known.has(whole)) return { id: whole, type: 'FS', lag: 0 }
  const lag = LAG.exec(whole)
  const rest = lag ? whole.slice(0, lag.index) : whole
  const days = lag ? Number(`${lag[1]}${lag[2]}`) * (/^w/i.test(lag[3] ?? '') ? daysPerWeek : 1) : 0
  if (known.has(rest)) return { id: rest, type: 'FS', lag: days }
  const type = TYPE.exec(rest)
  const id = type ? rest.slice(0, type.index) : rest
  const relation = (type?.[1]?.toUpperCase() ?? 'FS') as RelationType | 'SF'
  if (known.has(id) && relation !== 'SF') return { id, type: relation, lag: days }
  throw known.has(id) || /\s/.test(id) ? notUnderstood(whole, activity) : unknown(whole, id, activity, known)
}

function notUnderstood(text: string, activity: string): PlanError {
  return new PlanError(
    'relation_not_understood',
    `activities: "after" of "${activity}" has "${cleanText(text, 80)}", which is no relation. Give an id, or ${linkForms}.`,
    `activities.${activity}.after`,
  )
}

function unknown(text: string, id: string, activity: string, known: ReadonlySet<string>): PlanError {
  const ids = nearest(
    id,
    [...known].filter(other => other !== activity),
    5,
  )
  return new PlanError(
    'unknown_predecessor',
    `activities: "${activity}" comes after "${cleanText(text, 80)}", which is no activity of this plan. Nearest: ${ids.join(', ')}. Forms: ${linkForms}.`,
    `activities.${activity}.after`,
  )
}

/** `qa`, `qa+2d`, `qa SS+1d`: what {@link linkOf} reads. */
export function linkText({ id, type, lag }: Link): string {
  const days = lag === 0 ? '' : `${lag > 0 ? '+' : '-'}${Math.abs(lag)}d`
  return `${id}${type === 'FS' ? '' : ` ${type}`}${days}`
}
