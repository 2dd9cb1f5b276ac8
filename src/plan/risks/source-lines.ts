import { isOwn } from '../scope/paths.ts'
import type { FileChurn } from './watch-score.ts'

/** What says how the product is built, checked and shipped; hidden files of the top folder are settings of tools. */
const MANIFEST =
  /(?:^|\/)(?:package\.json|pyproject\.toml|setup\.(?:py|cfg)|go\.mod|cargo\.toml|pom\.xml|build\.gradle(?:\.kts)?|gemfile|composer\.json|[^/]+\.(?:gemspec|csproj)|requirements[^/]*\.txt|requirements\/.+)$|^\.[^/]+(?:$|\/)/i

/** Source as the forecast counts it: the product's own files without manifests, delivery and settings of tools. */
export const isSource = (path: string): boolean => isOwn(path) && !MANIFEST.test(path)

export function sourceLines(churn: FileChurn): number {
  return [...churn].reduce((sum, [path, { lines }]) => sum + (isSource(path) ? lines : 0), 0)
}
