import { longDate } from '../../calendar/date.ts'
import { commitsText } from '../../scope/commits/commits-text.ts'
import { counted } from '../../text.ts'
import { median } from '../patch-chance.ts'
import { anyTrigger, anyWay, filesText, type RiskRule, type Seen, type Shown, tasks } from '../rule.ts'
import { named, titlesText } from './named.ts'

/** So many times the median of its last ten releases is unusual for a repository, and below so many times large is usual. */
const unusual = 3
const usualToo = 1.5
const fewestSizes = 3
/** Below so few lines a share says nothing. */
const fewestLines = 500
const lowShare = 0.1

export const qualityRules: RiskRule[] = [
  {
    id: 'size',
    title: 'The release is large for its test time',
    category: 'size',
    probability: 'medium',
    impact: 'medium',
    shown: size,
    consequence: 'A fault is harder to find among many changes, and reviews see less of each.',
    mitigations: [
      { text: 'test by the list of files to watch, from the top', tasks: tasks.tests },
      { text: 'move what is not ready into the next release', tasks: tasks.review },
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
    title: 'Code changed and little or no test changed with it',
    category: 'quality',
    probability: 'medium',
    impact: 'medium',
    shown: untested,
    consequence: 'A regression passes the suite.',
    mitigations: [{ text: 'add or name the test for each behaviour that changed', tasks: tasks.tests }],
    contingency: [
      { if: 'a regression is reported', then: 'write the failing test first, then mend or go back' },
    ],
    go_no_go: ['Each changed behaviour has a test or a written manual check'],
    answered_by: { trigger: anyTrigger, way_back: anyWay },
  },
  {
    id: 'late_change',
    title: 'Changes came after the code freeze',
    category: 'schedule',
    probability: 'medium',
    impact: 'medium',
    shown: late,
    consequence: 'They ship with less testing than the rest.',
    mitigations: [
      { text: 'test each late change again, or take it out', tasks: ['blocker_fixes', ...tasks.tests] },
    ],
    contingency: [{ if: 'a late change is not tested by the go/no-go', then: 'leave it out' }],
    go_no_go: ['Each change after the freeze is a tested blocker fix'],
    answered_by: { trigger: anyTrigger, way_back: anyWay },
  },
  {
    id: 'unfinished_item',
    title: 'Work that is to ship is not finished',
    category: 'schedule',
    probability: 'medium',
    impact: 'medium',
    shown: ({ scope }) => {
      const titles = scope.items.filter(item => item.status === 'in_development').map(({ title }) => title)
      return titles.length === 0
        ? undefined
        : { description: `In development: ${titlesText(titles)}`, by: counted(titles.length, 'item') }
    },
    consequence: 'It is tested late or ships half done.',
    mitigations: [{ text: 'finish, review and merge each by the code freeze', tasks: tasks.review }],
    contingency: [{ if: 'one is not merged at the freeze', then: 'take it out of this release' }],
    go_no_go: ['Nothing in the release is still in development'],
    answered_by: { trigger: anyTrigger, way_back: anyWay },
  },
  {
    id: 'reverts',
    title: 'Something in this range was already taken back once',
    category: 'quality',
    probability: 'medium',
    impact: 'medium',
    shown: ({ signal }) => {
      const found = signal('reverts')
      return found && { description: `Reverted: ${named(found)}`, by: counted(found.count, 'revert') }
    },
    consequence: 'What failed once may be half in: its rest or its second attempt ships now.',
    mitigations: [
      {
        text: 'check for each revert what of it is left in the range and why it was reverted',
        tasks: tasks.review,
      },
    ],
    contingency: [{ if: 'the same fault comes back', then: 'leave the change out of this release' }],
    go_no_go: ['Each revert explained'],
    answered_by: { trigger: anyTrigger, way_back: anyWay },
  },
]

/** Large beside its own past, or too large for anybody to have read it all. */
function size({ signal, scope, range, past_sizes }: Seen): Shown | undefined {
  const found = signal('large_change')
  const lines = range?.activity?.source_lines
  const usual = past_sizes.length >= fewestSizes ? median(past_sizes) : undefined
  const times = lines !== undefined && usual ? lines / usual : undefined
  const out = times !== undefined && times >= unusual && lines! >= fewestLines
  if (!out && (!found || (times !== undefined && times < usualToo))) return undefined
  const beside =
    times === undefined
      ? ''
      : ` ${lines} source lines commit by commit are ${times.toFixed(1)} times the median of the last ${past_sizes.length} feature releases.`
  const changed = (scope.changes?.insertions ?? 0) + (scope.changes?.deletions ?? 0)
  const all = scope.changes
    ? `${commitsText(scope)}, ${counted(scope.changes.files, 'file')}${changed > 0 ? `, ${counted(changed, 'line')}` : ''}.`
    : found
      ? filesText(found)
      : ''
  const spread = range?.shape?.directories
  return {
    description: `${all}${beside}${spread ? ` It lies in ${counted(spread, 'folder')}.` : ''}`,
    by: found?.example ?? counted(lines ?? 0, 'source line'),
    files: found?.files ?? [],
  }
}

function untested({ signal, range }: Seen): Shown | undefined {
  const none = signal('tests_untouched')
  if (none)
    return {
      description: `${filesText(none)}: changed, and no test with ${none.count === 1 ? 'it' : 'them'}.`,
      by: counted(none.count, 'changed file'),
      files: none.files,
    }
  const { code_lines: code = 0, test_lines: tests = 0 } = range?.shape ?? {}
  const share = tests / (tests + code || 1)
  if (code < fewestLines || share >= lowShare) return undefined
  return {
    description: `${counted(tests, 'line')} of tests changed beside ${counted(code, 'line')} of code (${Math.round(share * 100)} %).`,
    by: `${tests} of ${tests + code} changed lines`,
    files: [],
  }
}

function late({ range, freeze }: Seen): Shown | undefined {
  if (!range || !freeze || range.head_date.slice(0, 10) <= freeze) return undefined
  const after = range.changes.filter(
    change => (change.date ?? '').slice(0, 10) > freeze && !change.bot && !change.reverted,
  )
  if (after.length === 0) return undefined
  return {
    description: `${counted(after.length, 'change')} after the freeze of ${longDate(freeze)}: ${titlesText(after.map(({ subject }) => subject))}`,
    by: `${counted(after.length, 'commit')} after the freeze`,
    files: [],
  }
}
