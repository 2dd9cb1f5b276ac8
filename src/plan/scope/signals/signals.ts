import { counted } from '../../text.ts'
import { behaviourChanges } from '../commits/behaviour.ts'
import type { Changelog } from '../commits/changelog.ts'
import type { Change } from '../commits/commits.ts'
import type { DependencyChange } from '../dependencies/dependencies.ts'
import { withMoves } from '../migrations/moves.ts'
import { isCode, isOwn, isTest } from '../paths.ts'
import { floorText, isRuntime, raisedFloors } from '../product/runtime-floors.ts'
import type { FileChange } from '../repository.ts'

export type SignalKind =
  | 'database_migration'
  | 'dependency_major'
  | 'dependency_added'
  | 'api_description'
  | 'infrastructure'
  | 'delivery'
  | 'configuration'
  | 'authentication'
  | 'large_change'
  | 'tests_untouched'
  | 'reverts'
  | 'behaviour_change'
  | 'runtime_floor'

/** Something in the change that asks for attention: where it shows, at most ten files, most changed lines first. */
export type Signal = {
  kind: SignalKind
  files: string[]
  count: number
  example: string
  /** What the count is made of, where files alone do not say it. */
  detail?: string
  /** Migrations that shipped before and were changed. */
  edited?: number
  /** At most six, in the words of changelog and commits. */
  examples?: string[]
}

const MOST_FILES = 10

/** A review finds fewer and fewer defects beyond some 400 lines; at 10,000 lines of own code no one person has read it all. */
const LARGE_LINES = 10_000
/** More files than fit any one review; a plan should then name areas, each with its own tester. */
const LARGE_FILES = 300

/** Paths that show a kind of change, whatever the framework. */
const PATHS: [SignalKind, RegExp][] = [
  [
    'database_migration',
    /^(?!(?!.*\b(?:db|database|sql|liquibase|changelogs?|flyway|resources)\/).*\.(?:xml|ya?ml|json)$)(?:.*\/)?(?:(?:db|database|sql|schema|prisma|alembic|flyway|liquibase|knex|drizzle|supabase|app|src|server|api|backend|core|priv\/repo|resources)\/(?:[^/]+\/){0,3})?(?:\w*_?migrations?|migrate|alembic\/versions)\/(?:.+\/)?[^/]+\.(?:sql|[cm]?[jt]s|py|rb|php|java|kt|go|cs|exs|xml|ya?ml|json)$|(?:^|\/)[VUR]\d[\d._]*__[^/]+\.(?:sql|java|kt)$|(?:^|\/)schema\.prisma$|(?:^|\/)db\/(?:schema\.rb|structure\.sql|patch[^/]*\/.+)$|\.sql$/i,
  ],
  [
    'api_description',
    /(?:^|\/)[^/]*(?:openapi|swagger|asyncapi)[^/]*\.(?:ya?ml|json)$|\.(?:proto|graphqls?|gql|thrift|avsc|wsdl|raml|smithy)$|(?:^|\/)crds?\/.+\.ya?ml$|[-_.]crd\.ya?ml$/i,
  ],
  [
    'delivery',
    /^\.github\/(?:workflows|actions)\/|(?:^|\/)(?:\.gitlab-ci\.ya?ml|Jenkinsfile[^/]*|\.travis\.yml|\.drone\.yml|azure-pipelines[^/]*\.ya?ml|bitbucket-pipelines\.yml|cloudbuild\.ya?ml|\.goreleaser[^/]*|appveyor\.yml|\.woodpecker\.ya?ml)$|^\.(?:circleci|buildkite|semaphore|woodpecker|tekton)\//i,
  ],
  [
    'infrastructure',
    /^(?!(?:.*\/)?\.devcontainer\/)(?:.*\/)?(?:[^/]*Dockerfile[^/]*|Containerfile[^/]*|(?:docker-)?compose[^/]*\.ya?ml|kustomization\.ya?ml|Chart\.ya?ml|helmfile\.ya?ml|Vagrantfile|Procfile|serverless\.ya?ml|fly\.toml|nginx[^/]*\.conf|Pulumi[^/]*\.ya?ml|[^/]+\.(?:tf|tfvars|bicep|service|socket))$|(?:^|\/)(?:k8s|kubernetes|helm|charts|manifests|terraform|ansible|deploy|deployment|kustomize|infra)\/.+\.(?:ya?ml|json|tpl|conf|tf|sh)$/i,
  ],
  [
    'configuration',
    /(?:^|\/)\.env\.\w+$|^(?!\.)(?:.+\/)?configs?\/[^/]+\.(?:ya?ml|json|toml|ini|conf|cnf|properties|[cm]?[jt]s|py|rb|exs|php)$|(?:^|\/)(?:values[^/]*\.ya?ml|(?:application|bootstrap)[^/]*\.(?:ya?ml|properties)|appsettings[^/]*\.json|settings\.(?:py|toml|ya?ml))$|^[\w-]+\.(?:conf|cnf|ini)$/i,
  ],
]
/** What configures the building and checking of the product, and the manifests of a package that is called config. */
const TOOLING =
  /(?:^|\/)(?:tox|mypy|pytest|setup|codecov|\.?flake8|pylint|babel|jest|eslint|vite|vitest|rollup|webpack|postcss|tailwind|playwright|prettier|cypress|karma|mocha|wdio|stylelint|commitlint|nodemon|nyc|tsconfig|jsconfig|typedoc|cspell|renovate|package\.json|composer\.json|project\.json)[^/]*$|(?:^|\/)(?!(?:next|nuxt|app|server)\.)[\w-]+\.config\.[cm]?[jt]s$|(?:^|\/)(?:packages|libs|crates|modules|plugins|extensions)\/configs?\//i
const GUARDED =
  /(?:^|[/_.-])(?:auth|authn|authz|authenticat\w*|authoriz\w*|login|logout|signin|oauth2?|oidc|saml|sso|jwt|permissions?|rbac|acls?|crypto\w*|secrets?|passwords?|credentials?|csrf|2fa|mfa|totp|webauthn)(?=[/_.-]|$)/i
/** Sessions of a sign-in, not those that an analysis counts or that a client or database opens. */
const SESSION =
  /^(?!.*(?:^|\/)(?:network|clients?|db|databases?|orm|sql|quer(?:y|ies)|analytics?|reports?|stats|metrics)\/|.*\bSession\.(?:java|kt|cs|scala)$)(?:.*\/)?sessions?(?:[_-]?(?:store|tokens?|cookies?|manager|middleware|handler|controller|service|helper|guard))?\.\w+$|(?:^|[/_.-])session[_-]?(?:stores?|tokens?|cookies?|secrets?|keys?|manager|middleware)(?=[/_.-]|$)/i

/** What the files, dependencies and reverts of a range show; kinds without any sign are absent. */
export function signalsOf(
  files: FileChange[],
  dependencies: DependencyChange[],
  changes: Change[],
  changelog?: Changelog,
  /** Those whose files are the product's, as far as they are known. */
  ofProduct: Change[] = changes,
): Signal[] {
  const byLines = [...files].sort((a, b) => linesOf(b) - linesOf(a))
  const own = byLines.filter(file => isOwn(file.path))
  const shown = PATHS.map(([kind, pattern]) => {
    const found = own.filter(file => pattern.test(file.path) && !TOOLING.test(file.path))
    if (kind === 'database_migration') return migrationSignal(found)
    // No caller knows a description that is new.
    return signal(kind, kind === 'api_description' ? found.filter(({ status }) => status !== 'added') : found)
  })
  return [
    ...shown,
    signal(
      'authentication',
      own.filter(file => isCode(file.path) && guards(spaced(file.path))),
    ),
    ...dependencySignals(dependencies),
    runtimeFloor(dependencies),
    behaviour(ofProduct, changelog),
    largeChange(own.filter(file => isCode(file.path))),
    testsUntouched(byLines),
    reverts(changes),
  ].filter(found => found !== undefined)
}

/** Whether a path shows a kind of change, whatever was done to the file. */
export const signalPath = (kind: SignalKind, path: string): boolean =>
  isOwn(path) && !TOOLING.test(path) && PATHS.some(([shown, pattern]) => shown === kind && pattern.test(path))

/** Lines added and removed; zero where git could not count. */
export function linesOf(file: FileChange): number {
  return (file.insertions ?? 0) + (file.deletions ?? 0)
}

function signal(kind: SignalKind, files: FileChange[]): Signal | undefined {
  const [first] = files
  if (!first) return undefined
  return {
    kind,
    files: files.slice(0, MOST_FILES).map(file => file.path),
    count: files.length,
    example: first.path,
  }
}

/** The schema as a whole, or what runs again at each change: both are edited by custom. */
const WHOLE_SCHEMA = /(?:^|\/)(?:schema\.(?:prisma|rb|sql)|structure\.sql|R__[^/]+)$/i

/** New migrations apart from edits of shipped ones: a database that ran those does not run them again. */
export function migrationSignal(all: FileChange[], programs: FileChange[] = []): Signal | undefined {
  const files = withMoves(all)
  const steps = files.filter(file => !WHOLE_SCHEMA.test(file.path))
  const added = steps.filter(file => file.status === 'added')
  const removed = steps.filter(file => file.status === 'deleted')
  const edited = steps.filter(file => file.status !== 'added' && file.status !== 'deleted')
  const whole = files.length - steps.length
  const found = signal('database_migration', [
    ...added,
    ...edited,
    ...removed,
    ...files.filter(file => WHOLE_SCHEMA.test(file.path)),
    ...programs,
  ])
  if (!found) return undefined
  const parts = [
    added.length > 0 ? counted(added.length, 'new migration') : '',
    edited.length > 0 ? `${edited.length} edited after ${edited.length === 1 ? 'it' : 'they'} shipped` : '',
    removed.length > 0 ? counted(removed.length, 'removed migration') : '',
    whole > 0 ? counted(whole, 'schema file') : '',
    programs.length > 0
      ? `${counted(programs.length, 'file')} of program text with new schema statements`
      : '',
  ]
  return {
    ...found,
    detail: parts.filter(Boolean).join(', '),
    ...(edited.length > 0 ? { edited: edited.length } : {}),
  }
}

const guards = (path: string): boolean => GUARDED.test(path) || SESSION.test(path)

/** `sessionStore` reads as `session_Store`, so that words are found inside names. */
function spaced(path: string): string {
  return path.replace(/([a-z0-9])([A-Z])/g, '$1_$2')
}

function dependencySignals(dependencies: DependencyChange[]): (Signal | undefined)[] {
  const shipped = dependencies.filter(dependency => !dependency.dev && !isRuntime(dependency))
  return (['major', 'added'] as const).map(change => {
    const found = shipped.filter(dependency => dependency.change === change)
    const [first] = found
    if (!first) return undefined
    const files = [...new Set(found.map(dependency => dependency.manifest))].slice(0, MOST_FILES)
    const example =
      change === 'major'
        ? `${first.name} ${first.from} → ${first.to}`
        : `${first.name} ${first.to ?? ''}`.trim()
    return { kind: `dependency_${change}` as const, files, count: found.length, example }
  })
}

function runtimeFloor(dependencies: DependencyChange[]): Signal | undefined {
  const raised = raisedFloors(dependencies)
  const [first] = raised
  if (!first) return undefined
  const files = [...new Set(raised.map(({ manifest }) => manifest))].slice(0, MOST_FILES)
  return { kind: 'runtime_floor', files, count: raised.length, example: floorText(first) }
}

function behaviour(changes: Change[], changelog?: Changelog): Signal | undefined {
  const { count, examples } = behaviourChanges(changes, changelog)
  const [example] = examples
  return example === undefined ? undefined : { kind: 'behaviour_change', files: [], count, example, examples }
}

function largeChange(code: FileChange[]): Signal | undefined {
  const lines = code.reduce((sum, file) => sum + linesOf(file), 0)
  if (lines <= LARGE_LINES && code.length <= LARGE_FILES) return undefined
  const found = signal('large_change', code)
  const size = lines > 0 ? `${lines} lines in ` : ''
  return found && { ...found, example: `${size}${code.length} files of code` }
}

function testsUntouched(files: FileChange[]): Signal | undefined {
  const code = files.filter(file => isCode(file.path) && file.status !== 'deleted')
  return files.some(file => isTest(file.path)) ? undefined : signal('tests_untouched', code)
}

function reverts(changes: Change[]): Signal | undefined {
  const found = changes.filter(change => /^revert\b/i.test(change.subject))
  const [first] = found
  return first && { kind: 'reverts', files: [], count: found.length, example: first.subject }
}
