/** Kinds of a change, as `gather_scope` takes and reports them. */
export type ChangeKind =
  | 'feature'
  | 'fix'
  | 'performance'
  | 'security'
  | 'infrastructure'
  | 'api_change'
  | 'database_change'
  | 'other'

/** What a commit's type says by convention. */
const TYPES: Record<ChangeKind, string[]> = {
  feature: ['feat', 'feature', 'features'],
  fix: ['fix', 'fixes', 'bugfix', 'bug', 'hotfix'],
  performance: ['perf', 'performance'],
  security: ['security', 'sec'],
  infrastructure: ['ci', 'build', 'infra', 'deps'],
  api_change: [],
  database_change: [],
  other:
    'chore docs doc documentation test tests style refactor refact revert release wip cleanup i18n l10n lint'.split(
      ' ',
    ),
}
const KIND_OF_TYPE = new Map(
  Object.entries(TYPES).flatMap(([kind, types]) => types.map(t => [t, kind as ChangeKind])),
)

/** The kind of a conventional type, undefined for a word that is none (`http: fix …` names an area). */
export function kindOfType(type: string): ChangeKind | undefined {
  return KIND_OF_TYPE.get(type.toLowerCase())
}

/** What an area such as `docs/testing.rst` or `test/x` tells: that the change is not one of the product. */
export function kindOfArea(area: string): ChangeKind | undefined {
  const kind = kindOfType(/^\w+/.exec(area)?.[0] ?? '')
  return kind === 'other' || kind === 'infrastructure' ? kind : undefined
}

/** What the emoji of gitmoji.dev stand for, where they say the kind; shortcode and sign. */
const EMOJI: [ChangeKind, string][] = [
  ['feature', ':sparkles: ✨'],
  ['fix', ':bug: 🐛 :ambulance: 🚑 :adhesive_bandage: 🩹'],
  ['performance', ':zap: ⚡'],
  ['security', ':lock: 🔒'],
  ['database_change', ':card_file_box: 🗃'],
  ['infrastructure', ':construction_worker: 👷 :green_heart: 💚 :bricks: 🧱 :whale: 🐳 :rocket: 🚀'],
  [
    'other',
    ':memo: 📝 :recycle: ♻ :art: 🎨 :bookmark: 🔖 :white_check_mark: ✅ :arrow_up: ⬆ :fire: 🔥 :truck: 🚚',
  ],
]

export function kindOfEmoji(emoji: string): ChangeKind | undefined {
  const plain = emoji.replace('\ufe0f', '')
  return EMOJI.find(([, signs]) => signs.split(' ').includes(plain))?.[0]
}

/** GitHub gives this subject to what it merges from the private fork of a security advisory, and to nothing else. */
export const ADVISORY_MERGE = /^Merge commit from fork$/

/** First match wins. Wording is a hint only: what it gives is marked as not sure. */
const WORDING: [ChangeKind, RegExp][] = [
  [
    'security',
    /\b(?:vulnerabilit(?:y|ies)|xss|csrf|ssrf|path traversal|sql injection|auth\w* bypass|privilege escalation)\b/i,
  ],
  ['other', /^(?:version packages\b|(?:update|bump|start|release|prepare|set|tag)\b.{0,40}\bv?\d+\.\d+)/i],
  [
    'other',
    /^(?:bump|upgrade|merge|revert|release|rename|move|reorgani[sz]e|refactor|clean|tidy|typos?|document|reword|format|lint)\b/i,
  ],
  [
    'other',
    /\b(?:tests?|testing|docs?|documentation|readme|typos?|comments?|changelog|linter|spelling|grammar|whitespace|copyright|translat(?:ed?|ions?)|docstrings?|favicons?|logos?|dev dependencies|typing|type (?:hints?|annotations?)|mypy|pyright|ruff|flake8|codespell|eslint|prettier|clippy|rustfmt|gofmt|[\w/-]+\.(?:md|rst|adoc|svg))\b/i,
  ],
  [
    'infrastructure',
    /\b(?:ci|workflows?|github actions?|dockerfile|docker image|makefile|pipelines?|pre-commit)\b/i,
  ],
  ['database_change', /\b(?:database migrations?|db migrations?|schema migrations?)\b/i],
  [
    'performance',
    /^(?:optimi[sz]e[sd]?|optimi[sz]ing|speed(?:s|ed)? up|(?:improve|reduce|lower|avoid)[sd]?\b.{0,60}\b(?:performance|speed|latency|memory|allocations?|overhead|throughput|contention))\b/i,
  ],
  [
    'fix',
    /^(?:fix(?:e[sd]|ing)?|correct(?:s|ed)?|repair(?:s|ed)?|resolve[sd]?|prevent(?:s|ed)?|avoid(?:s|ed)?|mitigate[sd]?|unbreak|don'?t|do not)\b/i,
  ],
  [
    'feature',
    /^(?:add(?:s|ed|ing)?|introduce[sd]?|implement(?:s|ed)?|support(?:s|ed)?|allow(?:s|ed)?|enable[sd]?|expose[sd]?|provide[sd]?|new)\b/i,
  ],
  ['other', /^(?:remove[sd]?|delete[sd]?|drop(?:s|ped)?|deprecate[sd]?)\b/i],
]

/** The kind that a subject's wording hints at. */
export function kindOfWording(text: string): ChangeKind | undefined {
  return WORDING.find(([, pattern]) => pattern.test(text))?.[0]
}

/** Words of the workshop: nobody who uses the product notices what they are about. */
const WORKSHOP_TEXT: [ChangeKind, RegExp][] = [
  [
    'other',
    /\btypos?\b|\bflak(?:y|iness)\b|\b(?:unit|e2e|integration) tests?\b|\b(?:in|of) (?:the )?(?:docs|readme)\b/i,
  ],
  ['infrastructure', /\bCI\b|\b[Gg]it[Hh]ub (?:[Aa]ctions?|[Ww]orkflows?)\b|\.github\//],
]
const WORKSHOP_AREA = /^(?:ci|tests?|e2e|docs?|lint|workflows?|github|typos?)$/i

/** The kind of a change that calls itself a fix or a feature but is about tests, documents or the build only. */
export function kindOfWorkshop(text: string, area?: string): ChangeKind | undefined {
  if (area && WORKSHOP_AREA.test(area))
    return /^(?:ci|workflows?|github)$/i.test(area) ? 'infrastructure' : 'other'
  return WORKSHOP_TEXT.find(([, pattern]) => pattern.test(text))?.[0]
}

const BOT =
  /\[bot\]$|^(?:copilot|dependabot|renovate|github-actions|greenkeeper|mergify|weblate|pre-commit-ci|snyk-bot|imgbot|allcontributors)\b|(?:^|[-_ .])(?:bot|robot)$/i

/** Whether an author's name is that of a program. */
export function isBot(author: string): boolean {
  return BOT.test(author)
}

/** Words with a number that only look like a ticket's id. */
const NO_TICKETS = new Set(
  'UTF SHA ISO RFC CVE CWE HTTP TLS SSL RSA AES UCS PEP GHSA IEEE MD ARM IPV ES EC CP GB KB MB X P H UTC'.split(
    ' ',
  ),
)
const NUMBER = /(?<![\w&/])(?:[\w.-]{1,60}\/[\w.-]{1,80})?[#!]\d{1,7}\b/g
const KEY = /(?<![\w-])([A-Z][A-Z0-9]{1,9})-\d{1,6}(?![\w-])/g
const FOOTER =
  /^(?:fix(?:es|ed)?|close[sd]?|resolve[sd]?|refs?|references|see(?! merge request)|issues?|tickets?|jira)[:\s#]/i

/** Tickets and pull requests that a subject, or the closing lines of a body, name; at most ten. */
export function ticketsIn(subject: string, body: string): string[] {
  const lines = [subject, ...body.split('\n').filter(line => line.length < 300 && FOOTER.test(line))]
  const found = lines.flatMap(line => [
    ...(line.match(NUMBER) ?? []),
    ...[...line.matchAll(KEY)].filter(([, word = '']) => !NO_TICKETS.has(word)).map(([key]) => key),
  ])
  return [...new Set(found)].slice(0, 10)
}
