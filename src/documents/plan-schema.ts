import * as z from 'zod'
import { planInputs } from '../plan/inputs.ts'

let text: string | undefined

/** JSON Schema of plan.json. */
export function planSchemaText(): string {
  text ??= `${JSON.stringify({ title: 'Inputs of a release plan', ...z.toJSONSchema(planInputs, { io: 'input', reused: 'ref' }) })}\n`
  return text
}
