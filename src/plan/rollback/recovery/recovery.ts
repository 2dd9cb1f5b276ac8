import type { Kind } from '../../kinds/profile.ts'
import { distributed } from './distributed.ts'
import { library } from './library.ts'
import { data, infrastructure, mobile } from './others.ts'
import { service } from './service.ts'
import type { Recovery } from './spec.ts'

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
