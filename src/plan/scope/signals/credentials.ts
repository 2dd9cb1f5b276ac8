import { isDocs, isTest } from '../paths.ts'
import type { FileChange } from '../repository.ts'
import type { FileLines } from './lines.ts'

/** A file that looks like a credential or holds one. Never a part of its value. */
export type Credential = { file: string; what: string }

/** Names that only credentials have. */
const FILES: [RegExp, string][] = [
  [/(?:^|\/)id_(?:rsa|dsa|ecdsa|ed25519)$/, 'private SSH key'],
  [/\.(?:p12|pfx|jks|keystore|ppk)$/i, 'key store'],
  [/(?:^|\/)[^/]*(?:private|priv)[^/]*\.(?:pem|key)$|\.key$/i, 'private key'],
  [/(?:^|\/)(?:\.htpasswd|\.pgpass|\.netrc|\.pypirc|\.git-credentials|\.dockercfg)$/, 'stored credentials'],
  [/(?:^|\/)(?:service-?account|gcp-?(?:key|credentials)|client_secret)[^/]*\.json$/i, 'service account'],
  [/(?:^|\/)(?:kubeconfig|[^/]+\.tfstate)$/, 'file with credentials of an infrastructure'],
]

const ENVIRONMENT = /(?:^|\/)\.env(?:\.(?:local|production|prod|staging|secrets?))?$/
/** A variable named like a secret with a value that is none of the usual stand-ins. */
const SECRET_VALUE =
  /^\s*(?:export\s+)?\w*(?:SECRET|PASSWORD|PASSWD|TOKEN|API_?KEY|PRIVATE_KEY|ACCESS_KEY|CREDENTIAL)\w*\s*=\s*(?=\S)(?!["']?[<${%!#])(?!\S*(?:change|your|example|replace|insert|todo|dummy|placeholder|not.?so.?secret|x{3}|\*{3}))(?!["']?(?:null|none|true|false|test|dev|root|admin|postgres|password|secret|guest|user|app|localhost)["']?\s*(?:#|$))["']?[^\s"']{6,}/i
/** Of an environment file every line counts, so that one without any was not read. */
const ANY_LINE = /^/
/** Symfony's recipes mark the file that is meant to be committed with defaults. */
const COMMITTED_DEFAULTS = /^###> [\w.-]+\/[\w.-]+ ###/

/** Forms that issuers give their secrets, strict enough to mean nothing else. */
const TEXTS: [RegExp, string][] = [
  [/-----BEGIN (?:RSA |EC |DSA |OPENSSH |ENCRYPTED |PGP )?PRIVATE KEY(?: BLOCK)?-----/, 'private key'],
  [/(?<![A-Z0-9])(?:AKIA|ASIA)(?!IOSFODNN7EXAMPLE)[A-Z0-9]{16}(?![A-Z0-9])/, 'AWS access key'],
  [/(?<!\w)gh[pousr]_[A-Za-z0-9]{36,}|(?<!\w)github_pat_\w{60,}/, 'GitHub token'],
  [/(?<!\w)glpat-[\w-]{20,}/, 'GitLab token'],
  [/(?<!\w)xox[baprs]-\d{6,}-[\w-]{10,}/, 'Slack token'],
  [/(?<!\w)[sr]k_live_[A-Za-z0-9]{20,}/, 'Stripe live key'],
  [/(?<!\w)AIza[\w-]{35}(?![\w-])/, 'Google API key'],
  [/(?<!\w)npm_[A-Za-z0-9]{36}(?!\w)/, 'npm token'],
  [/(?<!\w)SG\.[\w-]{22}\.[\w-]{43}/, 'SendGrid key'],
]
const MOST = 20
const SAMPLE = /(?:example|sample|template|dummy|fake|fixture|demo|test|mock|spec)/i

const skipped = (path: string): boolean => isTest(path) || isDocs(path) || SAMPLE.test(path)

/** What looks for secrets in a file's lines. */
export const credentialPatterns = (path: string): RegExp[] =>
  skipped(path) ? [] : [...TEXTS.map(([pattern]) => pattern), ...(ENVIRONMENT.test(path) ? [ANY_LINE] : [])]

/** Credential-looking files that the range added, and added lines with the form of a secret; tests and samples are not looked at. */
export function credentialsIn(files: FileChange[], lines: FileLines[]): Credential[] {
  const named = files
    .filter(({ path, status }) => status === 'added' && !skipped(path))
    .flatMap(({ path }) =>
      FILES.filter(([pattern]) => pattern.test(path))
        .slice(0, 1)
        .map(([, what]) => ({ file: path, what })),
    )
  const held = lines
    .filter(({ path }) => !skipped(path) && !named.some(({ file }) => file === path))
    .flatMap(({ path, added, removed }) =>
      TEXTS.filter(
        ([pattern]) =>
          added.some(line => pattern.test(line) && !/EXAMPLE|\bexample\b/.test(line) && !isCode(line)) &&
          !removed.some(line => pattern.test(line)),
      )
        .slice(0, 1)
        .map(([, what]) => ({ file: path, what })),
    )
  const environments = files
    .filter(({ path, status }) => status !== 'deleted' && ENVIRONMENT.test(path) && !skipped(path))
    .filter(({ path }) => !held.some(({ file }) => file === path))
    .filter(({ path, status }) => {
      const added = lines.find(file => file.path === path)?.added
      return added ? holdsSecrets(added) : status === 'added'
    })
    .map(({ path }) => ({ file: path, what: 'environment file with values' }))
  return [...named, ...environments, ...held].slice(0, MOST)
}

const holdsSecrets = (added: string[]): boolean =>
  !added.some(line => COMMITTED_DEFAULTS.test(line)) && added.some(line => SECRET_VALUE.test(line))

/** A line that looks for such a form (a scanner, a parser) holds none. */
const isCode = (line: string): boolean =>
  /\[A-Z|\\w|\\d|\{\d+,?\d*\}|startsWith|HasPrefix|includes\(|contains\(|strings\.|indexOf|===|==|!=|match\(|replace\(|\.test\(|const \w*(?:PREFIX|HEADER|BEGIN)/i.test(
    line,
  ) ||
  (/-----END/.test(line) === false && /PRIVATE KEY-----["'`]\s*[;,)+]/.test(line))
