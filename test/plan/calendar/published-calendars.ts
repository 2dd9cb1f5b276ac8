/** A published release calendar, the rule that its project states, and what the rule is to give. */
export interface PublishedCalendar {
  project: string
  /** Where rule and dates stand. */
  source: string
  rule: string
  /** Codes whose holidays the project's business days leave out. */
  countries?: string[]
  /** Days off that the project publishes itself. */
  holidays?: { date: string; name: string }[]
  dates: { release: string; what: string; offset: string; move?: 'before' | 'after'; date: string }[]
  /** Where the publication contradicts its own rule: what stands there, and what the rule gives. */
  contradictions?: {
    release: string
    what: string
    offset: string
    published: string
    date: string
    why: string
  }[]
}

/** `R-n` rows of a cycle: the Monday and the Friday of the weeks before the release week. */
function weeks(
  release: string,
  rows: Record<number, [monday: string, friday: string]>,
): PublishedCalendar['dates'] {
  return Object.entries(rows).flatMap(([n, [monday, friday]]) => [
    { release, what: `R-${n} begins`, offset: `R-${n}w monday`, date: monday },
    { release, what: `R-${n} ends`, offset: `R-${n}w friday`, date: friday },
  ])
}

const quarterly = (months: string[]): PublishedCalendar['dates'] =>
  months.map(date => ({
    release: `${date.slice(0, 8)}01`,
    what: 'minor release',
    offset: 'second thursday',
    date,
  }))

const secondMonday = (date: string): PublishedCalendar['dates'][number] => ({
  release: `${date.slice(0, 8)}01`,
  what: 'minor release',
  offset: 'second monday',
  date,
})

const lastBusinessDay = 'last business day on or before the 16th'
const monthly = (date: string): PublishedCalendar['dates'][number] => ({
  release: `${date.slice(0, 8)}01`,
  what: 'feature release',
  offset: lastBusinessDay,
  date,
})

export const publishedCalendars: PublishedCalendar[] = [
  {
    project: 'OpenStack',
    source: 'openstack/releases at 02df7c9a3: doc/source/{zed,gazpacho,indri,yoga}/schedule.yaml',
    rule: 'weeks are counted back from the release week, R-n, Monday to Friday',
    dates: [
      ...weeks('2022-10-05', {
        26: ['2022-04-04', '2022-04-08'],
        20: ['2022-05-16', '2022-05-20'],
        15: ['2022-06-20', '2022-06-24'],
      }),
      ...weeks('2026-04-01', {
        25: ['2025-10-06', '2025-10-10'],
        20: ['2025-11-10', '2025-11-14'],
        12: ['2026-01-05', '2026-01-09'],
        6: ['2026-02-16', '2026-02-20'],
        5: ['2026-02-23', '2026-02-27'],
        3: ['2026-03-09', '2026-03-13'],
        1: ['2026-03-23', '2026-03-27'],
        0: ['2026-03-30', '2026-04-03'],
      }),
      ...weeks('2027-03-24', { 24: ['2026-10-05', '2026-10-09'] }),
    ],
    contradictions: [
      {
        release: '2022-03-30',
        what: 'Yoga, end of R+0',
        offset: 'R friday',
        published: '2022-03-30',
        date: '2022-04-01',
        why: 'the week of the release ends on its Wednesday, all other weeks end on Friday',
      },
    ],
  },
  {
    project: 'Kubernetes',
    source:
      'kubernetes/sig-release at e8dfc805: releases/release-1.{35,36,37}/README.md, and release-1.30 for the contradiction',
    rule: 'weeks of the cycle, each freeze on its weekday; the release is in week 14 (1.35) or 15',
    dates: [
      { release: '2025-12-17', what: '1.35 cycle begins', offset: 'R-13w monday', date: '2025-09-15' },
      {
        release: '2025-12-17',
        what: '1.35 production readiness freeze',
        offset: 'R-10w thursday',
        date: '2025-10-09',
      },
      {
        release: '2025-12-17',
        what: '1.35 enhancements freeze',
        offset: 'R-9w thursday',
        date: '2025-10-16',
      },
      {
        release: '2025-12-17',
        what: '1.35 feature blog freeze',
        offset: 'R-7w thursday',
        date: '2025-10-30',
      },
      { release: '2025-12-17', what: '1.35 code freeze', offset: 'R-6w thursday', date: '2025-11-06' },
      { release: '2025-12-17', what: '1.35 docs freeze', offset: 'R-2w tuesday', date: '2025-12-02' },
      { release: '2026-04-22', what: '1.36 cycle begins', offset: 'R-14w monday', date: '2026-01-12' },
      { release: '2026-04-22', what: '1.36 code freeze', offset: 'R-5w wednesday', date: '2026-03-18' },
      { release: '2026-04-22', what: '1.36 docs freeze', offset: 'R-2w wednesday', date: '2026-04-08' },
      { release: '2026-08-26', what: '1.37 cycle begins', offset: 'R-14w monday', date: '2026-05-18' },
      {
        release: '2026-08-26',
        what: '1.37 enhancements freeze',
        offset: 'R-10w tuesday',
        date: '2026-06-16',
      },
      { release: '2026-08-26', what: '1.37 code freeze', offset: 'R-5w wednesday', date: '2026-07-22' },
    ],
    contradictions: [
      {
        release: '2024-04-17',
        what: '1.30 feature blog freeze in week 8',
        offset: 'R-7w wednesday',
        published: '2024-02-27',
        date: '2024-02-28',
        why: 'it says "Wednesday 27th February 2024", which is a Tuesday, as the row above it says',
      },
    ],
  },
  {
    project: 'Kubernetes patch releases',
    source: 'kubernetes/website at 0008cd26e: data/releases/schedule.yaml',
    rule: 'the third Wednesday of most months, cherry picks until the Friday before',
    dates: [
      ...['2023-01-18', '2023-02-15', '2023-03-15', '2023-05-17', '2023-07-19'].map(date => ({
        release: date,
        what: 'target date',
        offset: 'third wednesday',
        date,
      })),
      { release: '2023-01-18', what: 'cherry-pick deadline', offset: 'R-1w friday', date: '2023-01-13' },
      { release: '2023-04-12', what: 'cherry-pick deadline', offset: 'T-5', date: '2023-04-07' },
      { release: '2023-07-19', what: 'cherry-pick deadline', offset: 'R-1w friday', date: '2023-07-14' },
    ],
    contradictions: ['2023-04-12', '2023-06-14'].map(published => ({
      release: published,
      what: 'target date',
      offset: 'third wednesday',
      published,
      date: published === '2023-04-12' ? '2023-04-19' : '2023-06-21',
      why: 'the second Wednesday in April and June',
    })),
  },
  {
    project: 'PostgreSQL',
    source:
      'postgres/pgweb: templates/pages/developer/roadmap.html at 063d4788 (2025-11-13), e9238c67 (2026-08-12) and 449058ff (2026-05-13), mended by e84662bb',
    rule: 'minor releases on the second Thursday of February, May, August and November',
    dates: quarterly([
      '2026-02-12',
      '2026-05-14',
      '2026-08-13',
      '2026-11-12',
      '2027-02-11',
      '2027-05-13',
      '2027-08-12',
    ]),
    contradictions: [
      {
        release: '2026-05-01',
        what: 'the fourth of the list that begins in August 2026',
        offset: 'second thursday of may 2027',
        published: '2026-05-13',
        date: '2027-05-13',
        why: 'the year is that of the year before: 2026-05-13 is a Wednesday and lies before the first of the list',
      },
    ],
  },
  {
    project: 'OpenJDK',
    source:
      'mail.openjdk.org jdk-dev 2023-December/008535 and 2023-November/008483; the dates of JDK 20 to 22 as announced there and in the press',
    rule: 'a feature release on the third Tuesday of March and September; the ramp down begins on the Thursday 15 weeks before',
    dates: [
      { release: '2023-03-01', what: 'JDK 20', offset: 'third tuesday', date: '2023-03-21' },
      { release: '2023-09-01', what: 'JDK 21', offset: 'third tuesday', date: '2023-09-19' },
      { release: '2024-03-01', what: 'JDK 22', offset: 'third tuesday', date: '2024-03-19' },
      {
        release: '2024-03-19',
        what: 'JDK 22 ramp down, phase one',
        offset: 'R-15w thursday',
        date: '2023-12-07',
      },
      {
        release: '2024-03-19',
        what: 'JDK 22 ramp down, phase two',
        offset: 'R-9w thursday',
        date: '2024-01-18',
      },
      {
        release: '2024-03-19',
        what: 'JDK 22 release candidate',
        offset: 'R-6w thursday',
        date: '2024-02-08',
      },
      { release: '2024-03-19', what: 'JDK 22 final candidate', offset: 'R-4w thursday', date: '2024-02-22' },
    ],
  },
  {
    project: 'Mattermost',
    source:
      'mattermost/mattermost-handbook at 46d7a8b6: feature-release.md and paid-time-off/README.md (rule and holidays); mattermost/docs at 9dd1c713ed: mattermost-v10-changelog.md, mattermost-v11-changelog.md and mattermost-server-releases.md',
    rule: 'the last business day on or before the 16th; business days are Monday to Friday less the holidays of its people in Canada and the US',
    countries: ['CA', 'US'],
    holidays: [{ date: '2026-02-16', name: 'Family Day (Canada)' }],
    dates: [
      '2024-09-16',
      '2024-10-16',
      '2024-11-15',
      '2024-12-16',
      '2025-01-16',
      '2025-02-14',
      '2025-03-14',
      '2025-04-16',
      '2025-05-16',
      '2025-06-16',
      '2025-07-16',
      '2025-08-15',
      '2025-09-16',
      '2026-03-16',
      '2026-04-16',
      '2026-05-15',
      '2026-06-16',
      '2026-07-16',
    ].map(monthly),
    contradictions: [
      {
        release: '2025-02-01',
        what: '10.5 in the table of releases',
        offset: lastBusinessDay,
        published: '2025-02-16',
        date: '2025-02-14',
        why: 'a Sunday; the changelog says 2025-02-14',
      },
      {
        release: '2025-03-01',
        what: '10.6 in the table of releases',
        offset: lastBusinessDay,
        published: '2025-03-16',
        date: '2025-03-14',
        why: 'a Sunday; the changelog says 2025-03-14',
      },
      {
        release: '2026-02-01',
        what: '11.4',
        offset: lastBusinessDay,
        published: '2026-02-16',
        date: '2026-02-13',
        why: 'a holiday in Canada (Family Day, in its own list) and in the US',
      },
    ],
  },
  {
    project: 'Moodle',
    source: 'moodle/devdocs at fa57ca243: general/releases.md and data/versions.json',
    rule: 'minor releases on the second Monday of their months, shifted by the public holidays of Western Australia',
    countries: ['AU-WA'],
    holidays: [{ date: '2022-04-18', name: 'Easter Monday (AU-WA)' }],
    dates: [
      ...[
        '2024-06-10',
        '2024-08-12',
        '2024-12-09',
        '2025-02-10',
        '2025-06-09',
        '2025-08-11',
        '2025-12-08',
      ].map(secondMonday),
      ...['2026-02-09', '2026-06-08', '2026-08-10'].map(secondMonday),
      {
        release: '2022-04-01',
        what: '4.0, after Easter Monday',
        offset: 'third monday',
        move: 'after',
        date: '2022-04-19',
      },
    ],
    contradictions: [
      {
        release: '2024-10-01',
        what: '4.5 of October 2024',
        offset: 'second monday',
        published: '2024-10-07',
        date: '2024-10-14',
        why: 'releases of October come with the major release, on the first Monday',
      },
    ],
  },
]

/** Freezes that a calendar publishes both as a local time and in UTC. */
export const publishedInstants = [
  {
    what: 'Kubernetes 1.35 code freeze, Thursday anywhere on earth',
    from: '2025-11-07',
    zone: 'Etc/GMT+12',
    utc: '2025-11-07T12:00:00Z',
  },
  {
    what: 'Kubernetes 1.36 docs freeze, Wednesday anywhere on earth',
    from: '2026-04-09',
    zone: 'Etc/GMT+12',
    utc: '2026-04-09T12:00:00Z',
  },
  {
    what: 'Kubernetes 1.30 test freeze, 18:00 on Tuesday in Los Angeles',
    from: '2024-03-19T18:00',
    zone: 'America/Los_Angeles',
    utc: '2024-03-20T01:00:00Z',
  },
  {
    // The page says "18:00 PDT": on 5 March summer time has not begun, and only standard time gives its 02:00 UTC.
    what: 'Kubernetes 1.30 code freeze, 18:00 on Tuesday in Los Angeles',
    from: '2024-03-05T18:00',
    zone: 'America/Los_Angeles',
    utc: '2024-03-06T02:00:00Z',
  },
  {
    // The page says "19:00 PST": in July only summer time gives its 02:00 UTC.
    what: 'Kubernetes 1.34 feature blog freeze, 19:00 on Thursday in Los Angeles',
    from: '2025-07-10T19:00',
    zone: 'America/Los_Angeles',
    utc: '2025-07-11T02:00:00Z',
  },
]
