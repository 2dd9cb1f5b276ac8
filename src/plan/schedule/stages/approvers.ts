import type { Derivation } from '../../derivation.ts'
import type { KindProfile, RoleId, RoleSpec, Traits } from '../../kinds/profile.ts'
import { applies } from '../../kinds/traits.ts'

export interface Approver {
  who: string
  because: string
  /** The role of this plan that decides, and the one that does while nobody of that role is there. */
  role?: RoleId
  deputy?: RoleId
}

/** Who has to agree before the release: one for each role of this plan that can stop it. The go criterion and the approvals are the same. */
export function approvers({ profile, traits }: Pick<Derivation, 'profile' | 'traits'>): Approver[] {
  const has = (id: string) =>
    profile.roles.some(role => role.id === id && applies(traits, role.when) !== 'no')
  const named = (id: string) => profile.roles.find(role => role.id === id)
  return [
    engineering(profile),
    ...(has('product_manager')
      ? [
          {
            who: named('product_manager')!.name,
            because: 'scope and messages are right',
            role: 'product_manager',
          },
        ]
      : [{ who: 'Release manager', because: 'scope and messages are right', role: 'release_manager' }]),
    ...(has('security') ? [security(named('security')!, traits)] : []),
    ...(has('devops')
      ? [{ who: 'Operations', because: 'the window and the way back can be kept', role: 'devops' }]
      : []),
    ...(profile.kind !== 'library' && traits.major === 'yes'
      ? [{ who: 'CTO', because: 'a major release' }]
      : []),
  ]
}

function engineering({ kind }: KindProfile): Approver {
  return kind === 'library'
    ? {
        who: 'Maintainers',
        because: 'the code is complete and two publishers are there',
        role: 'technical_lead',
      }
    : {
        who: 'Engineering manager',
        because: 'the code is complete and people are there',
        deputy: 'technical_lead',
      }
}

function security(role: RoleSpec, traits: Traits): Approver {
  const condition = role.when && applies(traits, role.when) === 'unknown'
  return {
    who: 'Security',
    role: role.id,
    because: condition
      ? 'findings are closed or accepted, if the change concerns security'
      : 'findings are closed or accepted',
  }
}
