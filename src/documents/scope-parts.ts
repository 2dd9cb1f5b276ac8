import type { Plan, Scope } from '../plan/plan.ts'
import { ticketUrl } from '../plan/scope/commits/tickets.ts'
import { counted } from '../plan/text.ts'
import { code, escaped, type Markdown, md } from './markdown.ts'

const shownPackages = 25
const shownAreas = 5
const shownWorkflows = 4

/** `And 7 more.`; nothing where none is left. */
export const moreText = (count: number, what: string): string => (count > 0 ? `And ${count} ${what}.` : '')

/** Tickets with the pages that the remote's address shows, or that the caller told. */
export function ticketText(plan: Plan, tickets: string | undefined): Markdown {
  const { web_url } = plan.release.repository ?? {}
  const linked = (ticket: string): string => {
    const url = ticketUrl(ticket, web_url, plan.scope.ticket_url)
    return url ? `[${escaped(ticket)}](${url})` : escaped(ticket)
  }
  return md((tickets ?? '').split(/, /).filter(Boolean).slice(0, 2).map(linked).join(', '))
}

/** The team that CODEOWNERS names for most entries: said once, so that rows name only others. */
export function usualTeam({ scope }: Plan): string | undefined {
  const counts = new Map<string, number>()
  for (const { team } of scope.items) if (team) counts.set(team, (counts.get(team) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0]
}

/** Whom CODEOWNERS names for an entry beyond those that it names for most. */
export const teamsBeside = (usual = '', team = ''): string[] =>
  team.split(' ').filter(owner => owner && !usual.split(' ').includes(owner))

export function ownersText(owners: Scope['owners']): Markdown {
  if (!owners || owners.areas.length === 0) return md('')
  const areas = owners.areas
    .slice(0, shownAreas)
    .map(
      ({ team, files, example }) => `${escaped(team)} ${counted(files, 'file')}, e.g. ${code(example).text}`,
    )
  const more = moreText(owners.areas.length - shownAreas, 'more')
  return md(
    `**Suggested owners:** ${areas.join('; ')}.${more ? ` ${more}` : ''} _(observed: ${escaped(owners.source)}; nobody was asked)_`,
  )
}

export function packagesView({ scope: { packages = [] } }: Plan): object {
  const steps = packages.some(({ bump }) => bump)
  return {
    has_packages: packages.length > 1,
    packages: packages.slice(0, shownPackages).map(({ path, name, commits, files, bump }) => ({
      name: name ?? path ?? '',
      path: path ? code(path) : '',
      commits: commits ?? '',
      files: files ?? '',
      step: bump ?? '',
    })),
    packages_source: md(
      steps
        ? 'Step: what the changesets ask for. _(observed: manifests and .changeset)_'
        : '_(observed: manifests)_',
    ),
    more_packages: moreText(packages.length - shownPackages, 'more'),
  }
}

const starts = {
  tag: 'on a pushed tag',
  release: 'on a published release',
  branch: 'on a push to its branches',
  manual: 'by hand',
}

export function publishingText(publishing: NonNullable<Scope['publishing']>): Markdown {
  const told = publishing
    .slice(0, shownWorkflows)
    .map(
      ({ file, on, does }) =>
        `${code(file).text} ${starts[on]}: ${escaped(does.join(', ') || 'what it publishes, its text does not show')}`,
    )
  return md(`${told.join('; ')}. _(observed)_`)
}
