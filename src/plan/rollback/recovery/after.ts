/** What follows a way back; the first hours differ by kind, the rest does not. */
export function afterwards(stable: string[]): { phase: string; items: string[] }[] {
  return [
    {
      phase: '0-4 hours',
      items: [...stable, 'Keep logs, measurements, exact times; note users and data affected'],
    },
    {
      phase: '4-24 hours',
      items: [
        'Find the cause: the change, why no test saw it, the fix with its test',
        'Tell stakeholders and those affected; set the day of the review',
      ],
    },
    {
      phase: '1-7 days',
      items: [
        'Review without blame: effect, cause, detection, actions with owner and date',
        'Change what let it through: checks, alerts, tests, this plan',
        'Plan the release again',
      ],
    },
  ]
}

export const metrics = [
  'minutes to detect, decide, complete',
  'users, requests or installations affected; data lost',
  'stable for 24 hours',
]
