import * as z from 'zod'

/** Arguments that the tools share. */
export const version = z.string().describe('e.g. 2.5.0')
export const preview = z.boolean().optional().describe('same result, nothing written')
export const planArguments = { version, preview }
