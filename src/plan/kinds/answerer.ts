import type { KindProfile } from './profile.ts'
import { type CatalogueRole, roleName } from './roles.ts'

/** Who can know an answer: a role of the catalogue, or the one above the team. */
export type Answerer = CatalogueRole | 'engineering_manager'

/** Who answers in a kind of product that has no such role, the nearest first; every kind has the last ones. */
const instead: Partial<Record<Answerer, readonly CatalogueRole[]>> = {
  devops: ['publisher', 'technical_lead'],
  publisher: ['devops', 'technical_lead'],
  dba: ['devops', 'technical_lead'],
  qa_lead: ['technical_lead'],
  security: ['technical_lead'],
  engineering: ['technical_lead'],
  product_manager: ['communications', 'release_manager'],
  support_lead: ['product_manager', 'communications', 'release_manager'],
  communications: ['product_manager', 'release_manager'],
}

/** The name that this kind of product has for whoever answers. A library's maintainers have no manager. */
export function answererName(who: Answerer, { kind, roles }: Pick<KindProfile, 'kind' | 'roles'>): string {
  if (who === 'engineering_manager' && kind !== 'library') return 'Engineering manager'
  const wanted = who === 'engineering_manager' ? 'technical_lead' : who
  const there = [wanted, ...(instead[wanted] ?? [])].find(id => roles.some(role => role.id === id))
  return roleName(there ?? wanted, roles)
}
