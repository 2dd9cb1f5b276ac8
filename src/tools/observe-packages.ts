import { filesAt } from '../history/index.ts'
import type { ObservedRange } from '../plan/scope/observation.ts'
import { ownName } from '../plan/scope/product/manifests.ts'
import type { RangeReading } from '../plan/scope/repository.ts'
import { cleanText } from '../plan/text.ts'

const MANIFESTS = ['package.json', 'Cargo.toml', 'pyproject.toml', 'go.mod', 'composer.json']
const MOST = 60

/** The packages that the range touches, the 60 with most commits, by the names their manifests give them. */
export async function observedPackages(
  root: string,
  { packages = [], to_commit }: RangeReading,
): Promise<Pick<ObservedRange, 'packages'>> {
  const shown = packages.slice(0, MOST)
  if (shown.length === 0) return {}
  const manifest = (path: string, name: string) => (path === '.' ? name : `${path}/${name}`)
  const asked = shown.flatMap(({ path }) => MANIFESTS.map(name => manifest(path, name)))
  const texts = await filesAt(root, to_commit, asked)
  const named = shown.map(({ path, commits, files }) => {
    const found = MANIFESTS.map(name => manifest(path, name)).find(name => texts.has(name))
    const name = found && ownName(found, texts.get(found) ?? '')
    return { path: cleanText(path, 250), ...(name ? { name: cleanText(name, 120) } : {}), commits, files }
  })
  return { packages: named }
}
