/** Only who clearly is inside counts as inside; everybody else hears nothing before the gate. */
export function isInside(audience: string): boolean {
  const outside =
    /custom|client|user|public|partner|press|communit|vendor|supplier|investor|regulator|external|contributor/i
  const inside =
    /internal|team|staff|engineer|develop|support|on[- ]?call|manage|executive|stakeholder|sales|market|legal|operations|\bops\b|devops|\bqa\b|\bsre\b|maintainer|employee|everybody|company|board|organi[sz]ation|security/i
  return inside.test(audience) && !outside.test(audience)
}
