import { validZone } from '../calendar/zones.ts'

/** `customers (Asia/Tokyo)`: who, and the zones whose clocks they read. */
export function zonesOf(audience: string): string[] {
  const named = [...audience.matchAll(/\b[A-Z]\w+\/[A-Z][\w/+-]+/g)].map(([zone]) => zone)
  return [...new Set(named)].filter(isZone)
}

/** The audience without its zones, for comparing. */
export const withoutZones = (audience: string): string => audience.replace(/\s*\([^)]*\/[^)]*\)/g, '').trim()

function isZone(zone: string): boolean {
  try {
    return validZone(zone, 'audiences') !== ''
  } catch {
    return false
  }
}

/** `customers` of `customers (12,000 hosted users)`: who, without what is said about them. */
export const bareAudience = (audience: string): string => audience.replace(/\s*\([^)]*\)/g, '').trim()

/** Only who clearly is inside counts as inside; everybody else hears nothing before the gate. */
export function isInside(audience: string): boolean {
  const outside =
    /custom|client|user|public|partner|press|communit|vendor|supplier|investor|regulator|external|contributor/i
  const inside =
    /internal|team|staff|engineer|develop|support|on[- ]?call|manage|executive|stakeholder|sales|market|legal|operations|\bops\b|devops|\bqa\b|\bsre\b|maintainer|employee|everybody|company|board|organi[sz]ation|security/i
  return inside.test(audience) && !outside.test(audience)
}
