import type { Evidence } from '../plan/review/review.ts'

/** What people noted in files beside the plan: `planning/approvals.txt` and `testing/results.txt`. */
export function evidenceOf(approvals: string | undefined, tests: string | undefined): Evidence {
  return {
    ...(approvals === undefined
      ? {}
      : { approvals: { open: count(approvals, /\[ \]/g), ticked: count(approvals, /\[x\]/gi) } }),
    ...(tests === undefined
      ? {}
      : { tests: { failed: count(tests, /FAILED/g), lines: tests.split('\n').filter(Boolean).length } }),
  }
}

const count = (text: string, pattern: RegExp): number => [...text.matchAll(pattern)].length
