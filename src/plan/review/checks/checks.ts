import { dateRules } from './dates.ts'
import { corpusOf } from './markdown.ts'
import { messageRules } from './messages.ts'
import { peopleRules } from './people.ts'
import { releaseDayRules } from './release-day.ts'
import { rollbackRules } from './rollback.ts'
import { type Finding, findingsOf, type Rule } from './rule.ts'
import { scriptRules } from './scripts.ts'
import { strategyRules } from './strategy.ts'
import { thresholdRules } from './thresholds.ts'
import { wordingRules } from './wording.ts'

/** Each with its id: D dates, T thresholds, S strategy, R rollback, P people and messages, M and I the form. */
export const rules: readonly Rule[] = [
  ...dateRules,
  ...releaseDayRules,
  ...thresholdRules,
  ...strategyRules,
  ...scriptRules,
  ...rollbackRules,
  ...peopleRules,
  ...messageRules,
  ...wordingRules,
]

/** Contradictions that documents of a release show among themselves, whoever wrote them; in the order of the rules. */
export function checked(documents: readonly { path: string; text: string }[]): Finding[] {
  const corpus = corpusOf(documents)
  return rules.flatMap(rule => findingsOf(rule, corpus))
}
