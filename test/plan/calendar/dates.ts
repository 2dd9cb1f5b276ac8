import fc from 'fast-check'
import { addDays } from '../../../src/plan/calendar/date.ts'

/** Any day from 2024 to 2034. */
export const anyDate = fc.integer({ min: 0, max: 4000 }).map(days => addDays('2024-01-01', days))
