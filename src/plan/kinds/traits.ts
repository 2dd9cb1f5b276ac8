import type { Trait, Traits } from './profile.ts'

const conditions: Record<Trait, string> = {
  database_change: 'if the database schema changes',
  api_change: 'if an interface that others call changes',
  breaking: 'if a change is breaking',
  dependency_major: 'if a dependency goes up by a major version',
  infrastructure_change: 'if infrastructure or delivery changes',
  security_change: 'if a security-relevant part changes',
  feature_flags: 'if features are behind flags',
  major: 'if this is a major release',
}

/** The words under which a conditional part stands in the plan. */
export const conditionOf = (trait: Trait): string => conditions[trait]

/** Whether a part bound to a trait applies; parts bound to none always do. */
export function applies(traits: Traits, when: Trait | undefined): 'yes' | 'no' | 'unknown' {
  return when === undefined ? 'yes' : traits[when]
}
