import type { Scope } from '../../plan.ts'
import { isRuntime } from '../../scope/product/runtime-floors.ts'
import { counted } from '../../text.ts'
import { anyTrigger, anyWay, filesText, type RiskRule, type Seen, type Shown, tasks } from '../rule.ts'
import { named, titlesText } from './named.ts'

const mostNamed = 4
/** Descriptions whose texts are compared; of others only that they changed is known. */
const compared = /openapi|swagger|\.proto$|\.(?:graphqls?|gql)$/i

export const interfaceRules: RiskRule[] = [
  {
    id: 'interface_change',
    title: 'A caller breaks on a changed interface',
    category: 'compatibility',
    probability: 'medium',
    impact: 'high',
    shown: interfaceChange,
    consequence: 'Clients fail until their owners change them: longer than an outage.',
    mitigations: [
      {
        text: 'compare the old and the new description for removed or narrowed parts',
        tasks: tasks.interfaces,
      },
      { text: 'run the clients that are known against the new version', tasks: tasks.install },
    ],
    contingency: [
      { if: 'a client reports a break', then: 'restore the old form beside the new one in a patch release' },
    ],
    go_no_go: ['No removed or narrowed part without a migration note'],
    answered_by: { trigger: /contract|dependents|upgrade|error rate|regress/i, way_back: anyWay },
  },
  {
    id: 'declared_break',
    title: 'A declared break meets somebody who did not prepare',
    category: 'compatibility',
    probability: 'medium',
    // Declared: who is hit can read it beforehand.
    impact: 'medium',
    shown: ({ scope }) => {
      const titles = scope.breaking.map(({ title }) => title)
      return titles.length === 0
        ? undefined
        : { description: titlesText(titles), by: counted(titles.length, 'declared break') }
    },
    consequence: 'Who has not followed the migration steps fails at the upgrade.',
    mitigations: [
      {
        text: 'write the migration steps of each and follow them once with a real caller',
        tasks: tasks.texts,
      },
      { text: 'name each in the announcement, with what replaces it', tasks: tasks.announcement },
    ],
    contingency: [
      {
        if: 'callers cannot follow in time',
        then: 'bring the old form back beside the new one in a patch release',
      },
    ],
    go_no_go: ['Each declared break has migration steps that somebody followed'],
    answered_by: { trigger: /contract|dependents|upgrade|error rate|regress/i, way_back: anyWay },
  },
  {
    id: 'behaviour_change',
    title: 'A change that users see is not marked as breaking',
    category: 'compatibility',
    probability: 'medium',
    impact: 'medium',
    shown: ({ signal }) => {
      const found = signal('behaviour_change')
      return found && { description: named(found), by: counted(found.count, 'wording') }
    },
    consequence: 'Users meet it unannounced, and the version promises more than it keeps.',
    mitigations: [
      {
        text: 'decide for each whether it breaks: mark it, or say in the notes why not',
        tasks: tasks.interfaces,
      },
    ],
    contingency: [
      { if: 'users report one of them', then: 'add the old behaviour as a choice in a patch release' },
    ],
    go_no_go: ['Each of them is announced or judged as harmless'],
    answered_by: { trigger: anyTrigger, way_back: anyWay },
  },
  {
    id: 'runtime_floor',
    title: 'The language where it runs is older than this version needs',
    category: 'compatibility',
    probability: 'medium',
    impact: 'medium',
    shown: runtimeFloor,
    consequence: 'Installation fails, or an older version is installed without a word.',
    mitigations: [
      { text: 'install and run on the lowest version that is still promised', tasks: tasks.install },
      { text: 'name the new floor in the announcement', tasks: tasks.announcement },
    ],
    contingency: [
      { if: 'many users are left behind', then: 'keep the older line with fixes for a stated time' },
    ],
    go_no_go: ['The lowest promised version is part of the tests'],
    answered_by: { trigger: /install|health|\bstart\b|update success/i, way_back: anyWay },
  },
  {
    id: 'dependency_major',
    title: 'A dependency with a new major version behaves differently',
    category: 'dependency',
    probability: 'medium',
    impact: 'medium',
    shown: dependencyMajor,
    consequence: 'Behaviour that callers rely on changes without a change in our own code.',
    mitigations: [
      { text: 'read the change notes of each new major and test what they name', tasks: tasks.review },
      {
        text: 'run the whole test suite on every supported platform with the locked versions',
        tasks: tasks.tests,
      },
    ],
    contingency: [
      {
        if: 'a fault is traced to one of them',
        then: 'pin the earlier major in a patch release, or revert the upgrade commit',
      },
    ],
    go_no_go: ['Change notes of each new major read; nothing in them is untested'],
    answered_by: { trigger: anyTrigger, way_back: anyWay },
  },
  {
    id: 'transitive_major',
    title: 'A package that others bring has a new major version',
    category: 'dependency',
    probability: 'low',
    impact: 'low',
    shown: transitiveMajors,
    consequence: 'What nobody asked for behaves differently.',
    mitigations: [
      { text: 'run the whole test suite with exactly these locked versions', tasks: tasks.tests },
    ],
    contingency: [{ if: 'a fault is traced to one of them', then: 'lock the earlier version' }],
    go_no_go: [],
    answered_by: { trigger: anyTrigger, way_back: anyWay },
  },
  {
    id: 'dependency_added',
    title: 'A new dependency brings what nobody looked at',
    category: 'dependency',
    probability: 'low',
    impact: 'low',
    shown: ({ signal, scope }) => {
      const found = signal('dependency_added')
      const added = packages(scope, 'added')
      return (
        found && {
          description: `New: ${listed(added.map(one => one.name)) || found.example}.`,
          by: counted(found.count, 'new dependency', 'new dependencies'),
          files: found.files,
        }
      )
    },
    consequence: 'Its licence, its own dependencies or its maintenance become ours.',
    mitigations: [{ text: 'look at licence, owner and size of each new package', tasks: tasks.security }],
    contingency: [{ if: 'one of them is withdrawn or bad', then: 'replace or remove it in a patch release' }],
    go_no_go: [],
    answered_by: { trigger: anyTrigger, way_back: anyWay },
  },
]

/** What is compiled before it is handed out asks nothing of who runs it. */
const compiled = /^(?:go|rust|swift|dart)\b/i

function runtimeFloor({ signal, kind }: Seen): Shown | undefined {
  const found = signal('runtime_floor')
  if (!found || (kind !== 'library' && compiled.test(found.example))) return undefined
  return {
    description: `Raised: ${found.example}${found.count > 1 ? ` and ${found.count - 1} more` : ''}.`,
    by: counted(found.count, 'raised floor'),
    files: found.files,
  }
}

function interfaceChange({ signal, range }: Seen): Shown | undefined {
  const described = signal('api_description')
  const breaks = (range?.api ?? []).filter(change => change.breaking)
  if (breaks.length > 0) {
    const more = breaks.length > mostNamed ? `; and ${breaks.length - mostNamed} more` : ''
    return {
      description: `${counted(breaks.length, 'change')} that callers can break on: ${breaks
        .slice(0, mostNamed)
        .map(({ what, file }) => `${what} (${file})`)
        .join('; ')}${more}.`,
      by: counted(breaks.length, 'breaking change'),
      files: [...new Set(breaks.map(({ file }) => file))].slice(0, 10),
    }
  }
  if (!described) return undefined
  const read = range?.api !== undefined && !range.api_omitted
  if (read && described.count <= described.files.length && described.files.every(file => compared.test(file)))
    return undefined
  return {
    description: `${filesText(described)}: describes the interface and changed${read ? '; what could be compared lost nothing' : ''}.`,
    by: counted(described.count, 'changed file'),
    files: described.files,
  }
}

function dependencyMajor({ signal, scope }: Seen): Shown | undefined {
  const found = signal('dependency_major')
  if (!found) return undefined
  const majors = packages(scope, 'major').map(
    ({ name, from, to }) => `${name} ${from ?? '?'} to ${to ?? '?'}`,
  )
  return {
    description: `${listed(majors) || found.example}.`,
    by: counted(found.count, 'new major'),
    files: found.files,
  }
}

/** New majors that no manifest asks for. */
function transitiveMajors({ kind, range }: Seen): Shown | undefined {
  const locks = (range?.locks ?? []).filter(({ majors }) => majors > 0)
  // Who installs a library gets what the own lock file says, not what ours does.
  if (locks.length === 0 || kind === 'library') return undefined
  const majors = locks.reduce((sum, lock) => sum + lock.majors, 0)
  const steps = locks
    .flatMap(({ shown }) => shown.filter(({ from, direct }) => from !== undefined && !direct))
    .map(({ name, from, to }) => `${name} ${from} to ${to ?? '?'}`)
  return {
    description: `${counted(majors, 'new major')} in ${locks.map(({ file }) => file).join(', ')}${steps.length > 0 ? `: ${listed(steps)}` : ''}.`,
    by: counted(majors, 'new major'),
    files: locks.map(({ file }) => file),
  }
}

/** What ships with the product; the language itself is a risk of its own. */
const packages = ({ dependencies }: Scope, change: string): Scope['dependencies'] =>
  dependencies.filter(one => one.change === change && !one.dev && !isRuntime(one))

/** A monorepo names the same package in many manifests. */
function listed(all: readonly string[]): string {
  const names = [...new Set(all)]
  const most = 6
  const more = names.length > most ? ` and ${names.length - most} more` : ''
  return `${names.slice(0, most).join(', ')}${more}`
}
