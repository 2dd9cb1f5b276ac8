import { derived, given, type Statement } from '../basis.ts'
import type { Derivation } from '../derivation.ts'
import type { MessageSpec } from '../kinds/profile.ts'

type Channel = MessageSpec['channel']

const questions: Record<Channel, { id: string; question: string; who: string }> = {
  chat: { id: 'channel_chat', question: 'chat channel of the release', who: 'Release manager' },
  mail: { id: 'channel_mail', question: 'mail list for messages to the outside', who: 'Product manager' },
  status_page: {
    id: 'channel_status_page',
    question: 'address of the status page, or none',
    who: 'Support lead',
  },
  release_notes: {
    id: 'channel_release_notes',
    question: 'place where release notes are published',
    who: 'Release manager',
  },
  blog: { id: 'channel_blog', question: 'blog of the product', who: 'Product manager' },
  docs: { id: 'channel_docs', question: 'documentation site of the product', who: 'Product manager' },
}

const otherNames: Partial<Record<Channel, string[]>> = {
  chat: ['release_chat', 'slack', 'release', 'team'],
  mail: ['email', 'customers', 'customer_mail', 'newsletter'],
  status_page: ['status', 'statuspage'],
  release_notes: ['releases', 'changelog', 'announcement', 'announcements'],
}

/** Where a channel of the catalogue is in this organisation: told, seen in the repository, or a question. */
export function channelStatement(derivation: Derivation, channel: Channel): Statement<string> {
  const { inputs, release } = derivation
  if (channel === 'status_page' && inputs.communications?.status_page) {
    return given(inputs.communications.status_page, 'plan_communications')
  }
  for (const name of [channel, ...(otherNames[channel] ?? [])]) {
    const own = inputs.communications?.channels?.[name]
    if (own) return given(own, 'plan_communications')
    const shared = inputs.resources?.channels?.[name]
    if (shared) return given(shared, 'allocate_resources')
  }
  const web = release.repository?.web_url
  if (
    channel === 'release_notes' &&
    web &&
    /^https:\/\/(github\.com|gitlab\.[^/]+|codeberg\.org)\//.test(web)
  ) {
    const page = web.includes('gitlab') ? '/-/releases' : '/releases'
    return derived(`${web.replace(/\/$/, '')}${page}`, 'address of the repository')
  }
  const early = channel === 'chat' || channel === 'release_notes'
  return derivation.questions.text({ ...questions[channel], gate: early ? 'freeze' : 'go_no_go' })
}
