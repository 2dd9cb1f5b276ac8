import { Buffer } from 'node:buffer'
import { beforeAll, describe, expect, test } from 'vitest'
import { connectedClient } from '../support/client.ts'
import { planFiles } from '../support/files.ts'
import { libraryRepository, serviceRepository } from '../support/fixtures.ts'
import { type Called, plannedBy } from '../support/plan-client.ts'

const now = '2026-02-02T09:00:00Z'

const plans = [
  {
    name: 'service',
    zone: 'Pacific/Auckland',
    repository: serviceRepository,
    version: '3.0.0',
    initial: {
      release_date: '2026-03-17',
      release_manager: 'Noor Haddad',
      timezone: 'Europe/Berlin',
      country: ['DE', 'US'],
    },
    given: {
      select_strategy: {
        traffic_splitting: true,
        requests_per_minute: 1200,
        baseline_error_percent: 0.4,
        slo_percent: 99.9,
        mixed_versions: true,
        zero_downtime: true,
      },
      allocate_resources: {
        people: [
          { name: 'Noor Haddad', roles: ['release_manager'], timezone: 'Europe/Berlin' },
          { name: 'Grace Sample', roles: ['technical_lead', 'devops'], timezone: 'Europe/Berlin' },
          {
            name: 'Linus Instance',
            roles: ['devops', 'qa_lead'],
            timezone: 'America/New_York',
            absences: [{ from: '2026-03-23', to: '2026-03-25' }],
          },
        ],
      },
      write_rollback_plan: {
        commands: {
          switch_traffic: './ops/traffic.sh previous 100',
          health_check: './ops/health.sh previous',
          error_rate: './ops/error-rate.sh',
        },
      },
    },
  },
  {
    name: 'library',
    zone: 'UTC',
    repository: libraryRepository,
    version: '1.1.0',
    initial: { release_date: '2026-03-10', country: 'US' },
    given: {},
  },
]

describe.each(plans)('a whole plan of a $name', ({ name, zone, repository, version, initial, given }) => {
  let root: string
  let results: Called[]

  beforeAll(async () => {
    root = repository().at
    const client = await connectedClient({ root, now })
    results = await plannedBy(client, version, initial, given)
    await client.close()
  })

  test('every call succeeds and stands alone in at most 8 kB, in both renderings', () => {
    for (const { fields, text, isError } of results) {
      expect(isError, text).toBe(false)
      expect(Buffer.byteLength(JSON.stringify(fields))).toBeLessThanOrEqual(8000)
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(8000)
      expect(String(fields.summary).length).toBeLessThanOrEqual(600)
      expect(text.startsWith(String(fields.summary))).toBe(true)
      expect(text).toContain((fields.next as { tool: string }).tool)
    }
  })

  test('every document is as the example shows it', async () => {
    for (const [path, text] of planFiles(root, version)) {
      await expect(text).toMatchFileSnapshot(`../../examples/${name}/releases/v${version}/${path}`)
    }
  })

  test('the documents that people read are at most 60 kB', () => {
    const sizes = [...planFiles(root, version)]
      .filter(([path]) => path.endsWith('.md'))
      .map(([, text]) => Buffer.byteLength(text))
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(60_000)
  })

  test(`the same bytes with the process in ${zone}`, async () => {
    const other = repository().at
    const client = await connectedClient({ root: other, now, env: { TZ: zone } })
    await plannedBy(client, version, initial, given)
    await client.close()
    expect(planFiles(other, version)).toEqual(planFiles(root, version))
  })
})
