/** The reason once for every box that it concerns. */
export const because = (reason: string, boxes: string[]): Record<string, string> =>
  Object.fromEntries(boxes.map(box => [box, reason]))

const traffic = [
  '1.4.shares',
  '1.4.error_rate',
  '1.4.latency',
  '1.4.transactions',
  '1.4.automatic',
  '1.4.alerts',
]
const runningSignals = [
  '1.7.fast_latency',
  '1.7.fast_database',
  '1.7.business',
  '1.7.critical_function',
  '1.7.switch',
]
const serviceTests = [
  '1.5.load',
  '1.5.owasp',
  '1.5.journeys',
  '1.5.staging',
  '1.5.uat',
  '1.5.monitoring_check',
]
const restore = ['1.7.restore']
const help = ['1.6.external']
const statusPage = ['1.7.status_page']
const customers = ['1.5.mail_customers', '1.7.customer_letter']

/** Boxes that concern what a team runs and serves itself; `why` ends the sentence "nothing is served: …". */
export const omittedForInstalled = (why: string): Record<string, string> => ({
  ...because('no database of ours: who installs it keeps the data', restore),
  ...because(`no traffic of ours to share or measure: ${why}`, [...traffic, ...runningSignals]),
  ...because(`no environment of ours to stage it in: ${why}`, serviceTests),
  ...because('no platform of ours that somebody outside could help with', help),
  ...because('nothing of ours can be down: a withdrawal is told where the version is offered', statusPage),
  ...because('users hear by the announcement and, if it comes to that, by the withdrawal', customers),
  ...because('run on the machines of its users, who look after their own data and operators', [
    '1.6.devops',
    '1.6.dba',
    '1.5.backup',
  ]),
  ...because('reports are read where they come in; there is no first-day message of its own', [
    '1.5.mail_first_day',
  ]),
})

export const noFlags = because(
  'this profile has no way back by flags; write_rollback_plan takes one in methods',
  ['1.7.flags'],
)
const noOutsiders = because(
  'nobody outside is known to take part; allocate_resources takes them in external',
  help,
)

/** Boxes of a service that a pipeline, model or data set has no use for. */
export const omittedForData: Record<string, string> = {
  ...because('readers move back to the old tables or the snapshot', restore),
  ...noFlags,
  ...noOutsiders,
  ...because('data are read, not served: shares of traffic and request latency do not apply', [
    ...traffic,
    ...runningSignals,
  ]),
  ...because('a shadow run on live input takes the place of staging and acceptance', serviceTests),
  ...because('no user interface', ['1.5.accessibility']),
  ...because('consumers are told by mail; there is no status page in this profile', statusPage),
  ...because('consumers get the notice and the withdrawal of the data instead', [
    ...customers,
    '1.7.withdrawal',
  ]),
  ...because('consumers report to the team itself', [
    '1.5.mail_support',
    '1.5.support_briefed',
    '1.6.support',
  ]),
}

/** Boxes of a service that infrastructure as code has no use for. */
export const omittedForInfrastructure: Record<string, string> = {
  ...because('the state file is restored instead of a database', restore),
  ...noFlags,
  ...noOutsiders,
  ...because('what runs on it has its own signals; the change itself serves no requests', [
    ...traffic,
    ...runningSignals,
  ]),
  ...because('applied to the lower environments instead of tested through a user interface', serviceTests),
  ...because('no user interface', ['1.5.accessibility']),
  ...because('owners of what runs on it are told by mail', [...statusPage, ...customers, '1.7.withdrawal']),
  ...because('owners of what runs on it report to the team itself', [
    '1.5.mail_support',
    '1.5.support_briefed',
    '1.6.support',
    '1.6.product',
  ]),
  ...because('no database of its own', [
    '1.6.dba',
    '1.5.backup',
    '1.5.migration_rehearsal',
    '1.4.database',
    '1.3.database',
  ]),
}

const onDevices = because('stored data are on the machines of users: updates are tested with data instead', [
  '1.5.migration_rehearsal',
])

/** Beside {@link omittedForInstalled}: what an app leaves out. */
export const omittedForMobile: Record<string, string> = {
  ...omittedForInstalled('the stores hand the app out'),
  ...onDevices,
}

/** Beside {@link omittedForInstalled}: what a desktop program leaves out. */
export const omittedForDesktop: Record<string, string> = {
  ...omittedForInstalled('people install the program themselves'),
  ...onDevices,
  ...noFlags,
}
