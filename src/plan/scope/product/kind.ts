import type { Kind } from '../../kinds/profile.ts'
import { cleanText } from '../../text.ts'
import { isOwn } from '../paths.ts'
import { type Ecosystem, ecosystemOf } from './ecosystem.ts'
import { type KindRule, kindRules } from './kind-rules.ts'
import { jsonObject, record, requirementsOf, tomlLines } from './manifests.ts'

/** What the repository shows the product to be. Without evidence the value is an assumption, and `why` says so. */
export type ProductKind = {
  value: Kind
  why: string
  /** `path: what it shows`, strongest first; at most eight. */
  evidence: string[]
  ecosystem?: Ecosystem
}

type Sign = { kind: Kind; weight: number; evidence: string }

/** Equal weights go to the kind that is the more particular one. */
const ORDER: Kind[] = ['mobile', 'desktop', 'data', 'infrastructure', 'service', 'distributed', 'library']

/** The kind of product by its tracked files and the texts of its manifests (path to text). */
export function productKind(seen: { files: string[]; manifests: Map<string, string> }): ProductKind {
  const own = seen.files.filter(isOwn)
  const signs = [
    ...kindRules.flatMap(rule => signOf(rule, own, seen.manifests)),
    ...manifestSigns(seen.manifests),
  ]
  const totals = ORDER.map(kind => {
    const found = signs.filter(sign => sign.kind === kind).sort((a, b) => b.weight - a.weight)
    return { kind, found, total: found.reduce((sum, sign) => sum + sign.weight, 0) }
  }).sort((a, b) => b.total - a.total)
  const [best, second] = totals
  if (!best || best.total === 0) {
    const why = 'assumed: nothing in the repository shows how the product is shipped'
    return { value: 'service', why, evidence: [], ecosystem: ecosystemOf('service', seen) }
  }
  const evidence = best.found.map(sign => sign.evidence).slice(0, 8)
  const close = second && second.total > 0 && second.total >= best.total * 0.6
  const other = close ? `; it could also be ${second.kind} (${second.found[0]?.evidence})` : ''
  return {
    value: best.kind,
    why: `${evidence.slice(0, 3).join('; ')}${other}`,
    evidence,
    ecosystem: ecosystemOf(best.kind, seen),
  }
}

function signOf(rule: KindRule, own: string[], manifests: Map<string, string>): Sign[] {
  const { kind, weight, reason, path, least = 1, requires, dev, without } = rule
  if (without && own.some(file => without.test(file))) return []
  const sign = (where: string) => [{ kind, weight, evidence: `${cleanText(where, 120)}: ${reason}` }]
  if (path) {
    const found = own.filter(file => path.test(file))
    return found[0] && found.length >= least ? sign(found[0]) : []
  }
  for (const [manifest, text] of manifests) {
    for (const [name, requirement] of requirementsOf(manifest, text)) {
      if (requires?.test(name) && !requirement.peer && (dev || !requirement.dev))
        return sign(`${manifest} (${name})`)
    }
  }
  return []
}

/** What only a manifest's own fields tell: whether it is published, and as what. */
function manifestSigns(manifests: Map<string, string>): Sign[] {
  const packages = [...manifests].filter(
    ([path]) => path !== 'package.json' && path.endsWith('/package.json'),
  )
  const published = packages.filter(([, text]) => isPublishedLibrary(jsonObject(text)))
  return [
    ...npmSigns(jsonObject(manifests.get('package.json') ?? '')),
    ...pythonSigns(manifests.get('pyproject.toml') ?? ''),
    ...(published.length >= 2
      ? [
          {
            kind: 'library' as const,
            weight: 4,
            evidence: `${published[0]?.[0]}: one of ${published.length} packages that are published`,
          },
        ]
      : []),
    ...(jsonObject(manifests.get('composer.json') ?? '').type === 'library'
      ? [{ kind: 'library' as const, weight: 3, evidence: 'composer.json: type library' }]
      : []),
  ]
}

function isPublishedLibrary(json: Record<string, unknown>): boolean {
  return (
    json.private !== true &&
    typeof json.name === 'string' &&
    Boolean(json.main ?? json.exports ?? json.module ?? json.bin)
  )
}

function npmSigns(json: Record<string, unknown>): Sign[] {
  if (json.private === true || typeof json.name !== 'string') {
    const start = record(json.scripts).start
    return typeof start === 'string'
      ? [{ kind: 'service', weight: 1, evidence: 'package.json: private, with a start script' }]
      : []
  }
  const signs: Sign[] = []
  if (json.bin)
    signs.push({
      kind: 'distributed',
      weight: 2,
      evidence: 'package.json: bin, a command that users install',
    })
  if (json.exports ?? json.module ?? json.types ?? json.peerDependencies) {
    signs.push({ kind: 'library', weight: 3, evidence: 'package.json: published for import by others' })
  } else if (json.main) {
    signs.push({
      kind: 'library',
      weight: 1.5,
      evidence: 'package.json: main, published for import by others',
    })
  }
  return signs
}

function pythonSigns(text: string): Sign[] {
  const lines = tomlLines(text)
  const builds = lines.some(({ table }) => table === 'build-system')
  const named = lines.some(
    ({ table, key }) => (table === 'project' || table === 'tool.poetry') && key === 'name',
  )
  const scripts = lines.some(({ table }) => table === 'project.scripts' || table === 'tool.poetry.scripts')
  if (!builds || !named) return []
  return [
    { kind: 'library', weight: 3, evidence: 'pyproject.toml: a Python package that is built for others' },
    ...(scripts
      ? [{ kind: 'distributed' as const, weight: 1.5, evidence: 'pyproject.toml: installs a command' }]
      : []),
  ]
}
