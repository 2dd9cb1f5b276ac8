import * as z from 'zod'
import { date } from '../../fields.ts'

const instant = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?Z$/)
const hoursField = z.number().min(0).max(10_000)

/**
 * What a plan takes for itself, in its metadata.json, so that the other plans of the workspace find what they want at the same time.
 * Only what another plan needs to know: no contacts and no reasons.
 */
export const occupation = z.object({
  /** Instants of the window in which production changes. */
  production: z.tuple([instant, instant]),
  staging: z.tuple([date, date]).optional(),
  people: z
    .array(
      z.object({
        name: z.string().max(200),
        /** Hours of a full day. */
        day: hoursField,
        /** Needed and there, by ISO week. */
        weeks: z.record(z.string().regex(/^\d{4}-W\d\d$/), z.tuple([hoursField, hoursField])),
        /** First and last day, and the hours on each of them, that cannot be done on another day. */
        days: z.array(z.tuple([date, date, hoursField])).max(1000),
        /** Instants from which and to which the person is on call, primary or secondary. */
        on_call: z
          .array(z.tuple([instant, instant]))
          .max(1000)
          .optional(),
      }),
    )
    .max(500),
})

export type Occupied = z.infer<typeof occupation>
export type OccupiedPerson = Occupied['people'][number]
