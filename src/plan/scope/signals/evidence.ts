import { cleanText, counted } from '../../text.ts'
import type { Edits } from '../migrations/migrations.ts'
import type { ChangeShape, ObservedRange, ObservedSignal } from '../observation.ts'
import type { FileChange } from '../repository.ts'
import type { DeliveryChange } from './delivery.ts'
import { migrationSignal } from './signals.ts'

/** What the texts and lines of the changed files say, as the range keeps it. */
export type Evidence = Pick<
  ObservedRange,
  | 'migrations'
  | 'migrations_omitted'
  | 'migrations_total'
  | 'api'
  | 'api_omitted'
  | 'locks'
  | 'environment'
  | 'flags'
  | 'credentials'
  | 'shape'
> & {
  delivery?: DeliveryChange[]
  edits?: Edits
  /** The files of the migrations' signal, where some of its paths turned out to be none. */
  steps?: FileChange[]
  /** Files of program text with steps in it. */
  programs?: FileChange[]
  notes: string[]
}

const MOST_FILES = 10
const MOST_EXAMPLES = 6

/** The kinds of signal that texts and lines show, beside those that paths, dependencies and commits show. */
export const EVIDENCE_KINDS = [
  'api_breaking',
  'transitive_dependencies',
  'environment_variables',
  'feature_flags',
  'credential_added',
  'change_shape',
] as const

/** The range with its evidence: kept beside the rest, and as signals where it asks for attention. */
export function withEvidence<T extends ObservedRange>(
  range: T,
  { notes, delivery = [], edits, steps, programs, ...evidence }: Evidence,
): T {
  const isStep = ({ kind }: ObservedSignal) => kind === 'database_migration'
  const shown =
    range.signals.some(isStep) || !steps ? range.signals : [...stepsSignal(steps, programs), ...range.signals]
  const signals = shown
    .flatMap(signal => (isStep(signal) && steps ? stepsSignal(steps, programs) : signal))
    .map(signal =>
      signal.kind === 'database_migration'
        ? judgedSignal(edits ? editedSignal(signal, edits) : signal, evidence)
        : signal,
    )
    .map(signal => (signal.kind === 'infrastructure' ? deliverySignal(signal, delivery) : signal))
  return {
    ...range,
    ...evidence,
    signals: [...signals, ...evidenceSignals(evidence)],
    notes: [...range.notes, ...notes],
  }
}

function stepsSignal(steps: FileChange[], programs: FileChange[] = []): ObservedSignal[] {
  const signal = migrationSignal(steps, programs)
  return signal
    ? [
        {
          ...signal,
          files: signal.files.map(path => cleanText(path, 250)),
          example: cleanText(signal.example, 250),
        },
      ]
    : []
}

/** Of the migrations that were there before, those with other steps count as edited; the rest was only written anew. */
function editedSignal(
  { edited, detail, ...signal }: ObservedSignal,
  { changed, same }: Edits,
): ObservedSignal {
  if (!edited || same === 0)
    return { ...signal, ...(detail ? { detail } : {}), ...(edited ? { edited } : {}) }
  const text = (detail ?? '').replace(
    /\d+ edited after (?:it|they) shipped/,
    [
      changed > 0 ? `${changed} edited after ${changed === 1 ? 'it' : 'they'} shipped` : '',
      `${same} rewritten with the same steps`,
    ]
      .filter(Boolean)
      .join(', '),
  )
  return { ...signal, detail: text, ...(changed > 0 ? { edited: changed } : {}) }
}

/** The migrations' signal with what their statements do. */
function judgedSignal(
  signal: ObservedSignal,
  { migrations = [], migrations_total: totals }: Omit<Evidence, 'notes'>,
): ObservedSignal {
  if (!totals || totals.statements === 0) return signal
  const statements = migrations.flatMap(({ statements: list }) => list)
  const parts = [
    [totals.breaking, 'old code cannot live with'],
    [totals.irreversible, 'cannot be taken back'],
    [totals.locking, `lock${totals.locking === 1 ? 's' : ''} a table`],
    [totals.not_judged, 'not judged'],
  ] as const
  const said = parts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`)
  const judged = `of ${counted(totals.statements, 'statement')} ${said.join(', ') || 'none breaks old code, locks or is final'}`
  const worst = statements.filter(
    ({ compatible, reversible, locking }) => compatible === false || reversible === false || locking,
  )
  return {
    ...signal,
    detail: [signal.detail, judged].filter(Boolean).join('; '),
    ...(worst.length > 0
      ? { examples: worst.slice(0, MOST_EXAMPLES).map(({ what, why }) => `${what}${why ? `: ${why}` : ''}`) }
      : {}),
  }
}

function deliverySignal(signal: ObservedSignal, changes: DeliveryChange[]): ObservedSignal {
  if (changes.length === 0) return signal
  const examples = changes
    .slice(0, MOST_EXAMPLES)
    .map(({ what, file }) => cleanText(`${what} (${file})`, 160))
  const [first = ''] = examples
  return { ...signal, detail: `${counted(signal.count, 'file')}; ${first}`, examples }
}

function evidenceSignals(evidence: Omit<Evidence, 'notes'>): ObservedSignal[] {
  const breaking = (evidence.api ?? []).filter(one => one.breaking)
  const locks = evidence.locks ?? []
  const flags = [...(evidence.flags?.added ?? []), ...(evidence.flags?.removed ?? [])]
  return [
    named(
      'api_breaking',
      breaking.map(({ file, what }) => ({ file, text: what })),
      breaking.length,
    ),
    locked(locks),
    named(
      'environment_variables',
      (evidence.environment ?? []).map(({ name, file }) => ({ file, text: name })),
    ),
    flags.length > 0
      ? {
          ...named(
            'feature_flags',
            flags.map(({ name, file }) => ({ file, text: name })),
          )!,
          detail: flagDetail(evidence.flags),
        }
      : undefined,
    named(
      'credential_added',
      (evidence.credentials ?? []).map(({ file, what }) => ({ file, text: `${what} in ${file}` })),
    ),
    shaped(evidence.shape),
  ].filter(signal => signal !== undefined)
}

function named(
  kind: string,
  found: { file: string; text: string }[],
  count = found.length,
): ObservedSignal | undefined {
  const [first] = found
  if (!first) return undefined
  return {
    kind,
    files: [...new Set(found.map(({ file }) => cleanText(file, 250)))].slice(0, MOST_FILES),
    count,
    example: cleanText(first.text, 250),
    examples: found.slice(0, MOST_EXAMPLES).map(({ text }) => cleanText(text, 160)),
  }
}

const flagDetail = (flags: ObservedRange['flags']): string =>
  [counted(flags?.added.length ?? 0, 'new key'), `${flags?.removed.length ?? 0} gone`].join(', ')

/** Packages that others bring: what changed without anybody asking for it. */
function locked(locks: NonNullable<ObservedRange['locks']>): ObservedSignal | undefined {
  const sum = (field: 'majors' | 'added' | 'removed' | 'others') =>
    locks.reduce((total, lock) => total + lock[field], 0)
  const count = sum('majors') + sum('added') + sum('removed') + sum('others')
  const first = locks.flatMap(({ shown }) => shown)[0]
  if (count === 0) return undefined
  const alone = locks.filter(lock => lock.alone).length
  return {
    kind: 'transitive_dependencies',
    files: locks.map(({ file }) => file).slice(0, MOST_FILES),
    count,
    example: first
      ? `${first.name} ${first.from ? `${first.from} → ` : ''}${first.to ?? ''}`.trim()
      : (locks[0]?.file ?? ''),
    detail: `${sum('majors')} of a new major, ${sum('added')} new, ${sum('removed')} gone, ${sum('others')} smaller steps${alone > 0 ? `; ${alone === locks.length && alone === 1 ? 'its' : alone} manifest unchanged` : ''}`,
  }
}

const percent = (share: number): string => `${Math.round(share * 100)} %`

/** The shape of the change as facts; none of them forecasts anything by itself. */
export function shapeText(shape: ChangeShape): string {
  const { code_lines: code, test_lines: tests } = shape
  return [
    code + tests > 0 ? `${percent(tests / (code + tests))} of the lines of code are tests` : '',
    counted(shape.directories, 'folder'),
    shape.entropy === undefined ? '' : `evenness over files ${shape.entropy}`,
    shape.newcomers === undefined
      ? ''
      : `${shape.newcomers === 1 ? '1 person contributes' : `${shape.newcomers} people contribute`} for the first time`,
    shape.late_share === undefined
      ? `${counted(shape.late_commits, 'commit')} in the last three days`
      : `${percent(shape.late_share)} of the lines in its last three days`,
  ]
    .filter(Boolean)
    .join('; ')
}

function shaped(shape: ChangeShape | undefined): ObservedSignal | undefined {
  if (!shape || shape.code_files + shape.test_files === 0) return undefined
  const text = shapeText(shape)
  return {
    kind: 'change_shape',
    files: [],
    count: shape.code_files + shape.test_files,
    example: shape.largest_folder ?? '',
    detail: text,
  }
}
