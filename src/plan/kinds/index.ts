import { data } from './data/index.ts'
import { desktop } from './desktop/index.ts'
import { distributed } from './distributed/index.ts'
import { infrastructure } from './infrastructure/index.ts'
import { library } from './library/index.ts'
import { mobile } from './mobile/index.ts'
import type { Kind, KindProfile } from './profile.ts'
import { service } from './service/index.ts'

const profiles: Record<Kind, KindProfile> = {
  service,
  library,
  distributed,
  mobile,
  desktop,
  data,
  infrastructure,
}

/** The stages, roles, rollout, ways back and messages that fit what is shipped. */
export const profileOf = (kind: Kind): KindProfile => profiles[kind]
