/** What follows a way back; the first hours differ by kind, the rest does not. */
export function afterwards(stable: string[]): { phase: string; items: string[] }[] {
  return [
    {
      phase: '0-4 hours',
      items: [
        ...stable,
        'Keep the evidence: logs, measurements, exact times',
        'Write down cause, users and data affected, timeline',
      ],
    },
    {
      phase: '4-24 hours',
      items: [
        'Find the root cause: the change, and why no test saw it',
        'Tell stakeholders and those affected; set the day of the review',
        'Plan the fix with the test that would have caught it',
      ],
    },
    {
      phase: '1-7 days',
      items: [
        'Review without blame: effect, cause, detection, actions with owner and date',
        'Change what let it through: checklists, alerts, tests, this plan',
        'Plan the release again, with a new date',
      ],
    },
  ]
}

export const metrics = [
  'minutes to detect, to decide, to complete',
  'users, requests or installations affected; data lost',
  'way back worked at once, stable for 24 hours',
]
