import { isKnown } from '../basis.ts'
import type { Derivation } from '../derivation.ts'
import { roleInSentence, roleName } from '../kinds/roles.ts'
import type { Resources, RoleCard, Schedule } from '../plan.ts'
import { approvers } from '../schedule/stages/approvers.ts'
import { holdersOf } from './load.ts'
import { type Person, reasonAway } from './people.ts'

/**
 * Who gives each approval, and who decides while that person is away: the backup of the role, or who stands for it in the plan. On the
 * day of the go/no-go the deputy decides where the first one is away.
 */
export function approvalsOf(
  derivation: Derivation,
  people: readonly Person[],
  cards: readonly RoleCard[],
  schedule: Schedule,
): NonNullable<Resources['approvals']> {
  const day = schedule.milestones.find(({ gate }) => gate === 'go_no_go')?.date
  const away = (name: string) =>
    day !== undefined && people.some(person => person.name === name && reasonAway(person, day) !== undefined)
  return approvers(derivation).map(({ who, role, deputy }) => {
    const card = cards.find(({ id }) => id === role)
    const by = card && holdersOf(card)[0]
    const second = deputyOf(card) ?? standInOf(cards, deputy, derivation)
    return {
      who,
      ...(by !== undefined && { by }),
      ...(second !== undefined && { deputy: second }),
      ...(by !== undefined && away(by) && { away: true as const }),
    }
  })
}

const deputyOf = (card: RoleCard | undefined): string | undefined =>
  card && isKnown(card.backup) && card.backup.basis.kind === 'derived' ? card.backup.value : undefined

/** `Grace Sample (technical lead)`, or the role alone while nobody has it. */
function standInOf(
  cards: readonly RoleCard[],
  role: string | undefined,
  { profile }: Derivation,
): string | undefined {
  if (role === undefined) return undefined
  const card = cards.find(({ id }) => id === role)
  if (!card) return undefined
  const name = roleInSentence(roleName(role, profile.roles))
  const [holder] = holdersOf(card)
  return holder === undefined ? `the ${name}` : `${holder} (${name})`
}

/** `Ana Ruiz; if away, Bo Lund`; undefined where nothing is known. */
export function deciderText({
  by,
  deputy,
  away,
}: NonNullable<Resources['approvals']>[number]): string | undefined {
  if (away)
    return deputy === undefined
      ? `${by} is away that day and nobody stands in`
      : `${deputy}, for ${by} is away`
  if (by === undefined) return deputy === undefined ? undefined : `if away, ${deputy}`
  return `${by}; if away, ${deputy ?? 'nobody named yet'}`
}
