import type { Kind } from '../../kinds/profile.ts'
import { cleanText } from '../../text.ts'
import { isOwn } from '../paths.ts'
import { jsonObject, requirementsOf, tomlLines } from './manifests.ts'

/** Where the product is published and by what, as far as its files say. */
export type Ecosystem = {
  registry:
    | 'npm'
    | 'pypi'
    | 'crates'
    | 'go'
    | 'rubygems'
    | 'packagist'
    | 'nuget'
    | 'maven'
    | 'pub'
    | 'container'
  /** Its name there. */
  name?: string
  /** The manifest forbids publishing. */
  private?: boolean
  /** Names of the packages published together; at most twenty. */
  packages?: string[]
  /** The tool that makes the release, and its file. */
  publishTool?: string
  config?: string
  /** The workflow file whose name says that it releases. */
  workflow?: string
}

type Seen = { files: string[]; manifests: Map<string, string> }

const TOOLS: [RegExp, string][] = [
  [/^\.changeset\/config\.json$/, 'changesets'],
  [/^(?:\.releaserc(?:\.\w+)?|release\.config\.[cm]?[jt]s)$/, 'semantic-release'],
  [/^(?:\.github\/)?\.?release-please-config\.json$/, 'release-please'],
  [/^\.goreleaser[^/]*\.ya?ml$/, 'goreleaser'],
  [/^\.release-it\.\w+$/, 'release-it'],
  [/^(?:release-plz|\.release-plz)\.toml$/, 'release-plz'],
  [/^release\.toml$/, 'cargo-release'],
  [/^dist-workspace\.toml$/, 'dist'],
  [/^lerna\.json$/, 'lerna'],
]
const WORKFLOW = /^\.github\/workflows\/[^/]*(?:release|publish|deploy)[^/]*\.ya?ml$/i
const CONTAINER = /(?:^|\/)(?:[^/.]+[-.])?(?:dockerfile|containerfile)(?:\.[^/]+)?$/i
const BACKENDS: [RegExp, string][] = [
  [/flit/, 'flit'],
  [/hatchling/, 'hatch'],
  [/poetry/, 'poetry'],
  [/pdm/, 'pdm'],
  [/uv_build/, 'uv'],
  [/maturin/, 'maturin'],
  [/setuptools/, 'setuptools'],
]

/** The place of publication, undefined when no file tells one. A service or a container's program ships as an image. */
export function ecosystemOf(kind: Kind, seen: Seen): Ecosystem | undefined {
  const found = publication(kind, seen)
  if (!found) return undefined
  const [config, publishTool] = toolOf(seen)
  const [workflow] = seen.files.filter(file => WORKFLOW.test(file)).sort((a, b) => a.length - b.length)
  return {
    ...found,
    ...(publishTool ? { publishTool } : {}),
    ...(config ? { config } : {}),
    ...(workflow ? { workflow } : {}),
  }
}

function publication(kind: Kind, seen: Seen): Ecosystem | undefined {
  const image = seen.files.some(file => CONTAINER.test(file) && isOwn(file))
  const binaries = seen.files.some(file => /^\.goreleaser/.test(file))
  const packaged = registryOf(seen)
  const shipsImage =
    kind === 'service' || (kind === 'distributed' && !binaries && packaged?.registry !== 'npm')
  if (image && shipsImage) return { registry: 'container' }
  return packaged ?? (image ? { registry: 'container' } : undefined)
}

function registryOf({ files, manifests }: Seen): Ecosystem | undefined {
  const npm = npmOf(manifests)
  if (npm && !npm.private) return npm
  const python = tomlLines(manifests.get('pyproject.toml') ?? '')
  const pythonName = python.find(
    ({ table, key }) => /^(?:project|tool\.poetry)$/.test(table) && key === 'name',
  )
  if (pythonName && python.some(({ table }) => table === 'build-system'))
    return { registry: 'pypi', name: bare(pythonName.value) }
  const crate = tomlLines(manifests.get('Cargo.toml') ?? '')
  const crateName = crate.find(({ table, key }) => table === 'package' && key === 'name')
  const closed = crate.some(
    ({ table, key, value }) => table === 'package' && key === 'publish' && value === 'false',
  )
  if (crateName)
    return { registry: 'crates', name: bare(crateName.value), ...(closed ? { private: true } : {}) }
  const module = /^module\s+(\S+)/m.exec(manifests.get('go.mod') ?? '')?.[1]
  if (module) return { registry: 'go', name: cleanText(module, 200) }
  return byFile(files, manifests) ?? npm
}

function byFile(files: string[], manifests: Map<string, string>): Ecosystem | undefined {
  const named = (pattern: RegExp) => files.map(file => pattern.exec(file)?.[1]).find(Boolean)
  const gem = named(/^([^/]+)\.gemspec$/)
  if (gem) return { registry: 'rubygems', name: gem }
  const composer = jsonObject(manifests.get('composer.json') ?? '')
  if (typeof composer.name === 'string') return { registry: 'packagist', name: cleanText(composer.name, 200) }
  const nuget = named(/^([^/]+)\.nuspec$/)
  if (nuget) return { registry: 'nuget', name: nuget }
  if (files.includes('setup.py')) return { registry: 'pypi' }
  if (files.includes('pubspec.yaml')) return { registry: 'pub' }
  const artifact = /<artifactId>\s*([\w.-]{1,200})\s*<\/artifactId>/.exec(
    (manifests.get('pom.xml') ?? '').replace(/<parent>[\s\S]*?<\/parent>/, ''),
  )
  return artifact?.[1] ? { registry: 'maven', name: artifact[1] } : undefined
}

function npmOf(manifests: Map<string, string>): Ecosystem | undefined {
  const text = manifests.get('package.json')
  if (text === undefined) return undefined
  const root = jsonObject(text)
  const packages = [...manifests]
    .filter(([path]) => path.endsWith('/package.json'))
    .map(([, inner]) => jsonObject(inner))
    .filter(
      json => json.private !== true && typeof json.name === 'string' && typeof json.version === 'string',
    )
    .map(json => cleanText(String(json.name), 200))
  if (root.private !== true && typeof root.name === 'string')
    return { registry: 'npm', name: cleanText(root.name, 200) }
  return packages.length > 0
    ? { registry: 'npm', packages: packages.slice(0, 20) }
    : { registry: 'npm', private: true }
}

function toolOf({ files, manifests }: Seen): [config: string | undefined, tool: string | undefined] {
  for (const [path, tool] of TOOLS) {
    const file = files.find(name => path.test(name))
    if (file) return [file, tool]
  }
  const npm = requirementsOf('package.json', manifests.get('package.json') ?? '')
  const inPackage = ['semantic-release', 'release-it', 'np', 'bumpp', 'standard-version'].find(tool =>
    npm.has(tool),
  )
  if (inPackage) return ['package.json', inPackage]
  const backend =
    tomlLines(manifests.get('pyproject.toml') ?? '').find(({ key }) => key === 'build-backend')?.value ?? ''
  const tool = BACKENDS.find(([pattern]) => pattern.test(backend))?.[1]
  return tool ? ['pyproject.toml', tool] : [undefined, undefined]
}

function bare(value: string): string {
  return cleanText(value.replace(/^["']|["']$/g, ''), 200)
}
