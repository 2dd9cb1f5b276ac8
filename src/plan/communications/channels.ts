import { derived, given, type Known, observed, type Statement } from '../basis.ts'
import type { Derivation } from '../derivation.ts'
import type { Answerer } from '../kinds/answerer.ts'
import type { MessageSpec } from '../kinds/profile.ts'
import type { Communications, Release } from '../plan.ts'

type Channel = MessageSpec['channel']

const channelQuestions: Record<Channel, { id: string; question: string; who: Answerer }> = {
  chat: { id: 'channel_chat', question: 'chat channel of the release', who: 'release_manager' },
  mail: { id: 'channel_mail', question: 'mail list for messages to the outside', who: 'product_manager' },
  status_page: {
    id: 'channel_status_page',
    question: 'address of the status page, or none',
    who: 'support_lead',
  },
  release_notes: {
    id: 'channel_release_notes',
    question: 'place where release notes are published',
    who: 'release_manager',
  },
  blog: { id: 'channel_blog', question: 'blog of the product', who: 'product_manager' },
  docs: { id: 'channel_docs', question: 'documentation site of the product', who: 'product_manager' },
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
  const notes = channel === 'release_notes' ? (releasesPage(release) ?? changelogFile(derivation)) : undefined
  if (notes) return notes
  const early = channel === 'chat' || channel === 'release_notes'
  return derivation.questions.text({ ...channelQuestions[channel], gate: early ? 'freeze' : 'go_no_go' })
}

/** Where the outside asks, a blank of the messages until it is known; absent where no message says it. */
export function contactOf({ inputs, profile, questions }: Derivation): Statement<string> | undefined {
  if (!profile.messages.some(({ body }) => body.some(text => text.includes('{{contact}}')))) return undefined
  const names = ['contact', 'questions', 'support']
  const told = names.map(name => inputs.communications?.channels?.[name]).find(place => place !== undefined)
  if (told) return given(told, 'plan_communications')
  return questions.text({
    id: 'contact_outside',
    question: 'where customers ask',
    who: 'support_lead',
    gate: 'go_no_go',
  })
}

/** Where the repository's host shows releases; absent for a host that is not known to. */
export function releasesPage(release: Release): Known<string> | undefined {
  const page = hostPage(release, 'releases')
  return page === undefined ? undefined : derived(page, 'address of the repository')
}

/** Where the repository's host takes reports; absent for a host that is not known to. */
export const issuesPage = (release: Release): string | undefined => hostPage(release, 'issues')

function hostPage({ repository }: Release, page: string): string | undefined {
  const web = repository?.web_url?.replace(/\/$/, '')
  if (!web || !/^https:\/\/(github\.com|gitlab\.[^/]+|codeberg\.org)\//.test(web)) return undefined
  return `${web}${web.startsWith('https://gitlab.') ? '/-' : ''}/${page}`
}

function changelogFile({ inputs }: Derivation): Known<string> | undefined {
  const range = inputs.observed?.range
  const name = /^(?:docs\/)?(?:changelog|changes|history|news|releases?)(?:\.\w+)?$/i
  const file = range?.changelog?.path ?? range?.files.top.find(({ path }) => name.test(path))?.path
  return file === undefined ? undefined : observed(file, 'files of the repository')
}

/** Places outside at which a release can be told of, by the names that callers give them. */
const outsidePlaces: { name: string; ids: string[] }[] = [
  { name: 'blog', ids: ['blog'] },
  { name: 'documentation site', ids: ['docs', 'documentation', 'docs_site', 'documentation_site'] },
  {
    name: 'social',
    ids: ['social', 'twitter', 'x', 'mastodon', 'bluesky', 'linkedin', 'facebook', 'youtube'],
  },
]

/** The caller's channels that no message of the catalogue uses, and what nobody planned. */
export function placesOf(
  { inputs }: Derivation,
  media: ReadonlySet<string>,
): Pick<Communications, 'places' | 'not_planned'> {
  const { channels = {}, notes = [] } = inputs.communications ?? {}
  const used = new Set([...media].flatMap(medium => [medium, ...(otherNames[medium as Channel] ?? [])]))
  const places = Object.entries(channels)
    .filter(([name]) => !used.has(name))
    .map(([name, where]) => ({ name: name.replaceAll('_', ' '), where: given(where, 'plan_communications') }))
  const missing = outsidePlaces.filter(({ ids }) => !ids.some(id => id in channels)).map(({ name }) => name)
  const measured = notes.some(note => /adoption|satisf|success/i.test(`${note.heading} ${note.text}`))
  return {
    places,
    not_planned: [
      ...(missing.length ? [`${missing.join(', ')} (channels)`] : []),
      ...(measured ? [] : ['adoption and satisfaction as success metrics (notes)']),
    ],
  }
}
