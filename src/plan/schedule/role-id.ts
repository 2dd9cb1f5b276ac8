import type { RoleId, RoleSpec } from '../kinds/profile.ts'

/** Words that people use for a role, with the ids that they can mean, the likeliest first. */
const aliases: Readonly<Record<string, readonly RoleId[]>> = {
  rm: ['release_manager'],
  release: ['release_manager'],
  release_coordinator: ['release_manager'],
  release_engineer: ['publisher', 'devops'],
  tl: ['technical_lead'],
  tech_lead: ['technical_lead'],
  engineering_lead: ['technical_lead'],
  lead_developer: ['technical_lead'],
  maintainer: ['technical_lead'],
  lead: ['technical_lead'],
  sre: ['devops'],
  ops: ['devops'],
  operations: ['devops'],
  platform: ['devops'],
  devops_lead: ['devops'],
  database: ['dba'],
  qa: ['qa_lead'],
  qa_engineer: ['qa_lead'],
  quality_assurance: ['qa_lead'],
  tester: ['qa_lead'],
  test_lead: ['qa_lead'],
  security_lead: ['security'],
  infosec: ['security'],
  support: ['support_lead'],
  customer_support: ['support_lead'],
  pm: ['product_manager'],
  po: ['product_manager'],
  product: ['product_manager'],
  product_owner: ['product_manager'],
  comms: ['communications'],
  communication: ['communications'],
  docs: ['communications'],
  publishing: ['publisher'],
  developer: ['engineering'],
  engineer: ['engineering'],
}

/**
 * The role that a caller's word names, by id, name or a usual short form, whatever its case and separators and with or without
 * `primary`, `secondary`, `backup` or `on call` behind it; else the word as an id of its own.
 */
export function roleIdOf(word: string, roles: readonly RoleSpec[]): RoleId {
  const wanted = key(word)
  const rank = /^(.+?)_(?:primary|secondary|backup|on_call|[12])$/.exec(wanted)?.[1]
  return named(wanted, roles) ?? (rank && named(rank, roles)) ?? wanted
}

/** What the word says beside the role: `devops_primary` asks for it first, `DevOps secondary` and `backup` only to stand in. */
export function rankIn(word: string, roles: readonly RoleSpec[]): 'first' | 'backup' | undefined {
  const wanted = key(word)
  if (named(wanted, roles)) return undefined
  const rank = /_(primary|secondary|backup|[12])$/.exec(wanted)?.[1]
  if (rank === undefined) return undefined
  return rank === 'primary' || rank === '1' ? 'first' : 'backup'
}

function named(wanted: string, roles: readonly RoleSpec[]): RoleId | undefined {
  const known = roles.find(role => key(role.id) === wanted || key(role.name) === wanted)
  return known?.id ?? aliases[wanted]?.find(id => roles.some(role => role.id === id))
}

const key = (word: string): string =>
  word
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '_')
    .replaceAll(/^_|_$/g, '') || 'role'
