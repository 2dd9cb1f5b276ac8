// Loaded before the program (node --import): its `tools/list` tells every field that an argument may have, with values
// that are right where a text has to have a form. What hosts get is shorter; a fuzzer that knows no more than that
// is refused by nearly every call and never comes to the code behind. PLAN_SCHEMA names the JSON Schema beside a plan.

import { readFileSync } from 'node:fs'

const schema = JSON.parse(readFileSync(process.env.PLAN_SCHEMA, 'utf8'))

const sectionOf = {
  initialize_plan: 'release',
  gather_scope: 'scope',
  assess_risks: 'risks',
  select_strategy: 'strategy',
  build_schedule: 'schedule',
  allocate_resources: 'resources',
  write_rollback_plan: 'rollback',
  plan_communications: 'communications',
}

/** Ids of commits in the repository, with commas between them. */
const commits = process.env.COMMITS?.split(',') ?? ['0000']
const dates = ['2027-02-15', '2027-03-01', '2027-03-08', '2027-03-17']
const ids = ['one', 'two', 'three', 'code_freeze', 'a.b-c']
const values = {
  'release.release_date': ['2027-03-16', '2027-04-13', '2026-12-24'],
  'release.previous_version': ['0.9.0', '0.8.0'],
  'release.timezone': ['UTC', 'Europe/Berlin', 'America/Los_Angeles'],
  'release.release_time': ['07:00', '10:30'],
  'release.window.from': ['06:00'],
  'release.window.to': ['12:00'],
  'release.country': ['DE', 'US', 'DE-BY'],
  'scope.from': ['v0.9.0', 'HEAD~3'],
  'scope.to': ['HEAD', 'main'],
  'scope.paths': ['src', 'docs'],
  'scope.reclassify.commit': ['*'],
  'scope.exclude': commits,
  'scope.ticket_url': ['https://tickets.example.org/{id}'],
  'risks.dismiss.id': ['one', 'database_change'],
  'strategy.choose': ['canary', 'blue_green', 'rolling'],
  'schedule.phases.offset': ['T-20', 'WD-5'],
  'schedule.activities.after': ['one', 'two'],
  'schedule.remove': ['three'],
  'schedule.milestones.offset': ['T-5', 'WD-10', 'R-5w', '2027-03-01'],
  'schedule.freezes.from': ['2027-03-01'],
  'schedule.freezes.to': ['2027-03-03', '2027-03-01T17:00'],
  'schedule.freezes.rrule': ['FREQ=WEEKLY;BYDAY=FR'],
  'schedule.holidays.from': ['14:00'],
  'schedule.release_day.after': ['one'],
  'resources.people.country': ['DE', 'US'],
  'resources.people.email': ['ann@example.org'],
  'resources.people.absences.from': ['2027-03-01'],
  'resources.people.absences.to': ['2027-03-05'],
  'resources.people.roles': ['release_manager', 'qa_lead', 'devops_engineer'],
  'resources.roles.id': ['qa_lead', 'technical_lead'],
  'resources.costs.currency': ['EUR', 'USD'],
  'rollback.platform': ['kubernetes', 'generic'],
  'communications.messages.at': ['T-2', 'WD-1'],
  'communications.status_page': ['https://status.example.org'],
}
const byName = {
  id: ids,
  role: ['release_manager', 'qa_lead'],
  timezone: ['UTC', 'Asia/Tokyo'],
  needed_by: dates,
  date: dates,
  not_before: dates,
  not_after: dates,
  expires: dates,
  deprecated_until: ['3.0.0'],
}

/** The schema without references, its texts with values to choose from. */
function whole(given, path) {
  let at = given
  while (at.$ref) at = schema.$defs[at.$ref.split('/').at(-1)]
  const { properties, items, anyOf, additionalProperties, ...rest } = at
  const inner = (child, name) => whole(child, name === undefined ? path : `${path}.${name}`)
  if (rest.type === 'string' && !rest.enum) {
    const good = values[path] ?? byName[path.split('.').at(-1)]
    return good ? { ...rest, enum: good } : rest
  }
  return {
    ...rest,
    ...(items && { items: inner(items) }),
    ...(anyOf && { anyOf: anyOf.map(one => inner(one)) }),
    ...(properties && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([name, one]) => [name, inner(one, name)]),
      ),
    }),
    ...(additionalProperties && {
      additionalProperties: inner(additionalProperties, '*'),
      properties: { one: inner(additionalProperties, '*'), health_check: { type: 'string', enum: ['true'] } },
    }),
  }
}

const shared = {
  version: { type: 'string', enum: ['1.0.0'] },
  preview: { type: 'boolean' },
  document: { type: 'string', enum: ['scope.md', 'schedule/timeline.md', 'README.md'] },
  heading: { type: 'string', enum: ['Scope of 1.0.0'] },
  release_date: { type: 'string', enum: values['release.release_date'] },
  reason: { type: 'string' },
  answers: {
    type: 'object',
    properties: {
      release_manager: { type: 'string' },
      role_qa_lead: { type: 'string' },
      slo_percent: { type: 'string', enum: ['99.9'] },
    },
  },
}

function told(tool) {
  const section = sectionOf[tool.name]
  const known = section ? whole(schema.properties[section], section).properties : {}
  const properties = Object.fromEntries(
    Object.entries(tool.inputSchema.properties).map(([name, one]) => [
      name,
      known[name] ?? shared[name] ?? one,
    ]),
  )
  return { ...tool, inputSchema: { ...tool.inputSchema, properties } }
}

const write = process.stdout.write.bind(process.stdout)
process.stdout.write = (text, ...rest) => {
  if (!String(text).includes('"tools":[')) return write(text, ...rest)
  const message = JSON.parse(text)
  if (Array.isArray(message.result?.tools)) message.result.tools = message.result.tools.map(told)
  return write(`${JSON.stringify(message)}\n`, ...rest)
}
