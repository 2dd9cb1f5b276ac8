import { counted } from '../../text.ts'
import { anyTrigger, anyWay, filesText, type RiskRule, type Seen, type Shown, tasks } from '../rule.ts'
import { titlesText } from './named.ts'

const mostNamed = 6
const severalPaths = 3

export const deliveryRules: RiskRule[] = [
  {
    id: 'delivery_change',
    title: 'Changed infrastructure or packaging fails first on the day',
    category: 'delivery',
    probability: 'medium',
    impact: 'medium',
    shown: ({ signal }) => {
      const found = signal('infrastructure')
      return (
        found && {
          description: found.examples
            ? `${counted(found.count, 'file that decides', 'files that decide')} how the product is built, installed or run: ${titlesText(found.examples, found.examples.length)}`
            : `${filesText(found)}: decides how the product is built, installed or run.`,
          by: counted(found.count, 'changed file'),
          files: found.files,
        }
      )
    },
    consequence: 'The release cannot be installed or started although the code is right.',
    mitigations: [
      {
        text: 'rehearse installation and upgrade from the previous version with the release artefacts',
        tasks: tasks.install,
      },
    ],
    contingency: [
      { if: 'installation or start fails', then: 'stop the rollout; the previous artefacts stay in place' },
    ],
    go_no_go: ['Release artefacts installed over the previous version at least once'],
    answered_by: {
      trigger: /health|install|unavailable|\bstart\b|update success|\bapply\b/i,
      way_back: anyWay,
    },
  },
  {
    id: 'pipeline_change',
    title: 'The changed pipeline publishes wrongly or not at all',
    category: 'delivery',
    probability: 'low',
    impact: 'medium',
    shown: pipeline,
    consequence: 'The tag is made and nothing, or something else, is published.',
    mitigations: [{ text: 'run the changed pipeline once without publishing', tasks: tasks.pipeline }],
    contingency: [
      {
        if: 'publishing stops half way',
        then: 'do not tag again; publish what is missing from the same commit',
      },
    ],
    go_no_go: ['The changed pipeline has run through once'],
    answered_by: { trigger: /install|health|update success|\bapply\b/i, way_back: anyWay },
  },
  {
    id: 'configuration_change',
    title: 'A setting is missing or differs where it runs',
    category: 'configuration',
    probability: 'medium',
    impact: 'medium',
    shown: configuration,
    consequence: 'The new version starts with a wrong default or does not start.',
    mitigations: [
      { text: 'list new and changed settings with their values per environment', tasks: tasks.settings },
    ],
    contingency: [
      { if: 'a setting is missing', then: 'set it and restart the one instance before going on' },
    ],
    go_no_go: ['Every new setting has a value in every environment'],
    answered_by: { trigger: /health|install|\bstart\b|\bapply\b/i, way_back: anyWay },
  },
  {
    id: 'flag_state',
    title: 'A feature flag is in the wrong position, or gone when it is needed',
    category: 'configuration',
    probability: 'low',
    impact: 'medium',
    shown: flags,
    consequence: 'A feature is on for everybody too early, or cannot be switched off.',
    mitigations: [
      {
        text: 'try each new flag in both positions; nobody still needs the removed ones',
        tasks: tasks.flags,
      },
    ],
    contingency: [{ if: 'a feature does harm', then: 'switch its flag off, then search' }],
    go_no_go: ['Default of each new flag agreed'],
    answered_by: { trigger: anyTrigger, way_back: anyWay },
  },
  {
    id: 'access_change',
    title: 'A change near sign-in, permissions or secrets opens or locks a door',
    category: 'security',
    probability: 'low',
    impact: 'critical',
    shown: ({ signal }) => {
      const found = signal('authentication')
      return (
        found && {
          description: `${filesText(found)}: on a path about access.`,
          by: counted(found.count, 'changed file'),
          files: found.files,
          ...(found.count < severalPaths
            ? {
                levels: {
                  probability: 'low' as const,
                  impact: 'high' as const,
                  because: 'only the name of one path or two says so',
                },
              }
            : {}),
        }
      )
    },
    consequence: 'People are locked out, or see what they must not see.',
    mitigations: [
      { text: 'second review of these files by someone who did not write them', tasks: tasks.review },
      { text: 'test refused access as well as granted access', tasks: tasks.security },
    ],
    contingency: [
      {
        if: 'access is wrong in either direction',
        then: 'take the fastest way back at once; decide about secrets and sessions with Security',
      },
    ],
    go_no_go: ['Security has seen the files named here'],
    answered_by: {
      trigger: /security|breach|personal|access|sign-in|login/i,
      way_back: anyWay,
      tier: 'immediate',
    },
  },
  {
    id: 'credential',
    title: 'A credential may ship with the release',
    category: 'security',
    probability: 'medium',
    impact: 'high',
    shown: ({ range }) => {
      const found = range?.credentials ?? []
      return found.length === 0
        ? undefined
        : {
            description: `${found
              .slice(0, mostNamed)
              .map(({ file, what }) => `${file} (${what})`)
              .join(', ')}.`,
            by: counted(found.length, 'file'),
            files: found.map(({ file }) => file).slice(0, 10),
          }
    },
    consequence: 'Whoever has the history or the package has the access.',
    mitigations: [
      {
        text: 'say of each whether it is real; replace a real one before anything ships',
        tasks: tasks.security,
      },
    ],
    contingency: [{ if: 'a real one was published', then: 'revoke it first, then clean the history' }],
    go_no_go: ['Each of them is a test value or revoked'],
    answered_by: {
      trigger: /security|breach|personal|access|sign-in|login/i,
      way_back: anyWay,
      tier: 'immediate',
    },
  },
]

/** Only what builds or publishes: a changed check of style risks nothing on the day. */
function pipeline({ signal, scope }: Seen): Shown | undefined {
  const publishing = (scope.publishing ?? []).filter(({ does }) => does.length > 0).map(({ file }) => file)
  const files = (signal('delivery')?.files ?? []).filter(file => publishing.includes(file))
  if (files.length === 0) return undefined
  return {
    description: `${files.join(', ')} ${files.length === 1 ? 'publishes' : 'publish'} and changed.`,
    by: counted(files.length, 'changed workflow'),
    files,
  }
}

function configuration({ kind, signal, range }: Seen): Shown | undefined {
  // A library has no place where it runs: only what it reads there counts.
  const found = kind === 'library' ? undefined : signal('configuration')
  const variables = range?.environment ?? []
  if (!found && variables.length === 0) return undefined
  const names = [...new Set(variables.map(({ name }) => name))]
  const more = names.length > mostNamed ? ` and ${names.length - mostNamed} more` : ''
  return {
    description: [
      ...(names.length > 0
        ? [`New environment variables: ${names.slice(0, mostNamed).join(', ')}${more}.`]
        : []),
      ...(found ? [`${filesText(found)}: holds settings and changed.`] : []),
    ].join(' '),
    by: found ? counted(found.count, 'changed file') : counted(names.length, 'new variable'),
    files: [...new Set([...variables.map(({ file }) => file), ...(found?.files ?? [])])].slice(0, 10),
  }
}

function flags({ range }: Seen): Shown | undefined {
  const { added = [], removed = [] } = range?.flags ?? {}
  if (added.length + removed.length === 0) return undefined
  const listed = (uses: typeof added) =>
    [...new Set(uses.map(({ name }) => name))].slice(0, mostNamed).join(', ')
  return {
    description: [
      ...(added.length > 0 ? [`New: ${listed(added)}.`] : []),
      ...(removed.length > 0 ? [`Removed: ${listed(removed)}.`] : []),
    ].join(' '),
    by: counted(added.length + removed.length, 'flag'),
    files: [...new Set([...added, ...removed].map(({ file }) => file))].slice(0, 10),
  }
}
