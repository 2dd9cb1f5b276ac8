import { addMinutes, instantOf } from '../plan/calendar/zones.ts'
import { maintenanceStates } from '../plan/communications/status-page.ts'
import { statusUpdates } from '../plan/communications/status-updates.ts'
import type { Message, Plan } from '../plan/plan.ts'
import type { Document } from './document.ts'

const incidents = '/v1/pages/{page_id}/incidents'

/** The messages of the status page as requests to its API, texts unchanged; no document where no message has updates. */
export function statusPageDocuments(plan: Plan): Document[] {
  const sequences = plan.communications.messages
    .filter(({ medium }) => medium === 'status_page')
    .map(message => ({ message: message.id, send: message.at, requests: requestsOf(plan, message) }))
    .filter(({ requests }) => requests.length > 0)
  if (sequences.length === 0) return []
  const text = {
    format: 'Atlassian Statuspage API v1, incidents',
    before_sending: 'fill page_id, incident_id (from the answer to the first request) and each ____',
    sequences,
  }
  return [
    {
      path: 'communications/status_page.json',
      section: 'communications',
      note: 'status page requests',
      text: `${JSON.stringify(text, null, 2)}\n`,
    },
  ]
}

/** The first creates the incident, the others change it. */
function requestsOf(plan: Plan, message: Message): object[] {
  return statusUpdates(message).map(({ status, body }, n) => ({
    request: n === 0 ? `POST ${incidents}` : `PATCH ${incidents}/{incident_id}`,
    body: {
      incident: {
        ...(n === 0 ? { name: message.subject } : {}),
        status,
        body,
        ...(status === maintenanceStates[0] ? scheduled(plan) : {}),
      },
    },
  }))
}

/** From the release time to the end of the day's steps. */
function scheduled({ release, schedule }: Plan): object {
  const from = instantOf(
    release.release_date.value,
    release.release_time.value,
    release.timezone.value,
  ).instant
  const last = schedule.release_day.at(-1)
  const until = last ? addMinutes(last.at_utc, last.minutes) : from
  return { scheduled_for: from, scheduled_until: until > from ? until : addMinutes(from, 60) }
}
