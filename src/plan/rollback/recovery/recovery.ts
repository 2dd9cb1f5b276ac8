import type { Kind, KindProfile } from '../../kinds/profile.ts'
import { roleInSentence, roleName } from '../../kinds/roles.ts'
import { distributed } from './distributed.ts'
import { library } from './library.ts'
import { data, infrastructure, mobile } from './others.ts'
import { service } from './service.ts'
import type { Recovery, TierSpec } from './spec.ts'

const byKind: Record<Kind, Recovery> = {
  service,
  data,
  infrastructure,
  library,
  distributed,
  mobile,
  desktop: distributed,
}

export const recoveryOf = (kind: Kind): Recovery => byKind[kind]

/** The tiers of a kind; who decides is named as its roles are. */
export const tiersOf = ({ kind, roles }: Pick<KindProfile, 'kind' | 'roles'>): TierSpec[] =>
  recoveryOf(kind).tiers.map(spec => ({
    ...spec,
    authority: spec.authority.replaceAll(/\{(\w+)\}/g, (_, id) => roleInSentence(roleName(id, roles))),
  }))
