/** Words with a number that only look like a ticket's id. */
const NO_TICKETS = new Set(
  'UTF SHA ISO RFC CVE CWE HTTP TLS SSL RSA AES UCS PEP GHSA IEEE MD ARM IPV ES EC CP GB KB MB X P H UTC BSD GPL LGPL AGPL MIT APACHE BASE HFE CRC FIPS KSN LZ ECMA DER PKCS X509 EUC KOI LATIN RC PR GH'.split(
    ' ',
  ),
)
const NUMBER = /(?<![\w&/])(?:[\w.-]{1,60}\/[\w.-]{1,80})?[#!]\d{1,7}\b/g
const SHORT = /(?<![\w/-])(?:GH|PR)[- ]#?(\d{1,7})\b/g
const KEY = /(?<![\w-])([A-Z][A-Z0-9]{1,9})-\d{1,6}(?![\w-])/g
const ADDRESS =
  /https:\/\/[\w.-]{1,80}\/([\w.-]{1,60}(?:\/[\w.-]{1,80}){1,3})\/(?:-\/)?(issues|pull|pulls|merge_requests)\/(\d{1,7})\b/g
const FOOTER =
  /^[\s*-]{0,4}(?:fix(?:e[sd])?|clos(?:e[sd]?|ing)|resolve[sd]?|refs?|references|see(?! merge request)|issues?|tickets?|jira|related(?:-to)?|part of|pull[- ]request|cc|bug)\b[:\s#]/i
const MOST = 10

/**
 * Tickets and pull requests that a subject, or the closing lines of a body, name; at most ten.
 * @param home the path of this repository at its host (`owner/name`), so that whole addresses get their short form
 */
export function ticketsIn(subject: string, body: string, home = ''): string[] {
  const closing = body.split('\n').filter(line => line.length < 300 && FOOTER.test(line))
  const found = [subject.slice(0, 2000), ...closing.slice(0, 40)].flatMap(line => ticketsOfLine(line, home))
  return [...new Set(found)].slice(0, MOST)
}

function ticketsOfLine(line: string, home: string): string[] {
  const addresses = [...line.matchAll(ADDRESS)].map(([, path = '', what, number]) => {
    const project = path.replace(/\/-$/, '')
    const sign = what === 'merge_requests' ? '!' : '#'
    return project.toLowerCase() === home.toLowerCase() ? `${sign}${number}` : `${project}${sign}${number}`
  })
  const rest = line.replace(ADDRESS, ' ')
  return [
    ...(rest.match(NUMBER) ?? []),
    ...[...rest.matchAll(SHORT)].map(([, number]) => `#${number}`),
    ...addresses,
    ...[...rest.matchAll(KEY)].filter(([, word = '']) => !NO_TICKETS.has(word)).map(([key]) => key),
  ]
}

type Host = 'github' | 'gitlab' | 'bitbucket' | 'gitea' | 'azure'

/** Which software runs the repository's page, as far as its address says. */
export function hostOf(webUrl: string | undefined): Host | undefined {
  const name = /^https:\/\/([^/]+)\//.exec(webUrl ?? '')?.[1] ?? ''
  if (/^(?:ssh\.)?dev\.azure\.com$|\.visualstudio\.com$/.test(name)) return 'azure'
  if (/(?:^|[.-])github(?:[.-]|$)/.test(name)) return 'github'
  if (/(?:^|[.-])gitlab(?:[.-]|$)|^salsa\.debian\.org$/.test(name)) return 'gitlab'
  if (/(?:^|[.-])bitbucket(?:[.-]|$)/.test(name)) return 'bitbucket'
  if (/(?:^|[.-])(?:gitea|forgejo)(?:[.-]|$)|^codeberg\.org$/.test(name)) return 'gitea'
  return undefined
}

/** `owner/name`, or a deeper path at hosts with groups. */
export const projectOf = (webUrl: string | undefined): string =>
  /^https:\/\/[^/]+\/(.+)$/.exec(webUrl ?? '')?.[1] ?? ''

/**
 * The page of a ticket as a commit names it (`#12`, `!12`, `group/project#12`). Keys such as `ABC-12` have a page
 * only where `template`, an address with `{id}` in it, says so. Undefined where the address is not known.
 */
export function ticketUrl(ticket: string, webUrl?: string, template?: string): string | undefined {
  if (/^https:\/\/[^\s()<>]+$/.test(ticket)) return ticket
  const match = /^([\w.-]+(?:\/[\w.-]+)+)?([#!])(\d{1,7})$/.exec(ticket)
  if (!match)
    return template && /^[\w.-]{1,60}$/.test(ticket) ? template.replaceAll('{id}', ticket) : undefined
  const host = hostOf(webUrl)
  const [, origin = '', path = ''] = /^(https:\/\/[^/]+)\/(.+)$/.exec(webUrl ?? '') ?? []
  const [, project, sign, number = ''] = match
  return host && origin ? pages[host](origin, project ?? path, number, sign === '!') : undefined
}

type Page = (origin: string, project: string, number: string, request: boolean) => string | undefined

const pages: Record<Host, Page> = {
  github: (origin, project, number) => `${origin}/${project}/issues/${number}`,
  gitea: (origin, project, number, request) =>
    `${origin}/${project}/${request ? 'pulls' : 'issues'}/${number}`,
  gitlab: (origin, project, number, request) =>
    `${origin}/${project}/-/${request ? 'merge_requests' : 'issues'}/${number}`,
  bitbucket: (origin, project, number, request) => {
    const [, key, name] = /^scm\/([^/]+)\/([^/]+)$/.exec(project) ?? []
    const server = key ? `projects/${key}/repos/${name}` : project
    return `${origin}/${server}/${request ? 'pull-requests' : 'issues'}/${number}`
  },
  azure: (origin, path, number, request) => {
    const [, organisation = '', name = '', repository = ''] =
      /^(?:v3\/)?([^/]+)\/([^/]+)\/(?:_git\/)?([^/]+)$/.exec(path) ?? []
    if (!repository) return undefined
    const project = `${origin.replace('//ssh.', '//')}/${organisation}/${name}`
    return request
      ? `${project}/_git/${repository}/pullrequest/${number}`
      : `${project}/_workitems/edit/${number}`
  },
}
