import { describe, expect, test } from 'vitest'
import { announcedTitle } from '../../../src/plan/communications/announcement.ts'
import { isInside } from '../../../src/plan/communications/messages.ts'
import { isLegalOrder } from '../../../src/plan/communications/status-page.ts'
import { upgradeOf } from '../../../src/plan/communications/upgrade.ts'
import { derive } from '../../../src/plan/derive.ts'
import { exampleInputs, exampleNow } from '../../support/example-inputs.ts'

describe('titles as users read them', () => {
  test.each([
    ['feat(api)!: drop the old route (#123)', 'Drop the old route'],
    ['fix: crash on start, closes #9', 'Crash on start'],
    ['[core] Faster parser.', 'Faster parser'],
    ['Add support for YAML: lists and maps', 'Add support for YAML: lists and maps'],
    ['fix:\u202e evil', 'Evil'],
  ])('%s', (subject, title) => {
    expect(announcedTitle(subject).replace(/,$/, '')).toBe(title)
  })
})

describe('the announcement', () => {
  const announcement = (kind: 'service' | 'library', changes = {}) =>
    derive(exampleInputs(kind, changes), exampleNow).communications.announcement

  test('tells features, fixes, speed and security, and no infrastructure', () => {
    const { groups } = announcement('library')
    expect(groups.map(({ heading }) => heading)).toEqual(['New', 'Fixed', 'Faster', 'Security'])
    expect(groups.flatMap(({ entries }) => entries)).toEqual([
      'Export as CSV: less copying',
      'Crash on an empty list',
      'Index the search',
      'Refuse weak ciphers',
    ])
  })

  test('tells a breaking change once, with its migration', () => {
    expect(announcement('library').breaking).toEqual([
      { title: 'Remove /v1/users', migration: 'Call /v2/users instead', deprecated_until: '2027-06-30' },
    ])
  })

  test('asks for its text where the scope shows nothing', () => {
    const inputs = { scope: {}, observed: {} }
    expect(announcement('library', inputs).text).toMatchObject({ unknown: { id: 'announcement_text' } })
    expect(announcement('library').text).toBeUndefined()
  })

  test.each([
    ['npm', 'acme', 'npm install acme@2.5.0'],
    ['pypi', 'acme', 'python -m pip install "acme==2.5.0"'],
    ['go', 'example.org/acme', 'go get example.org/acme@v2.5.0'],
    ['crates', 'acme', 'cargo update -p acme --precise 2.5.0'],
  ])('the upgrade command fits %s', (registry, name, command) => {
    const { release } = derive(
      exampleInputs('library', { observed: { ecosystem: { registry, name } } }),
      exampleNow,
    )
    expect(upgradeOf(release, '2.5.0')?.command).toBe(command)
  })

  test('a service has no upgrade command, and no command is invented for an unknown registry', () => {
    expect(announcement('service').upgrade).toBeUndefined()
    expect(
      announcement('library', { observed: { ecosystem: { registry: 'other', name: 'acme' } } }).upgrade,
    ).toBeUndefined()
  })
})

test.each([
  ['support team', true],
  ['engineering', true],
  ['executives and stakeholders', true],
  ['customers', false],
  ['partner companies', false],
  ['support and customers', false],
  ['friends', false],
])('%s is inside: %s', (audience, inside) => {
  expect(isInside(audience)).toBe(inside)
})

test.each([
  [['investigating: a', 'identified: b', 'monitoring: c', 'resolved: d'], true],
  [['scheduled: a', 'in_progress: b', 'verifying: c', 'completed: d'], true],
  [['scheduled: a', 'resolved: b'], false],
  [['investigating: a', 'resolved: b'], false],
  [['no state at all'], true],
])('states %j in legal order: %s', (body, legal) => {
  expect(isLegalOrder(body)).toBe(legal)
})
