import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { communicationsDocuments } from '../../../src/documents/communications.ts'
import {
  incidentStates,
  isLegalSequence,
  maintenanceStates,
} from '../../../src/plan/communications/status-page.ts'
import { statusUpdates } from '../../../src/plan/communications/status-updates.ts'
import { derive } from '../../../src/plan/derive.ts'
import { exampleInputs, exampleNow } from '../../support/example-inputs.ts'

const states = [...incidentStates, ...maintenanceStates]

/** Every order of at most four of the eight states, each at most once. */
function orders(length: number): string[][] {
  if (length === 0) return [[]]
  return orders(length - 1).flatMap(order => [
    order,
    ...states
      .filter(state => order.length === length - 1 && !order.includes(state))
      .map(state => [...order, state]),
  ])
}

describe('P5: a status page goes through its states in one of two orders', () => {
  test('of all orders only the beginnings of the two are legal', () => {
    const legal = [
      ...new Set(
        orders(4)
          .filter(isLegalSequence)
          .map(order => order.join()),
      ),
    ]
    const beginnings = [incidentStates, maintenanceStates].flatMap(flow =>
      [0, 1, 2, 3, 4].map(length => flow.slice(0, length).join()),
    )
    expect(legal.toSorted()).toEqual([...new Set(beginnings)].toSorted())
  })

  test('whatever a caller writes, the requests hold no other order', () => {
    const word = fc.constantFrom(...states, 'postmortem', 'note')
    fc.assert(
      fc.property(fc.array(word, { maxLength: 6 }), order => {
        const sent = statusUpdates({ body: order.map(state => `${state}: text`) }).map(({ status }) => status)
        expect(isLegalSequence(sent)).toBe(true)
      }),
    )
  })

  test('the requests say what the messages say, and a maintenance has its times', () => {
    const plan = derive(
      exampleInputs('service', { strategy: { choose: 'recreate', because: 'one machine' } }),
      exampleNow,
    )
    const file = communicationsDocuments(plan).find(({ path }) => path === 'communications/status_page.json')!
    const { sequences } = JSON.parse(file.text) as {
      sequences: {
        message: string
        requests: { request: string; body: { incident: Record<string, string> } }[]
      }[]
    }
    expect(sequences.map(({ message }) => message)).toEqual(['status_maintenance', 'status_incident'])
    for (const { message, requests } of sequences) {
      const page = plan.communications.messages.find(({ id }) => id === message)!
      expect(requests.map(({ body }) => `${body.incident.status}: ${body.incident.body}`)).toEqual(page.body)
      expect(requests.map(({ request }) => request.split(' ')[0])).toEqual([
        'POST',
        'PATCH',
        'PATCH',
        'PATCH',
      ])
      expect(requests[0]!.body.incident.name).toBe(page.subject)
    }
    const { scheduled_for: from, scheduled_until: until } = sequences[0]!.requests[0]!.body.incident
    expect(from).toBe('2026-12-01T07:00:00Z')
    expect(until! > from!).toBe(true)
  })
})

describe('clocks and contacts', () => {
  const body = (communications: object, id: string) =>
    derive(
      exampleInputs('service', {
        communications,
        release: { release_date: '2026-12-01', kind: 'service', product: 'Acme', timezone: 'Europe/Berlin' },
      }),
      exampleNow,
    )
      .communications.messages.find(message => message.id === id)!
      .body.join(' ')

  test('the outside reads the time on its own clock, colleagues in UTC', () => {
    const audiences = [
      'customers (Asia/Tokyo)',
      'partners (America/Los_Angeles)',
      'team (Asia/Kolkata)',
      'x (No/Zone)',
    ]
    const customers = body({ audiences }, 'customer_notice')
    expect(customers).toContain(
      '07:00 Europe/Berlin (06:00 UTC, 15:00 Asia/Tokyo, Mon 2026-11-30 22:00 America/Los_Angeles)',
    )
    expect(body({ audiences }, 'freeze_notice')).toContain('07:00 Europe/Berlin (06:00 UTC).')
  })

  test('where customers ask is one question, and its answer stands in every message', () => {
    expect(body({}, 'customer_notice')).toContain('Questions: ____.')
    expect(body({ channels: { contact: 'help@acme.example' } }, 'customer_letter')).toContain(
      'Questions: help@acme.example.',
    )
    const asked = derive(exampleInputs('service'), exampleNow).questions.filter(
      ({ id }) => id === 'contact_outside',
    )
    expect(asked).toHaveLength(1)
  })
})

describe('what is taken back', () => {
  test('every dated message of a service but what looks back has its counterpart', () => {
    const { messages } = derive(exampleInputs('service'), exampleNow).communications
    const without = messages.filter(({ date, taken_back_by }) => date && !taken_back_by).map(({ id }) => id)
    expect(without).toEqual(['first_day_status', 'retrospective'])
  })
})
