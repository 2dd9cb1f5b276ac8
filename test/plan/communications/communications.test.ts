import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays } from '../../../src/plan/calendar/date.ts'
import { derive } from '../../../src/plan/derive.ts'
import type { CommunicationsInputs } from '../../../src/plan/inputs.ts'
import { kinds } from '../../../src/plan/kinds/profile.ts'
import type { Plan } from '../../../src/plan/plan.ts'
import { exampleInputs, exampleNow } from '../../support/example-inputs.ts'

type Kind = (typeof kinds)[number]

function planned(kind: Kind, communications: CommunicationsInputs = {}, changes = {}): Plan {
  return derive(exampleInputs(kind, { communications, ...changes }), exampleNow)
}

const goNoGo = (plan: Plan): string => plan.schedule.milestones.find(({ gate }) => gate === 'go_no_go')!.date
const message = (plan: Plan, id: string) => plan.communications.messages.find(entry => entry.id === id)

describe('messages bound to gates', () => {
  test.each(
    kinds,
  )('P4: nothing leaves a %s plan for the outside before go/no-go but a call to test a candidate', kind => {
    const plan = planned(kind)
    const early = plan.communications.messages.filter(
      entry => !entry.internal && entry.date && entry.date < goNoGo(plan),
    )
    expect(early.map(({ id }) => id).filter(id => id !== 'call_for_testing')).toEqual([])
  })

  test('P4: a public message asked for earlier is held until the gate and says so', () => {
    const plan = planned('service', {
      messages: [{ id: 'teaser', audience: 'customers', at: 'T-10', body: 'Soon.' }],
    })
    const teaser = message(plan, 'teaser')!
    expect(teaser.date).toBe(goNoGo(plan))
    expect(teaser.moved).toContain('2026-11-20')
    expect(teaser).toMatchObject({ gate: 'go_no_go', internal: false, taken_back_by: 'postponement' })
    expect(plan.warnings.map(({ code }) => code)).toContain('message_before_gate')
  })

  test('an earlier gate named by the caller does not let a promise out', () => {
    const plan = planned('service', {
      messages: [{ id: 'teaser', audience: 'customers', at: 'T-10', gate: 'freeze' }],
    })
    expect(message(plan, 'teaser')?.date).toBe(goNoGo(plan))
  })

  test('holds whatever day and audience a caller asks for', () => {
    const audience = fc.constantFrom('customers', 'partners', 'the public', 'press', 'all users', 'someone')
    fc.assert(
      fc.property(fc.integer({ min: -40, max: 20 }), audience, (days, to) => {
        const at = `T${days < 0 ? days : `+${days}`}`
        const plan = planned('service', { messages: [{ id: 'own', audience: to, at }] })
        expect(message(plan, 'own')!.date! >= goNoGo(plan)).toBe(true)
      }),
      { numRuns: 25 },
    )
  })

  test('what should have left before anybody planned leaves on the first day', () => {
    const release = { ...exampleInputs('service').release, release_date: addDays(exampleNow.slice(0, 10), 3) }
    const plan = planned('service', {}, { release, planning_started: exampleNow, moves: [] })
    const days = plan.communications.messages.flatMap(({ date }) => date ?? [])
    expect(days.toSorted()[0]).toBe(exampleNow.slice(0, 10))
  })

  test('on the release day the outside hears of it after the last check', () => {
    const plan = planned('service', {
      messages: [{ id: 'tweet', audience: 'the public', at: '2026-12-01 06:30' }],
    })
    const announced = plan.schedule.release_day.find(step => step.id === 'announce')!.at_local
    expect(message(plan, 'tweet')).toMatchObject({ date: '2026-12-01', time: announced })
    expect(message(plan, 'tweet')!.moved).toContain('06:30')
    expect(message(plan, 'release_announcement')!.time).toBe(announced)
  })

  test('to colleagues a message leaves when it is asked for', () => {
    const plan = planned('service', { messages: [{ id: 'lunch', audience: 'support team', at: 'T-10' }] })
    expect(message(plan, 'lunch')).toMatchObject({ date: '2026-11-20', internal: true })
    expect(message(plan, 'lunch')!.moved).toBeUndefined()
  })
})

describe('the order and the merge', () => {
  test.each(kinds)('messages of a %s plan stand in the order of sending', kind => {
    const { messages } = planned(kind).communications
    const keys = messages.map(entry => `${entry.date ?? '9999'} ${entry.time ?? ''}`)
    expect(keys).toEqual(keys.toSorted())
    expect(new Set(messages.map(({ path }) => path)).size).toBe(messages.length)
  })

  test('dates stand on working days and move with the release', () => {
    const plan = derive(
      exampleInputs('service', { release: { release_date: '2026-12-08', kind: 'service', product: 'Acme' } }),
      exampleNow,
    )
    expect(message(plan, 'release_ahead')?.date).toBe('2026-12-01')
    for (const { date } of plan.communications.messages) {
      if (date) expect(new Date(`${date}T00:00:00Z`).getUTCDay() % 6, date).not.toBe(0)
    }
  })

  test('a message of the caller with a known id changes that message only', () => {
    const plan = planned('service', {
      messages: [{ id: 'customer_notice', owner: 'Zoe', subject: 'Hello', body: 'One.\n\nTwo.' }],
    })
    expect(message(plan, 'customer_notice')).toMatchObject({
      owner: 'Zoe',
      subject: 'Hello',
      body: ['One.', 'Two.'],
      gate: 'go_no_go',
    })
    expect(message(plan, 'customer_notice')!.basis.kind).toBe('given')
    expect(plan.communications.messages.length).toBe(planned('service').communications.messages.length)
  })

  test('an audience that no message names hears of the release', () => {
    const plan = planned('service', { audiences: ['partners', 'sales team', 'customers'] })
    expect(message(plan, 'release_announcement')!.audience).toBe('customers, partners')
    expect(message(plan, 'release_done')!.audience).toContain('sales team')
  })

  test('what the caller says about an audience of the catalogue stands in its place', () => {
    const plan = planned('service', { audiences: ['customers (12,000 hosted users)', 'self-hosters'] })
    expect(message(plan, 'release_announcement')!.audience).toBe(
      'customers (12,000 hosted users), self-hosters',
    )
    expect(message(plan, 'customer_notice')!.audience).toBe('customers (12,000 hosted users)')
    expect(plan.communications.audiences).not.toContain('customers')
  })

  test('a freeze stops changes and holds no message; a weekend does', () => {
    const firstDay = (release_date: string): string | undefined => {
      const release = { ...exampleInputs('service').release, release_date }
      const freezes = [{ name: 'year end', from: '2026-12-02', to: '2027-01-03' }]
      return message(planned('service', {}, { release, schedule: { freezes } }), 'first_day_status')!.date
    }
    expect(firstDay('2026-12-01')).toBe('2026-12-02')
    expect(firstDay('2026-12-18')).toBe('2026-12-21')
  })

  test('words that are no day are an event', () => {
    const plan = planned('service', {
      messages: [{ id: 'own', audience: 'team', at: 'when the board agrees' }],
    })
    expect(message(plan, 'own')).toMatchObject({ at: 'when the board agrees' })
    expect(message(plan, 'own')!.date).toBeUndefined()
  })
})

describe('a version offered to an early ring first', () => {
  const ring = planned('distributed')
  const widening = ring.schedule.milestones.find(({ id }) => id === 'ring_widening')!.date

  test('is announced when it is offered to everybody; on the day the ring and the packagers hear', () => {
    expect(message(ring, 'release_announcement')!.date).toBe(widening)
    expect(message(ring, 'ring_offer')).toMatchObject({ date: '2026-12-01', taken_back_by: 'withdrawal' })
    const onTheDay = ring.communications.messages.filter(
      entry => !entry.internal && entry.date === '2026-12-01',
    )
    expect(onTheDay.map(({ id }) => id).toSorted()).toEqual(['ring_offer', 'security_advisory'])
  })

  test('keeps its release page a pre-release until then, and no packager waits for the day', () => {
    expect(message(ring, 'ring_offer')!.body.join(' ')).toContain(
      `Until Wed ${widening} the release page says pre-release`,
    )
    expect(message(ring, 'release_announcement')!.precondition).toContain('no pre-release')
    expect(message(ring, 'packagers_notice')!.body.join(' ')).not.toMatch(/until the announcement/i)
  })

  test('offered to everybody at once it is announced on the day', () => {
    const direct = planned('distributed', {}, { strategy: { choose: 'direct_ga', because: 'urgent' } })
    const announced = direct.schedule.release_day.find(step => step.id === 'announce')!.at_local
    expect(message(direct, 'release_announcement')).toMatchObject({ date: '2026-12-01', time: announced })
    expect(message(direct, 'ring_offer')).toBeUndefined()
  })

  test('an app in shares is announced when every installation is offered it', () => {
    const phased = planned('mobile')
    const ends = phased.schedule.milestones.find(({ id }) => id === 'monitoring_ends')!.date
    expect(message(phased, 'release_announcement')).toMatchObject({ at: `Tue ${ends}`, date: ends })
  })
})

describe('what is settled is no blank and no question', () => {
  const text = (plan: Plan, id: string) => [message(plan, id)!.subject, ...message(plan, id)!.body].join(' ')

  test('who is on call, which version is current, when the review is', () => {
    const people = ['Kim', 'Lee', 'Max', 'Noa'].map(name => ({ name, roles: ['devops'], on_call: true }))
    const plan = planned('service', {}, { resources: { people } })
    expect(text(plan, 'release_started')).toMatch(/On call: (Kim|Lee|Max|Noa) and (Kim|Lee|Max|Noa)\./)
    expect(text(plan, 'rollback_done')).toContain('done: 2.4.0 is current From 2.5.0 to 2.4.0.')
    const review = plan.schedule.milestones.find(({ id }) => id === 'retrospective')!.date
    expect(text(plan, 'rollback_done')).toMatch(new RegExp(`Review on: \\w{3} ${review}\\.`))
  })

  test('a sentence about what breaks is left out where nothing does', () => {
    const scope = { items: [{ id: 'F-1', kind: 'feature' as const, title: 'Export' }] }
    expect(text(planned('library', {}, { scope }), 'call_for_testing')).not.toMatch(/look first/i)
    expect(text(planned('library'), 'call_for_testing')).toContain('Look first at: Remove /v1/users')
    expect(text(planned('library'), 'call_for_testing')).toContain(
      'Report to https://github.com/example/acme/issues',
    )
  })

  test('that customers have nothing to do is asked, not claimed, where nothing is marked as breaking', () => {
    const scope = { items: [{ id: 'F-1', kind: 'feature' as const, title: 'Export' }] }
    expect(text(planned('service', {}, { scope }), 'customer_notice')).toContain(
      'No change is marked as breaking; what to change on your side: ____.',
    )
  })

  test('a limitation is sent whole, a long one cut behind a word with one mark', () => {
    const refresh = 'Feeds fetched before the upgrade have no language until their next refresh'
    const scope = { known_limitations: [refresh, `${refresh}, ${refresh}, ${refresh}`] }
    const briefing = text(planned('service', {}, { scope }), 'support_briefing')
    expect(briefing).toContain(`${refresh}; ${refresh}, ${refresh}, Feeds… Pass on`)
  })

  test('the place of release notes is asked only where no host and no changelog shows it', () => {
    const { observed } = exampleInputs('library')
    const place = (changes: object) =>
      message(
        planned('library', {}, { observed: { ...observed, repository: { shallow: false }, ...changes } }),
        'release_announcement',
      )!.channel
    expect(place({})).toMatchObject({ unknown: { id: 'channel_release_notes' } })
    const files = { ...observed!.range!.files, top: [{ path: 'CHANGES.rst', lines: 9 }] }
    expect(place({ range: { ...observed!.range!, files } })).toMatchObject({ value: 'CHANGES.rst' })
  })

  test('a subject without the name of the product speaks of the release', () => {
    const plan = planned('service', {}, { release: { release_date: '2026-12-01', kind: 'service' } })
    const subjects = plan.communications.messages.map(({ subject }) => subject)
    expect(subjects.filter(subject => /^____|____ 2\.5\.0/.test(subject))).toEqual([])
    expect(message(plan, 'freeze_notice')!.subject).toBe('Release 2.5.0: freeze from today')
    expect(message(plan, 'rollback_started')!.subject).toBe('ROLLBACK of release 2.5.0 started')
  })

  test('a role in a sentence is lower case, a name is not', () => {
    const open = planned('distributed', {}, { release: { release_date: '2026-12-01', kind: 'distributed' } })
    expect(text(open, 'freeze_notice')).toContain('agreed with the release manager.')
    expect(text(planned('service'), 'freeze_notice')).toContain('agreed with Ann Example.')
  })

  test('places of the caller are named, what is missing is said once', () => {
    const plan = planned('library', { channels: { blog: 'https://acme.example/blog', mastodon: '@acme' } })
    expect(text(plan, 'release_announcement')).toContain(
      'then: blog (https://acme.example/blog), mastodon (@acme).',
    )
    expect(plan.communications.not_planned.join('; ')).toMatch(
      /^documentation site \(.*; adoption and satisfaction/,
    )
  })
})

describe('the rollback', () => {
  test.each(kinds)('every public message of a %s plan about the release has one that takes it back', kind => {
    const { messages } = planned(kind).communications
    const ids = messages.map(({ id }) => id)
    for (const entry of messages.filter(({ internal, date }) => !internal && date))
      expect(ids, entry.id).toContain(entry.taken_back_by)
  })

  test('I5: the letter claims nothing: facts are blanks of the day', () => {
    const letter = message(planned('service'), 'customer_letter')!
    expect(letter.body.join(' ')).toMatch(/Your data: ____/)
    expect(letter.body.join(' ')).not.toMatch(/no data was lost|stable/i)
  })

  test('started, under way and done are there, with the rhythm of the plan', () => {
    const plan = planned('service')
    const minutes = plan.communications.rhythms.find(rhythm =>
      rhythm.while.includes('way back'),
    )!.every_minutes
    for (const id of ['rollback_started', 'rollback_progress']) {
      expect(message(plan, id)!.body.join(' ')).toContain(`Next update in ${minutes} minutes`)
    }
    expect(message(plan, 'rollback_done')!.at).toBe('way back done')
  })
})

describe('rhythm, severities and status page', () => {
  test.each(kinds)('P6: the rhythms of a %s plan are ranked and a rule says which wins', kind => {
    const { rhythms, update_rule, severities } = planned(kind).communications
    const minutes = rhythms.map(({ every_minutes }) => every_minutes)
    expect(minutes).toEqual(minutes.toSorted((a, b) => a - b))
    expect(update_rule.join(' ')).toContain('shortest wins')
    expect(severities.map(({ id }) => id)).toEqual(['SEV1', 'SEV2', 'SEV3', 'SEV4'])
  })

  test('P5: an incident passes all four states; maintenance is there only with downtime and ends as completed', () => {
    const states = (plan: Plan) => plan.communications.status_flow.map(({ state }) => state)
    const canary = planned('service')
    expect(states(canary)).toEqual(['investigating', 'identified', 'monitoring', 'resolved'])
    expect(message(canary, 'status_maintenance')).toBeUndefined()
    const recreate = planned('service', {}, { strategy: { choose: 'recreate', because: 'one machine' } })
    expect(states(recreate).slice(4)).toEqual(['scheduled', 'in_progress', 'verifying', 'completed'])
    expect(message(recreate, 'status_maintenance')!.body.join(' ')).not.toContain('resolved')
  })

  test('states out of order are a warning', () => {
    const own = { id: 'status_incident', body: 'investigating: x\n\nresolved: y' }
    expect(planned('service', { messages: [own] }).warnings.map(({ code }) => code)).toContain(
      'status_states',
    )
  })

  test('no status page: no states and no message for it', () => {
    const plan = planned(
      'service',
      {},
      { answers: { channel_status_page: { value: 'none', from: 'fill_in' } } },
    )
    expect(plan.communications.status_page).toBeUndefined()
    expect(plan.communications.status_flow).toEqual([])
    expect(message(plan, 'status_incident')).toBeUndefined()
  })

  test('a library has no status page unless the caller has one', () => {
    expect(planned('library').communications.status_page).toBeUndefined()
    expect(
      planned('library', { status_page: 'https://status.example.org' }).communications.status_flow,
    ).toHaveLength(4)
  })
})

describe('questions and owners', () => {
  test('a channel is asked once and its answer is printed everywhere', () => {
    const answers = { channel_chat: { value: '#release', from: 'fill_in' } }
    const plan = planned('service', {}, { answers })
    const chats = plan.communications.messages.filter(({ medium }) => medium === 'chat')
    expect(chats.length).toBeGreaterThan(3)
    for (const { channel } of chats) expect(channel).toMatchObject({ value: '#release' })
    expect(plan.questions.map(({ id }) => id)).not.toContain('channel_chat')
  })

  test('release notes of a public repository need no question', () => {
    const plan = planned('library')
    expect(message(plan, 'release_announcement')!.channel).toMatchObject({
      value: 'https://github.com/example/acme/releases',
      basis: { kind: 'derived' },
    })
  })

  test('the owner is the person in the role, else the role', () => {
    const plan = planned('service', {}, { resources: { people: [{ name: 'Kim', roles: ['support_lead'] }] } })
    expect(message(plan, 'support_briefing')!.owner).toBe('Kim')
    expect(message(plan, 'freeze_notice')!.owner).toBe('Ann Example')
    expect(message(plan, 'customer_notice')!.owner).toBe('Product manager')
  })
})
