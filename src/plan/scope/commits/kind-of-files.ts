import { isDocs, isLocale, isLock, isTest } from '../paths.ts'
import type { TouchedFile } from '../repository.ts'
import type { ChangeKind } from './commit-words.ts'
import { isFragmentPath } from './fragments.ts'

const WORKSHOP =
  /^\.(?:github|gitlab|circleci|buildkite|azure|husky|vscode|devcontainer|idea|chglog|builds|ci)\/|^(?:\.?ci|hack|tools\/ci|scripts\/ci)\/|^\.(?!env)[\w.-]+$|(?:^|\/)(?:Jenkinsfile|tox\.ini|noxfile\.py|\.?appveyor\.yml|azure-pipelines[\w-]*\.yml|codecov\.yml|renovate\.json5?|netlify\.toml|mkdocs\.yml|CODEOWNERS|OWNERS(?:_ALIASES)?|\.gitignore|\.gitattributes|cspell\.\w+|eslint\.config\.\w+|vitest\.config\.\w+|jest\.config\.\w+)$|^requirements[\w/-]*(?:dev|docs?|tests?|ci|build|typing|style)[\w-]*\.(?:txt|in)$/i
const CI =
  /^\.(?:github|gitlab|circleci|buildkite|azure|builds|ci)\/|^(?:\.?ci|tools\/ci|scripts\/ci)\/|(?:^|\/)(?:Jenkinsfile|\.?appveyor\.yml|azure-pipelines[\w-]*\.yml|\.travis\.yml|\.gitlab-ci\.yml|\.pre-commit-config\.yaml)$/i

/**
 * The kind of a change that touches nothing of the product: only tests and documents, or only what builds and
 * checks it. Undefined where one file may be the product's, and without files.
 */
export function kindOfFiles(files: readonly TouchedFile[] | undefined): ChangeKind | undefined {
  if (!files || files.length === 0) return undefined
  const about = files.filter(({ path }) => !isFragmentPath(path))
  const aside = (path: string) =>
    isTest(path) || isDocs(path) || isLocale(path) || isLock(path) || WORKSHOP.test(path)
  if (!about.every(({ path }) => aside(path))) return undefined
  const build = ({ path }: TouchedFile) => CI.test(path) || isLock(path)
  return about.some(build) && !about.some(({ path }) => isTest(path)) ? 'infrastructure' : 'other'
}
