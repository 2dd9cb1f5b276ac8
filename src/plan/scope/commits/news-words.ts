import { type ChangeKind, kindOfType } from './commit-words.ts'

/** What the heading, file ending or trailer under which people are told of a change says about it. */
export type News = {
  kind?: ChangeKind
  /** It says that something breaks. */
  breaking?: true
  /** It takes something away, announces that, or asks for something new: it may break. */
  removes?: true
  /** Nothing that users are told of. */
  internal?: true
}

const WORDS: [RegExp, News][] = [
  [/^(?:break(?:ing)?|backwards?[- ]incompatib\w*|incompatib\w*|major(?: changes?)?)\b/, { breaking: true }],
  [/^(?:remov(?:ed|als?)|upgrade(?: notes?)?)\b/, { kind: 'api_change', removes: true }],
  [/^deprecat(?:ed|ions?)\b/, { kind: 'api_change', removes: true }],
  [/^(?:security|vulnerabilit)/, { kind: 'security' }],
  [/^(?:perf(?:ormance)?|speed|optimi[sz]ations?)\b/, { kind: 'performance' }],
  [
    /^(?:(?:bug|hot)[- ]?fix(?:es)?|bugs?|fix(?:e[sd])?|critical|patch(?: changes?)?|regressions?)\b/,
    { kind: 'fix' },
  ],
  [
    /^(?:added|add|additions?|new|(?:new )?features?|enhancements?|improve(?:ments?|d)|minor(?: changes?)?)\b/,
    { kind: 'feature' },
  ],
  [
    /^(?:docs?|documentation|misc(?:ellaneous)?|trivial|internal|process|contrib|housekeeping|tests?|chores?|cleanup|refactor\w*|prelude|issues|known issues|other|failing-test|flake)\b/,
    { kind: 'other', internal: true },
  ],
  [
    /^(?:packaging|vendor(?:ed)?|dependenc(?:y|ies)|build|ci|deps)\b/,
    { kind: 'infrastructure', internal: true },
  ],
  [/^api[- ]change\b/, { kind: 'api_change' }],
]

/** The meaning of such a word: `Fixed`, `bugfix`, `New features`, `deprecations`; empty where it tells no kind. */
export function newsOf(word: string): News {
  const plain = word
    .toLowerCase()
    .replaceAll('_', ' ')
    .replace(/^[^a-z]+/, '')
    .slice(0, 60)
  const found = WORDS.find(([pattern]) => pattern.test(plain))
  if (found) return found[1]
  const kind = kindOfType(plain)
  return kind ? { kind } : {}
}
