import * as z from 'zod'
import { planInputs } from '../plan/inputs.ts'

/** Beside the plan, so that `$schema` in plan.json resolves in any editor, offline. */
export const planSchemaPath = 'plan.schema.json'

let text: string | undefined

/** JSON Schema of plan.json. */
export function planSchemaText(): string {
  text ??= `${JSON.stringify({ title: 'Inputs of a release plan', ...z.toJSONSchema(planInputs, { io: 'input' }) })}\n`
  return text
}
