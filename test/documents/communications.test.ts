import { describe, expect, test } from 'vitest'
import { appendixDocument } from '../../src/documents/appendix.ts'
import { communicationsDocuments } from '../../src/documents/communications.ts'
import { derive } from '../../src/plan/derive.ts'
import { type Kind, kinds } from '../../src/plan/kinds/profile.ts'
import type { Plan } from '../../src/plan/plan.ts'
import { exampleInputs, exampleNow } from '../support/example-inputs.ts'

const planOf = (kind: Kind, changes = {}): Plan => derive(exampleInputs(kind, changes), exampleNow)
const texts = (plan: Plan) => new Map(communicationsDocuments(plan).map(({ path, text }) => [path, text]))
const bytes = (text: string): number => new TextEncoder().encode(text).length

describe('documents', () => {
  test.each(kinds)('of a %s plan are short and whole', kind => {
    const plan = planOf(kind)
    const all = texts(plan)
    expect([...all.keys()].slice(0, 3)).toEqual([
      'communications/communication_plan.md',
      'communications/announcement_draft.md',
      'communications/release_notes.md',
    ])
    const requests = plan.communications.messages.some(({ medium }) => medium === 'status_page') ? 1 : 0
    expect(all.size).toBe(plan.communications.messages.length + 3 + requests)
    for (const [path, text] of all) {
      expect(bytes(text), path).toBeLessThan(path.includes('/messages/') ? 620 : 5200)
      expect(text, path).not.toMatch(/\{\{|undefined|\[object|NaN/)
      expect(text, path).not.toMatch(/\\_\\_/)
    }
  })

  test('every message stands in the plan with a link to its page, first the earliest', () => {
    const plan = planOf('service')
    const text = texts(plan).get('communications/communication_plan.md')!
    const linked = [...text.matchAll(/\]\(messages\/(\w+)\.md\)/g)].map(match => match[1])
    expect(linked.toSorted()).toEqual(plan.communications.messages.map(({ id }) => id).toSorted())
    expect(text.indexOf('freeze_notice')).toBeLessThan(text.indexOf('release_announcement'))
  })

  test('a channel that nobody named is one question, not one a message', () => {
    const text = [...texts(planOf('service')).values()].join('\n')
    expect(text.match(/\[TBD: chat channel/g)).toHaveLength(1)
  })

  test('an announcement shows twelve of a heading and says where the others are: where they are', () => {
    const items = Array.from({ length: 14 }, (_, n) => ({
      id: `F-${n}`,
      kind: 'fix' as const,
      title: `Crash ${n} of ${n}`,
    }))
    const all = texts(planOf('service', { scope: { items } }))
    expect(all.get('communications/announcement_draft.md')).toContain('- and 2 more, in the release notes')
    expect(all.get('communications/announcement_draft.md')).not.toContain('Crash 12')
    expect(all.get('communications/release_notes.md')).toContain('- Fixed: Crash 13 of 13')
  })

  test('a breaking title that was cut ends with one mark', () => {
    const title = `Remove ${'an old name '.repeat(12)}`
    const items = [{ id: 'A-1', kind: 'api_change' as const, title, breaking: true }]
    const all = texts(planOf('library', { scope: { items } }))
    expect(all.get('communications/announcement_draft.md')).toMatch(
      /- \*\*Remove an.* (?:an|old|name)?…\*\* Migration: ____\.$/m,
    )
  })

  test('a message held back says so', () => {
    const own = { communications: { messages: [{ id: 'teaser', audience: 'customers', at: 'T-10' }] } }
    const text = texts(planOf('service', own)).get('communications/communication_plan.md')!
    expect(text).toMatch(/- teaser: asked for Fri 2026-11-20, held until/)
  })

  test('notes of the caller stand in the plan', () => {
    const own = { communications: { notes: [{ id: 'n', heading: 'Embargo', text: 'Press until *noon*.' }] } }
    expect(texts(planOf('service', own)).get('communications/communication_plan.md')).toContain(
      '## Embargo\n\nPress until *noon*.',
    )
  })

  test('text of a caller cannot change the structure', () => {
    const own = {
      communications: {
        messages: [{ id: 'own', audience: 'team | x', subject: '# big', body: '[link](http://x) `c`' }],
      },
    }
    const all = texts(planOf('service', own))
    expect(all.get('communications/messages/own.md')).toContain('\\[link\\](http://x) \\`c\\`')
    expect(all.get('communications/communication_plan.md')).toContain('team \\| x')
  })

  test('the draft says when it leaves, what broke, how to upgrade and how to go back', () => {
    const draft = texts(planOf('library')).get('communications/announcement_draft.md')!
    expect(draft).toMatch(/^# Acme 2\.5\.0\n/)
    expect(draft).toContain('It leaves on Tue 2026-12-01')
    expect(draft).toContain('Migration: Call /v2/users instead.')
    expect(draft).toContain('```sh\nnpm install acme@2.5.0\n```')
    expect(draft).toContain('`npm install acme@2.4.0`')
  })

  test('the draft of a version offered to a ring bears the day on which everybody gets it', () => {
    const plan = planOf('distributed')
    const { date } = plan.schedule.milestones.find(({ id }) => id === 'ring_widening')!
    const draft = texts(plan).get('communications/announcement_draft.md')!
    expect(draft).toContain(`\nWed ${date}\n`)
    expect(draft).not.toContain('2026-12-01')
  })

  test('a draft without the name of the product is titled by its version', () => {
    const plan = planOf('service', { release: { release_date: '2026-12-01', kind: 'service' } })
    expect(texts(plan).get('communications/announcement_draft.md')).toMatch(/^# Release 2\.5\.0\n/)
  })

  test('other places of the caller stand among the channels, those nobody planned in one line', () => {
    const own = { communications: { channels: { blog: 'https://acme.example/blog' } } }
    const text = texts(planOf('service', own)).get('communications/communication_plan.md')!
    expect(text).toContain('| blog | https://acme.example/blog |')
    expect(text.match(/^Not planned: documentation site, social .*$/gm)).toHaveLength(1)
  })

  test('the header says to whom and by which channel; day and owner stand in the plan of messages', () => {
    const plan = planOf('distributed')
    const page = texts(plan).get('communications/messages/release_announcement.md')!
    expect(page).toMatch(/^To users and packagers · in the release notes/m)
    expect(page).not.toMatch(/^To .*\d{4}-\d\d/m)
  })

  test('a library hears nothing of status pages and customers letters', () => {
    const all = texts(planOf('library'))
    expect([...all.keys()].join()).not.toMatch(/status|customer/)
    expect(all.get('communications/communication_plan.md')).not.toMatch(/status page/i)
  })
})

describe('the appendix', () => {
  test('groups what is left out by its reason', () => {
    const { text } = appendixDocument(planOf('library'))
    const rows = text
      .split('\n')
      .filter(line => line.startsWith('| ') && line.includes('others build the library'))
    expect(rows.length).toBeGreaterThan(0)
    expect(rows.length).toBeLessThan(4)
    expect(text).toContain('share of traffic at each step')
    expect(bytes(text)).toBeLessThan(4000)
  })

  test('leaves out nothing that the caller added all the same', () => {
    const added = planOf('library', {
      resources: { external: [{ name: 'Mirror operators', purpose: 'purge caches' }] },
      communications: { status_page: 'https://status.example.org' },
      schedule: { activities: [{ id: 'load', name: 'Load test of the parser', phase: 'freeze' }] },
    })
    const { text } = appendixDocument(added)
    for (const title of ['outside help', 'status page', 'load test', 'table of flags']) {
      expect(text, title).not.toContain(title)
    }
    const without = appendixDocument(planOf('library', { strategy: {} })).text
    for (const title of ['outside help', 'status page', 'load test', 'table of flags']) {
      expect(without, title).toContain(title)
    }
  })

  test('explains each word for a source', () => {
    const { text } = appendixDocument(planOf('service'))
    for (const word of ['given', 'observed', 'derived', 'assumed']) expect(text).toContain(`| ${word} |`)
  })
})
