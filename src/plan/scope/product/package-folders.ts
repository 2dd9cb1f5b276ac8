const MANIFEST =
  /(?:^|\/)(?:package\.json|go\.mod|Cargo\.toml|pyproject\.toml|setup\.py|composer\.json|pom\.xml|build\.gradle(?:\.kts)?|[\w.-]+\.(?:gemspec|csproj|fsproj|podspec)|mix\.exs|pubspec\.yaml)$/
const NO_PRODUCT =
  /(?:^|\/)(?:node_modules|vendor|third_party|fixtures?|__fixtures__|testdata|test|tests|__tests__|e2e|examples?|samples?|playgrounds?|templates?|benchmarks?|docs?|website)(?:\/|$)/i
const MOST = 2_000

/**
 * The folders with a manifest of their own (workspaces, Go modules, crates, …), relative, `.` for the root; none where
 * the root's is the only one. Folders for tests, examples and templates are no packages.
 */
export function packageFolders(files: string[]): string[] {
  const folders = new Set<string>()
  for (const path of files) {
    if (!MANIFEST.test(path)) continue
    const end = path.lastIndexOf('/')
    const folder = end < 0 ? '.' : path.slice(0, end)
    if (!NO_PRODUCT.test(folder)) folders.add(folder)
    if (folders.size >= MOST) break
  }
  const inside = [...folders].filter(folder => folder !== '.')
  return inside.length > 0 ? ['.', ...inside] : []
}
