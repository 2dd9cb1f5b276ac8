import { isDocs, isTest, isVendored } from '../paths.ts'
import { type FileLines, type Found, namesFound } from './lines.ts'

/** How languages read a variable of the environment; the name is the first group. */
const READS: [RegExp, RegExp[]][] = [
  [
    /\.[cm]?[jt]sx?$|\.(?:vue|svelte)$/,
    [
      /\bprocess\.env\.([A-Z][A-Z0-9_]{2,})\b/g,
      /\bprocess\.env\[['"]([A-Z][A-Z0-9_]{2,})['"]\]/g,
      /\bimport\.meta\.env\.([A-Z][A-Z0-9_]{2,})\b/g,
      /\b(?:Deno|Bun)\.env(?:\.get\(['"]|\.)([A-Z][A-Z0-9_]{2,})\b/g,
    ],
  ],
  [
    /\.pyi?$/,
    [
      /\benviron(?:\.get|\.setdefault)?[[(]\s*['"]([A-Z][A-Z0-9_]{2,})['"]/g,
      /\bgetenv\(\s*['"]([A-Z][A-Z0-9_]{2,})['"]/g,
      /\benv(?:\.(?:str|bool|int|list|url|db))?\(\s*['"]([A-Z][A-Z0-9_]{2,})['"]/g,
    ],
  ],
  [
    /\.go$/,
    [
      /\bos\.(?:Getenv|LookupEnv)\("([A-Z][A-Z0-9_]{2,})"/g,
      /`[^`]*\benv(?:config)?:"([A-Z][A-Z0-9_]{2,})[",]/g,
    ],
  ],
  [/\.(?:rb|erb|rake)$/, [/\bENV(?:\.fetch\(|\.key\?\(|\[)\s*['"]([A-Z][A-Z0-9_]{2,})['"]/g]],
  [
    /\.(?:java|kt|scala|groovy|gradle|kts)$/,
    [/\bSystem\.getenv\(\s*"([A-Z][A-Z0-9_]{2,})"/g, /\$\{([A-Z][A-Z0-9_]{2,})(?::[^}]*)?\}/g],
  ],
  [/\.rs$/, [/\b(?:env::var(?:_os)?|env!|option_env!)\(\s*"([A-Z][A-Z0-9_]{2,})"/g]],
  [
    /\.php$/,
    [
      /\b(?:getenv|env)\(\s*['"]([A-Z][A-Z0-9_]{2,})['"]/g,
      /\$_(?:ENV|SERVER)\[['"]([A-Z][A-Z0-9_]{2,})['"]\]/g,
    ],
  ],
  [/\.(?:cs|fs|vb)$/, [/\bGetEnvironmentVariable\(\s*"([A-Z][A-Z0-9_]{2,})"/g]],
  [/\.(?:c|cc|cpp|cxx|h|hpp|m)$/, [/\b(?:secure_)?getenv\(\s*"([A-Z][A-Z0-9_]{2,})"/g]],
  [/\.exs?$/, [/\bSystem\.(?:get_env|fetch_env!?)\(\s*"([A-Z][A-Z0-9_]{2,})"/g]],
]
/** Where the names are listed: examples, compose files, manifests. */
const LISTS: [RegExp, RegExp[]][] = [
  [
    /(?:^|\/)\.?env[\w.-]*\.(?:example|sample|template|dist)$|(?:^|\/)\.env(?:\.(?:example|sample|template|dist|defaults?))?$|(?:^|\/)(?:example|sample)\.env$/,
    [/^\s*#?\s*(?:export\s+)?([A-Z][A-Z0-9_]{2,})=/g],
  ],
  [
    /(?:^|\/)(?:docker-)?compose[^/]*\.ya?ml$/,
    [/\$\{([A-Z][A-Z0-9_]{2,})(?::?[-?][^}]*)?\}/g, /^\s+-?\s*([A-Z][A-Z0-9_]{2,})(?:=|:\s)/g],
  ],
  [/\.(?:ya?ml|tpl)$/, [/^\s*-\s*name:\s*["']?([A-Z][A-Z0-9_]*_[A-Z0-9_]+)["']?\s*$/g]],
  [/^app\.json$/, [/^\s*"([A-Z][A-Z0-9_]*_[A-Z0-9_]+)":\s*\{/g]],
]
/** Set by systems and runners, not by who operates the product. */
const AMBIENT =
  /^(?:PATH|HOME|USER|SHELL|TERM|LANG|PWD|TMPDIR|TEMP|TMP|CI|NODE_ENV|DEBUG|EDITOR|HOSTNAME|DISPLAY|GITHUB_[A-Z_]+|GITLAB_[A-Z_]+|RUNNER_[A-Z_]+|npm_\w+|VITEST\w*|JEST_\w*|XDG_[A-Z_]+|LC_[A-Z]+|NO_COLOR|FORCE_COLOR|COLUMNS|LINES|SYSTEMROOT|APPDATA|LOCALAPPDATA|PROGRAMFILES|USERPROFILE|WINDIR|OUT_DIR|CARGO_[A-Z_]+|PYTEST_[A-Z_]+|PYTHON[A-Z]+)$/

/** Read by tests only, by their names. */
const OF_TESTS = /(?:^|_)(?:TESTS?|TESTING|E2E|SPECS?|FIXTURES?)(?:_|$)/

/** What builds, checks and publishes the product reads its own. */
const WORKSHOP =
  /(?:^|\/)(?:\.[^/]+|tools?|scripts?|hack|\w*testing\w*|\w+_test|test_\w+|ci|build|release|bench(?:marks?)?)\/|(?:^|\/)(?:[\w-]*(?:test|karma|playwright|cypress|jest|mocha|wdio|lint|bench)[\w-]*\.(?:config|conf|setup)|(?:vite|rollup|webpack|tsup|esbuild|babel|postcss|tailwind)\.config(?:\.[\w-]+)?|(?:gulp|grunt|rake|noxfile|setup|conanfile|fastfile)(?:file)?)\.\w+$/i
/** A line of code that is only a comment: what it names is an example. */
const COMMENT = /^\s*(?:\/\/|\/?\*|<!--)/
const HASH_COMMENT = /^\s*#/
const HASHED = /\.(?:pyi?|rb|erb|rake|exs?)$/

/** What looks for variables in a file's lines; nothing where they are not the operator's. */
export const environmentPatterns = (path: string): RegExp[] => {
  if (
    isTest(path) ||
    isVendored(path) ||
    WORKSHOP.test(path) ||
    (isDocs(path) && !/\.env/.test(path)) ||
    /^\.(?:github|gitlab|circleci|buildkite)\b/.test(path)
  )
    return []
  return [...READS, ...LISTS].filter(([name]) => name.test(path)).flatMap(([, patterns]) => patterns)
}

/** Whether a file can read or list variables. */
export const readsEnvironment = (path: string): boolean => environmentPatterns(path).length > 0

/** Names that added lines read or list and no removed line did: new ones, unless another file had them before. */
export function environmentCandidates(files: FileLines[]): Found[] {
  const code = files.map(({ path, added, removed }) => ({
    path,
    added: added.filter(line => !isComment(path, line)),
    removed,
  }))
  const removed = namesFound(files, 'removed', environmentPatterns)
  return [...namesFound(code, 'added', environmentPatterns).values()].filter(
    ({ name }) => !removed.has(name) && !AMBIENT.test(name) && !OF_TESTS.test(name),
  )
}

const isComment = (path: string, line: string): boolean =>
  (HASHED.test(path) ? HASH_COMMENT : COMMENT).test(line) && READS.some(([name]) => name.test(path))
