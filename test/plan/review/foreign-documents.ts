/** Small documents in our own words: for each check one that it has to find and one that it has to leave alone. */
export interface Example {
  id: string
  fires: Record<string, string>
  quiet: Record<string, string>
}

const day = (text: string) => ({ 'schedule.md': text })
const script = (text: string) => ({ 'rollback.md': `# Back\n\n\`\`\`bash\n${text}\n\`\`\`\n` })
const limits = (text: string) => ({ 'limits.md': text })

export const examples: Example[] = [
  {
    id: 'D1',
    fires: day('## Part 1: building (T-20 to T-10)\n\n## Part 2: trying (T-14 to T-6)\n'),
    quiet: day('## Part 1: building (T-20 to T-10)\n\n## Part 2: trying (T-9 to T-6)\n'),
  },
  {
    id: 'D2',
    fires: day('## Rehearsal (T-9 to T-6)\n\n## Sign-off (T-6 to T-3)\n\n## Going live (T-0)\n'),
    quiet: day('## Rehearsal (T-9 to T-7)\n\n## Sign-off (T-6 to T-1)\n\n## Going live (T-0)\n'),
  },
  {
    id: 'D3',
    fires: day(
      '## Weeks one and two (T-14 to T-8)\n\nFreeze on 2026-03-03\n\n- [ ] Coding of all features done\n',
    ),
    quiet: day(
      '## Weeks one and two (T-21 to T-15)\n\n- [ ] Coding of all features done\n\n## Freeze (T-14)\n',
    ),
  },
  {
    id: 'D4',
    fires: { 'plan.md': '## Testing (T-9 to T-6)\n', 'people.md': '## Testing phase (T-7 to T-2)\n' },
    quiet: { 'plan.md': '## Testing (T-9 to T-6)\n', 'people.md': '## Testing phase (T-9 to T-6)\n' },
  },
  {
    id: 'D5',
    fires: day('Go-live: 2026-03-14\n'),
    quiet: day('Go-live: Saturday, 2026-03-14, agreed with everybody\n\nFreeze: 2026-03-03\n'),
  },
  {
    id: 'D6',
    fires: day('## Go/no-go\n\n- [ ] no public holiday today\n'),
    quiet: day(
      'Holidays of France were looked at: 2026-05-01 moved.\n\n## Go/no-go\n\n- [ ] no public holiday today\n',
    ),
  },
  {
    id: 'D7',
    fires: day('A small defect adds 2 to 3 days.\n'),
    quiet: day('A small defect adds 2 to 3 days; the buffer is 3 days.\n'),
  },
  {
    id: 'D8',
    fires: day('## Roll-out (08:00-09:00)\n\n### Second half (08:45-09:30)\n'),
    quiet: day('## Roll-out (08:00-09:30)\n\n### Second half (08:45-09:30)\n\n## Checks (09:30-10:00)\n'),
  },
  {
    id: 'D9',
    fires: day(
      '## Schema (06:00-06:20)\n\n- stop when it takes more than 40 min\n\n## Roll-out (06:20-07:00)\n',
    ),
    quiet: day('## Schema (06:00-06:45)\n\n- stop when it takes more than 40 min\n'),
  },
  {
    id: 'D10',
    fires: {
      'a.md': '## Before (T-3 hours)\n\n- Run the migration\n',
      'b.md': '## Schema (06:00-06:30)\n\n- Run the migration\n',
    },
    quiet: {
      'a.md': '## Before (T-3 hours)\n\n- Run the migration\n',
      'b.md': '## Staging (06:00-06:30)\n\n- Run the migration\n',
    },
  },
  {
    id: 'D11',
    fires: { 'a.md': '- zero downtime for everybody\n', 'b.md': '- [ ] Enable maintenance mode\n' },
    quiet: { 'a.md': '- downtime of 10 minutes\n', 'b.md': '- [ ] Enable maintenance mode\n' },
  },
  {
    id: 'D12',
    fires: { 'a.md': '## Warm-up (T-2 hours)\n', 'b.md': '## The day (T-0)\n' },
    quiet: { 'a.md': '## Warm-up (two hours before)\n', 'b.md': '## The day (T-0)\n' },
  },
  {
    id: 'D13',
    fires: day('Window: 06:00-10:00\n\n## Roll-out (06:30-10:30)\n'),
    quiet: day('Window: 06:00-10:00\n\n## Roll-out (06:30-08:00)\n\nLatest start 08:10, else another day.\n'),
  },
  {
    id: 'D14',
    fires: { 'a.md': 'Keep the old servers for 12 hours.\n', 'b.md': 'Monitoring period: 3 days\n' },
    quiet: { 'a.md': 'Keep the old servers for 4 days.\n', 'b.md': 'Monitoring period: 3 days\n' },
  },
  {
    id: 'D15',
    fires: { 'a.md': '- First 6 hours: every 10 minutes\n', 'b.md': '- First 6 hours: every hour\n' },
    quiet: { 'a.md': '- First 6 hours: every 10 minutes\n', 'b.md': '- First 6 hours: every 10 minutes\n' },
  },
  {
    id: 'D16',
    fires: {
      'schedule.md': '# Schedule\n\n- T-0 release\n',
      'b.md': '- remove the old tables (T+3 weeks)\n',
    },
    quiet: {
      'schedule.md': '# Schedule\n\n- T+21 clean up\n',
      'b.md': '- remove the old tables (T+3 weeks)\n',
    },
  },
  {
    id: 'D17',
    fires: day('- Change Advisory Board\n- word of the Change Control Board\n'),
    quiet: day('- Change Advisory Board\n- word of the Change Advisory Board\n'),
  },
  {
    id: 'D18',
    fires: day('- Mon 2026-03-03: freeze\n- 2026-02-30: test\n'),
    quiet: day('- Tue 2026-03-03: freeze\n- 2026-02-28: test\n'),
  },
  {
    id: 'D19',
    fires: day('Test: 2026-03-09 to 2026-03-06\n'),
    quiet: day('Test: 2026-03-06 to 2026-03-09\n'),
  },
  {
    id: 'D20',
    fires: day('## Steps\n\n- 08:30 half of it\n- 08:10 all of it\n'),
    quiet: day('## Steps\n\n- 23:50 half of it\n- 00:10 all of it\n'),
  },
  {
    id: 'T1',
    fires: limits('## Planned\n\n- error rate > 8 %\n\n## Fast\n\n- error rate > 6 %\n'),
    quiet: limits('## Planned\n\n- error rate > 4 %\n\n## Fast\n\n- error rate > 6 %\n'),
  },
  {
    id: 'T2',
    fires: limits(
      '## Promote when\n\n- error rate < baseline + 0.5 %\n\n## Watching\n\n- error rate (alert if > baseline + 3 %)\n',
    ),
    quiet: limits(
      '## Promote when\n\n- error rate < baseline + 0.5 %\n\n## Watching\n\n- error rate (alert if > baseline + 0.5 %)\n',
    ),
  },
  {
    id: 'T3',
    fires: limits(
      '## Automated\n\n- error rate > 7 % for 3 minutes\n\n## Fast\n\n- error rate > 7 % for 20 minutes\n',
    ),
    quiet: limits(
      '## Automated\n\n- error rate > 9 % for 3 minutes\n\n## Fast\n\n- error rate > 7 % for 20 minutes\n',
    ),
  },
  {
    id: 'T4',
    fires: limits('## Automated\n\n- P99 > 2x baseline\n\n## Fast\n\n- P99 > 4x baseline\n'),
    quiet: limits('## Automated\n\n- P99 > 6x baseline\n\n## Fast\n\n- P99 > 4x baseline\n'),
  },
  {
    id: 'T5',
    fires: limits('- errors below baseline + 2 %\n'),
    quiet: limits('- errors below baseline + 2 % (percentage points)\n'),
  },
  {
    id: 'T6',
    fires: limits('- back when the error rate > 3 %\n'),
    quiet: limits('- back when the error rate > 3 % of at least 500 requests\n'),
  },
  {
    id: 'T7',
    fires: limits('- back when the error rate > 3 % for 30 minutes\n'),
    quiet: limits('Our SLO is 99.9 %.\n\n- back when the error rate > 3 % for 30 minutes\n'),
  },
  {
    id: 'T8',
    fires: { 'a.md': '## Fast\n\n- error rate > 6 %\n', 'b.md': '## Fast\n\n- error rate > 9 %\n' },
    quiet: { 'a.md': '## Fast\n\n- error rate > 6 %\n', 'b.md': '## Fast\n\n- error rate > 6 %\n' },
  },
  {
    id: 'S1',
    fires: limits(
      '## Alternatives\n\nRolling: mixed versions would hurt us.\n\n## Ours\n\nBoth sides serve at the same time.\n',
    ),
    quiet: limits(
      '## Alternatives\n\nRolling: mixed versions would hurt us.\n\n## Ours\n\nOne side serves.\n',
    ),
  },
  {
    id: 'S2',
    fires: limits('Canary 2% → 20% → 100%\n\n## Steps\n\n- 10 % of traffic\n- 100 % of traffic\n'),
    quiet: limits('Canary 10% → 100%\n\n## Steps\n\n- 10 % of traffic\n- 100 % of traffic\n'),
  },
  {
    id: 'S3',
    fires: limits('```yaml\nflags:\n  search:\n    enabled: true\n```\n'),
    quiet: limits('```yaml\nflags:\n  search:\n    enabled: false\n    expires: 2026-06-01\n```\n'),
  },
  {
    id: 'S4',
    fires: limits(
      '## Sign-off (T-4)\n\n- [ ] Security approval\n\n## Warm-up (T-1 hour)\n\n- Security scan\n',
    ),
    quiet: limits('## Tests (T-6)\n\n- Security scan\n\n## Sign-off (T-4)\n\n- [ ] Security approval\n'),
  },
  {
    id: 'S5',
    fires: limits(
      '| Strategy | Cost |\n|---|---|\n| Canary | low |\n| Feature flags | low |\n\nWe are using feature flags with it.\n',
    ),
    quiet: limits(
      '| Strategy | Cost |\n|---|---|\n| Canary | low |\n\nWe are using feature flags with it.\n',
    ),
  },
  {
    id: 'R1',
    fires: script('if ! check_it; then\n  echo "ERROR"\nfi\nstart\necho "restore done"'),
    quiet: script('if ! check_it; then\n  echo "ERROR"\n  exit 1\nfi\nstart\necho "restore done"'),
  },
  {
    id: 'R2',
    fires: script('if [ "$RATE" -lt 2 ]; then\n  echo fine\nelse\n  echo "errors persist"\nfi'),
    quiet: script('if [ "$RATE" -lt 2 ]; then\n  echo fine\nelse\n  echo "errors persist"\n  exit 1\nfi'),
  },
  {
    id: 'R3',
    fires: script('#!/bin/bash\none\ntwo\nthree\nfour $TARGET now\nfive'),
    quiet: script('#!/bin/bash\nset -euo pipefail\none\ntwo\nthree\nfour "$TARGET" now\nfive'),
  },
  {
    id: 'R4',
    fires: script('shift_weight 0\nawait_health\ntell_team'),
    quiet: script('shift_weight() { kubectl x; }\nawait_health() { curl y; }\nshift_weight 0\nawait_health'),
  },
  {
    id: 'R5',
    fires: script('kubectl x\nsleep 5\nRATE=$(error_rate)'),
    quiet: script('kubectl x\nsleep 300\nRATE=$(error_rate)'),
  },
  {
    id: 'R6',
    fires: limits('1. At once: immediate rollback with the database\n\nRestoring is the last resort.\n'),
    quiet: limits('1. Measure the damage\n\nRestoring is the last resort.\n'),
  },
  {
    id: 'R7',
    fires: {
      'a.md': '- Partial migration: finish it by hand\n',
      'b.md': '## Rollback when\n\n- migration fails\n',
    },
    quiet: { 'a.md': '- Partial migration: stop\n', 'b.md': '## Rollback when\n\n- migration fails\n' },
  },
  {
    id: 'R8',
    fires: {
      'a.md': '## Immediate rollback (3 minutes)\n',
      'b.md': '- Level 1: on-call answers within 20 min\n',
    },
    quiet: {
      'a.md': '## Immediate rollback (15 minutes)\n',
      'b.md': '- Level 1: on-call answers within 5 min\n',
    },
  },
  {
    id: 'R9',
    fires: limits(
      '| Strategy | Cost | Fit |\n|---|---|---|\n| Canary | low | yes |\n| Rolling | low | yes |\n\n## Canary rollback\n',
    ),
    quiet: limits('| Strategy | Cost | Fit |\n|---|---|---|\n| Canary | low | yes |\n\n## Canary rollback\n'),
  },
  {
    id: 'R10',
    fires: { 'schedule.md': '# Schedule\n\n- T-7 staging\n', 'b.md': '- [ ] Rollback plan tested\n' },
    quiet: {
      'schedule.md': '# Schedule\n\n- T-7 rehearse the way back\n',
      'b.md': '- [ ] Rollback plan tested\n',
    },
  },
  {
    id: 'P1',
    fires: limits('## On-call\n\nDates: T-1 to T+3\n'),
    quiet: limits('## On-call\n\nDates: T-1 to T+3, handover every 12 h\n'),
  },
  {
    id: 'P2',
    fires: limits(
      '### Tester\n\nTime commitment: 80 %\n\n### Hours\n\n| Role | Hours a week |\n|---|---|\n| Tester | 10 |\n',
    ),
    quiet: limits(
      '### Tester\n\nTime commitment: 25 %\n\n### Hours\n\n| Role | Hours a week |\n|---|---|\n| Tester | 10 |\n',
    ),
  },
  {
    id: 'P3',
    fires: limits(
      '### Tests (T-7 to T-4)\n\n| Role | Hours a week |\n|---|---|\n| Testers | 90 (2 people) |\n',
    ),
    quiet: limits(
      '### Tests (T-7 to T-4)\n\n| Role | Hours a week |\n|---|---|\n| Testers | 30 (2 people) |\n',
    ),
  },
  {
    id: 'P4',
    fires: limits('## Approval (T-3)\n\n## To customers\n\n- T-6: letter\n'),
    quiet: limits('## Approval (T-3)\n\n## To customers\n\n- T-1: letter\n'),
  },
  {
    id: 'P5',
    fires: limits('## Status page\n\n**Identified**\n\n**Resolved**\n'),
    quiet: limits(
      '## Status page\n\n**Investigating**\n\n**Identified**\n\n**Monitoring**\n\n**Resolved**\n',
    ),
  },
  {
    id: 'P6',
    fires: limits('- updates every 20 minutes\n- updates every 5 minutes\n'),
    quiet: limits('- updates every 20 minutes\n- updates every 5 minutes\n\nOf several the shortest wins.\n'),
  },
  {
    id: 'P7',
    fires: limits(
      '| Risk | Impact |\n|---|---|\n| Slow search index | high |\n\n## High\n\n### 1. Payments provider away\n',
    ),
    quiet: limits(
      '| Risk | Impact |\n|---|---|\n| Payments provider away | high |\n\n## High\n\n### 1. Payments provider away\n',
    ),
  },
  {
    id: 'P8',
    fires: limits('| Risk | Mitigation |\n|---|---|\n| Slow | cache |\n'),
    quiet: limits('| Id | Risk | Mitigation |\n|---|---|---|\n| R-1 | Slow | cache |\n'),
  },
  {
    id: 'P9',
    fires: limits(
      'Kim is away from 2026-03-02 to 2026-03-04\n\n| From | To | Who |\n|---|---|---|\n| 2026-03-03 06:00 | 2026-03-03 18:00 | Kim |\n',
    ),
    quiet: limits(
      'Kim is away from 2026-03-02 to 2026-03-04\n\n| From | To | Who |\n|---|---|---|\n| 2026-03-03 06:00 | 2026-03-03 18:00 | Lee |\n',
    ),
  },
  {
    id: 'P10',
    fires: limits('| Item | Cost |\n|---|---|\n| a | 100 |\n| b | 50 |\n| Total | 160 |\n'),
    quiet: limits('| Item | Cost |\n|---|---|\n| a | 100 |\n| b | 1,050.50 |\n| Total | 1150.5 |\n'),
  },
  { id: 'M1', fires: limits('# vv1.2.3\n'), quiet: limits('# v1.2.3\n') },
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable that a shell left as it was
  { id: 'M2', fires: limits('# ${VERSION}\n'), quiet: limits('# `${VERSION}` is set by the script\n') },
  { id: 'I5', fires: limits('No data will be lost.\n'), quiet: limits('Data lost: ____\n') },
  {
    id: 'I8',
    fires: limits('Owner: [Name]\n'),
    quiet: limits('Owner: [TBD: owner · lead by 2026-03-03], see [Notes](n.md)\n'),
  },
]
