import type { Derivation } from '../../derivation.ts'

/**
 * Whether the caller has answered a warning of the schedule: a note or decision of the release or the schedule whose id is the warning's
 * code says that it is known and why it is all right.
 */
export function accepted({ inputs }: Pick<Derivation, 'inputs'>, code: string): boolean {
  return [inputs.release, inputs.schedule].some(section =>
    [...(section?.notes ?? []), ...(section?.decisions ?? [])].some(entry => entry.id === code),
  )
}

/** How to answer it, as the end of a fix. */
export const acceptedBy = (code: string): string => `or accept it with a note of the id ${code} that says why`
