import { isKnown } from '../../plan/basis.ts'
import type { Plan } from '../../plan/plan.ts'
import { statementText } from '../markdown.ts'

/** What a provider takes as a flag's key; another name is a description, of which no key is made up. */
const isKey = (name: string): boolean => /^[A-Za-z0-9][A-Za-z0-9_.:/-]*$/.test(name)

/**
 * The release's flags for flagd: on for 0 % of the users, so that the rollout changes nothing; raising the first weight and
 * lowering the second switches them on share by share. Expiry, clean-up and owner stand in the metadata.
 */
export function flagdFiles(plan: Plan): { path: string; text: string }[] {
  const flags = plan.strategy.flags.filter(({ name }) => isKey(name))
  if (flags.length === 0) return []
  const entries = flags.map(flag => [
    flag.name,
    {
      state: 'ENABLED',
      variants: { on: true, off: false },
      defaultVariant: 'off',
      targeting: {
        fractional: [
          ['on', 0],
          ['off', 100],
        ],
      },
      metadata: {
        feature: flag.feature,
        rollout: flag.rollout,
        rollback: flag.rollback,
        owner: isKnown(flag.owner) ? flag.owner.value : String(statementText(plan, flag.owner)),
        ...(isKnown(flag.expires) ? { expires: flag.expires.value } : {}),
        ...(flag.cleanup && isKnown(flag.cleanup) ? { cleanup: flag.cleanup.value } : {}),
      },
    },
  ])
  // Names are keys of JSON: `__proto__` stays one of them, since fromEntries defines own properties.
  const text = JSON.stringify(
    { flags: Object.fromEntries(entries), metadata: { version: plan.version } },
    null,
    2,
  )
  return [{ path: 'deployment/flags.flagd.json', text: `${text}\n` }]
}
