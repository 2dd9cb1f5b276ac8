import type { Kind, Tier } from '../kinds/profile.ts'
import type { Level, Scope, Signal } from '../plan.ts'
import { commitsText } from '../scope/commits-text.ts'
import type { Probability } from './matrix.ts'

/**
 * What a signal in the change can do to a release. Levels are judgements of this catalogue, printed as assumed
 * until somebody states them; a signal that is not there makes no risk.
 */
export interface RiskSpec {
  id: string
  signal: string
  /** Only for these kinds of product; absent: for all. */
  kinds?: Kind[]
  title: string
  category: string
  probability: Probability
  impact: Level
  description: (signal: Signal, scope: Scope) => string
  consequence: string
  /** `stage`: by when the mitigation has to be done, as a milestone's id. */
  mitigations: { text: string; stage: 'freeze' | 'go_no_go' | 'release' }[]
  contingency: { if: string; then: string }[]
  go_no_go: string[]
  /** Words by which the rollback trigger and the way back that answer it are found. */
  answered_by: { trigger: RegExp; way_back: RegExp; tier?: Tier; last_resort?: RegExp }
  /** A fact for a line of its own. */
  remark?: (signal: Signal) => string | undefined
}

const files = (signal: Signal): string =>
  `${signal.count} ${signal.count === 1 ? 'file' : 'files'}, e.g. ${signal.example}`
/** Where nothing more particular answers a risk: a rising error rate or reports, and the first way back. */
const anyTrigger = /error rate|report|regress/i
const anyWay = /./

export const riskCatalogue: RiskSpec[] = [
  {
    id: 'schema_migration',
    signal: 'database_migration',
    title: 'Schema migration fails, locks or cannot be taken back',
    category: 'data',
    probability: 'medium',
    impact: 'high',
    description: (signal, scope) =>
      `${signal.detail ? `${signal.detail}, e.g. ${signal.example}` : files(signal)}; compatibility with the old code: ${'basis' in scope.database_change ? scope.database_change.value.replace('_', ' ') : 'not stated'}.`,
    consequence:
      'Writes stop or fail while a lock is held; a migration that cannot be reversed ends every quick way back.',
    mitigations: [
      { text: 'Run the migration on a copy with production size and note the minutes', stage: 'go_no_go' },
      {
        text: 'Read each statement for locks, drops, renames and type changes; split what the old code cannot live with',
        stage: 'freeze',
      },
      { text: 'Take a backup and restore it once', stage: 'go_no_go' },
    ],
    contingency: [
      {
        if: 'the migration runs longer than rehearsed by half',
        then: 'stop before the rollout starts and take the way back for the schema',
      },
      {
        if: 'data are wrong after it',
        then: 'stop writes, keep the evidence, decide on the restore with the release manager',
      },
    ],
    go_no_go: ['Migration rehearsed on production-size data, its minutes fit the runbook'],
    answered_by: {
      trigger: /integrity|corrupt|wrong data|\b(?:lost?|lose|damaged?|destroyed)\b|\bor data\b/i,
      way_back: anyWay,
      tier: 'immediate',
      last_resort: /\brestore\b/i,
    },
    remark: ({ edited }) =>
      edited
        ? `${edited} edited after ${edited === 1 ? 'it' : 'they'} shipped: a database that ran them does not run them again; check that old and fresh installations end with the same schema`
        : undefined,
  },
  {
    id: 'dependency_major',
    signal: 'dependency_major',
    title: 'A dependency with a new major version behaves differently',
    category: 'dependency',
    probability: 'medium',
    impact: 'medium',
    description: (_signal, scope) =>
      `${scope.dependencies
        .filter(dependency => dependency.change === 'major' && !dependency.dev)
        .slice(0, 8)
        .map(dependency => `${dependency.name} ${dependency.from ?? '?'} to ${dependency.to ?? '?'}`)
        .join(', ')}.`,
    consequence: 'Behaviour that callers rely on changes without a change in our own code.',
    mitigations: [
      { text: 'Read the change notes of each new major and test what they name', stage: 'freeze' },
      {
        text: 'Run the whole test suite on every supported platform with the locked versions',
        stage: 'go_no_go',
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
    id: 'interface_change',
    signal: 'api_description',
    title: 'A caller breaks on a changed interface',
    category: 'compatibility',
    probability: 'medium',
    impact: 'high',
    description: signal => `${files(signal)} describe the interface and changed.`,
    consequence:
      'Clients fail until they are changed; the fault is theirs to mend, so it lasts longer than an outage.',
    mitigations: [
      { text: 'Compare the old and the new description for removed or narrowed parts', stage: 'freeze' },
      { text: 'Run the clients that are known against the new version', stage: 'go_no_go' },
    ],
    contingency: [
      { if: 'a client reports a break', then: 'restore the old form beside the new one in a patch release' },
    ],
    go_no_go: ['No removed or narrowed part without a migration note'],
    answered_by: { trigger: /error|report|regress|install/i, way_back: anyWay },
  },
  {
    id: 'delivery_change',
    signal: 'infrastructure',
    title: 'Changed infrastructure or packaging fails first on the day',
    category: 'delivery',
    probability: 'medium',
    impact: 'medium',
    description: signal => `${files(signal)} decide how the product is built, installed or run.`,
    consequence: 'The release cannot be installed or started although the code is right.',
    mitigations: [
      {
        text: 'Rehearse installation and upgrade from the previous version with the release artefacts',
        stage: 'go_no_go',
      },
    ],
    contingency: [
      { if: 'installation or start fails', then: 'stop the rollout; the previous artefacts stay in place' },
    ],
    go_no_go: ['Release artefacts installed over the previous version at least once'],
    answered_by: { trigger: /health|install|unavailable|start/i, way_back: anyWay },
  },
  {
    id: 'configuration_change',
    signal: 'configuration',
    title: 'A setting is missing or differs where it runs',
    category: 'configuration',
    probability: 'medium',
    impact: 'medium',
    description: signal => `${files(signal)} hold settings and changed.`,
    consequence: 'The new version starts with a wrong default or does not start.',
    mitigations: [
      { text: 'List new and changed settings with their values per environment', stage: 'go_no_go' },
    ],
    contingency: [
      { if: 'a setting is missing', then: 'set it and restart the one instance before going on' },
    ],
    go_no_go: ['Every new setting has a value in every environment'],
    answered_by: { trigger: /health|error|install/i, way_back: anyWay },
  },
  {
    id: 'access_change',
    signal: 'authentication',
    title: 'A change near sign-in, permissions or secrets opens or locks a door',
    category: 'security',
    probability: 'low',
    impact: 'critical',
    description: signal => `${files(signal)} lie on a path about access.`,
    consequence: 'People are locked out, or see what they must not see.',
    mitigations: [
      { text: 'Second review of these files by someone who did not write them', stage: 'freeze' },
      { text: 'Test refused access as well as granted access', stage: 'go_no_go' },
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
    id: 'size',
    signal: 'large_change',
    title: 'The release is large for its test time',
    category: 'size',
    probability: 'medium',
    impact: 'medium',
    description: (signal, scope) =>
      scope.changes
        ? `${commitsText(scope)}, ${scope.changes.files} files, ${scope.changes.insertions + scope.changes.deletions} lines.`
        : files(signal),
    consequence:
      'Lines added are the best single predictor of defects; a fault is harder to find among many changes.',
    mitigations: [
      { text: 'Test by the list of files to watch, largest first', stage: 'go_no_go' },
      { text: 'Cut what is not ready into the next release', stage: 'freeze' },
    ],
    contingency: [
      {
        if: 'the cause of a fault is not found in the time of its tier',
        then: 'go back first, search afterwards',
      },
    ],
    go_no_go: ['Each file to watch has a test or a reviewer'],
    answered_by: { trigger: anyTrigger, way_back: anyWay },
  },
  {
    id: 'untested_change',
    signal: 'tests_untouched',
    title: 'Code changed and no test changed with it',
    category: 'quality',
    probability: 'medium',
    impact: 'medium',
    description: signal => `${files(signal)} changed without a change to a test.`,
    consequence: 'A regression passes the suite.',
    mitigations: [{ text: 'Add or name the test for each behaviour that changed', stage: 'go_no_go' }],
    contingency: [
      { if: 'a regression is reported', then: 'write the failing test first, then mend or go back' },
    ],
    go_no_go: ['Each changed behaviour has a test or a written manual check'],
    answered_by: { trigger: anyTrigger, way_back: anyWay },
  },
]
