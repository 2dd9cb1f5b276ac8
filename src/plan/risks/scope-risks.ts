import type { Scope, Signal } from '../plan.ts'
import { cleanText } from '../text.ts'
import type { RiskSpec } from './catalogue.ts'

const anyTrigger = /error rate|report|regress/i
const anyWay = /./
const mostNamed = 4

function named({ count, example, examples = [example] }: Signal): string {
  const shown = examples.slice(0, mostNamed).map(text => cleanText(text, 90))
  return `${shown.join('; ')}${count > shown.length ? `; and ${count - shown.length} more` : ''}.`
}

/** What the scope says of itself, where no changed file shows it: declared breaks and unfinished work. */
export function scopeSignals({ breaking, items }: Scope): Signal[] {
  const unfinished = items.filter(item => item.status === 'in_development')
  return [
    ...ofTitles(
      'declared_break',
      breaking.map(({ title }) => title),
    ),
    ...ofTitles(
      'unfinished_item',
      unfinished.map(({ title }) => title),
    ),
  ]
}

function ofTitles(kind: string, titles: string[]): Signal[] {
  const [example] = titles
  return example === undefined ? [] : [{ kind, files: [], count: titles.length, example, examples: titles }]
}

/** Risks of what the scope, the changelog and the commits say. */
export const scopeRisks: RiskSpec[] = [
  {
    id: 'declared_break',
    signal: 'declared_break',
    title: 'A declared break meets somebody who did not prepare',
    category: 'compatibility',
    probability: 'medium',
    // Declared: who is hit can read it beforehand.
    impact: 'medium',
    description: signal => named(signal),
    consequence: 'Who has not followed the migration steps fails at the upgrade.',
    mitigations: [
      { text: 'Write the migration steps of each and follow them once with a real caller', stage: 'freeze' },
      { text: 'Name each in the announcement, with what replaces it', stage: 'go_no_go' },
    ],
    contingency: [
      {
        if: 'callers cannot follow in time',
        then: 'bring the old form back beside the new one in a patch release',
      },
    ],
    go_no_go: ['Each declared break has migration steps that somebody followed'],
    answered_by: { trigger: /upgrade|report|error|regress|contract/i, way_back: anyWay },
  },
  {
    id: 'behaviour_change',
    signal: 'behaviour_change',
    title: 'A change that users see is not marked as breaking',
    category: 'compatibility',
    probability: 'medium',
    impact: 'medium',
    description: signal => named(signal),
    consequence: 'Users meet it unannounced, and the version promises more than it keeps.',
    mitigations: [
      { text: 'Decide for each whether it breaks: mark it, or say in the notes why not', stage: 'freeze' },
    ],
    contingency: [
      { if: 'users report one of them', then: 'add the old behaviour as a choice in a patch release' },
    ],
    go_no_go: ['Each of them is announced or judged as harmless'],
    answered_by: { trigger: anyTrigger, way_back: anyWay },
  },
  {
    id: 'unfinished_item',
    signal: 'unfinished_item',
    title: 'Work that is to ship is not finished',
    category: 'schedule',
    probability: 'medium',
    impact: 'medium',
    description: signal => `In development: ${named(signal)}`,
    consequence: 'It is tested late or ships half done.',
    mitigations: [{ text: 'Finish, review and merge each by the code freeze', stage: 'freeze' }],
    contingency: [{ if: 'one is not merged at the freeze', then: 'take it out of this release' }],
    go_no_go: ['Nothing in the release is still in development'],
    answered_by: { trigger: anyTrigger, way_back: anyWay },
  },
  {
    id: 'reverts',
    signal: 'reverts',
    title: 'Something in this range was already taken back once',
    category: 'quality',
    probability: 'medium',
    impact: 'medium',
    description: signal => `${signal.count} reverted, e.g. ${signal.example}.`,
    consequence: 'What failed once may be half in: its rest or its second attempt ships now.',
    mitigations: [
      {
        text: 'Check for each revert what of it is left in the range and why it was reverted',
        stage: 'freeze',
      },
    ],
    contingency: [{ if: 'the same fault comes back', then: 'leave the change out of this release' }],
    go_no_go: ['Each revert explained'],
    answered_by: { trigger: anyTrigger, way_back: anyWay },
  },
]
