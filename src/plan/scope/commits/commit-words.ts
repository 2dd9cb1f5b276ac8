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
  api_change: ['break', 'breaking'],
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
  [
    'api_change',
    /^(?:(?:remove[sd]?|drop(?:s|ped)?|delete[sd]?) (?:\w+ ){0,2}deprecated\b|deprecate[sd]?\b|(?:drop|remove|end)\w* support (?:for|of)\b|(?:drop|remove)\w* .{1,60}\bsupport\b|(?:drop|require|raise|increase|bump|up)\w* (?:the )?(?:minimum |supported |min |end of life ){0,2}(?:python|node(?:\.?js)?|go|ruby|php|java|rust|msrv|\.net|kubernetes) ?(?:version|engines?|to|support|floor|\d)|drop end of life )/i,
  ],
  [
    'other',
    /^(?:version packages\b|(?:version )?v?\d+\.\d+(?:\.\d+)?[\w.+-]*$|(?:update[sd]?|bump(?:s|ed)?|start|release[sd]?|prepare[sd]?|set|tag(?:ged)?|post|back to)\b.{0,40}\bv?\d+\.\d+|(?:begin|start) (?:work|development)|post[- ]release)/i,
  ],
  [
    'other',
    /^(?:bump|upgrade|merge|revert|release|rename|move|reorgani[sz]e|refactor(?:ed|ing|s)?|clean(?:s|ed|ing|up|ups)?(?!.*\b(?:if|when|stale)\b)|tidy|typos?|document|reword|format|lint|simplify|inline|extract|dedupe|deduplicate|drop unused|remove unused|unify|restructure|rework|factor out|split out|modernize|silence|nits?|misc|cosmetic|wip)\b/i,
  ],
  [
    'other',
    /\b(?:typos?|comments?|commets|spelling|grammar|whitespace|docstrings?|benchmarks?|translat(?:ed?|ions?)|locali[sz]ations?|flak(?:y|iness)|dev dependencies|dev requirements|typing|typings|type (?:hints?|annotations?|errors?|issues?)|mypy|pyright|ruff|flake8|codespell|clippy|rustfmt|gofmt|golangci\S*|[\w-]*lint(?:-staged|ers?|ing)?|compiler warnings?|(?:build|lint|compile|compilation) (?:errors?|warnings?|failures?)|gitignore|code ?owners|(?:unit |e2e )?tests?(?= (?:cases?|failures?|timing|issues?|hangs?|races?|infra\w*|suites?)\b|$))\b(?!-)|^(?:add(?:s|ed|ing)?|fix(?:e[sd])?|updat(?:es?|ed)|improv(?:es?|ed)) (?:[\w`-]+ ){0,5}tests?\b(?! (?:framework|runner|command|mode|connection))|^(?:add|fix|correct|update|improve|clarify|tweak|document)\w* (?:\S+ ){0,4}(?:docs?|documentation)\b|\b(?:docs|documentation)$|^run tests\b/i,
  ],
  [
    'infrastructure',
    /\b(?:ci|gha|workflows?|github actions?|dockerfile|docker image|makefiles?|pipelines?|pre-commit|dependabot|renovate|codecov|appveyor|travis|circleci|zuul|tox|nox|rtd|readthedocs|slsa|goreleaser|vcpkg|msvc|vm-actions|runners?)\b/i,
  ],
  ['database_change', /\b(?:database migrations?|db migrations?|schema migrations?)\b/i],
  [
    'performance',
    /^(?:optimi[sz]e[sd]?|optimi[sz]ing|speed(?:s|ed)? up|(?:improve|reduce|lower|avoid|minimi[sz]e)[sd]?\b.{0,60}\b(?:performance|speed|latency|memory|allocations?|overhead|throughput|contention|cpu|time complexity|cache misses)|minor optimi[sz]ations?)\b|\bfor faster\b/i,
  ],
  [
    'fix',
    /^(?:(?:hot|bug)?fix(?:e[sd]|ing)?|correct(?:s|ed|ly)?|repair(?:s|ed)?|resolve[sd]?|prevent(?:s|ed|ing)?|avoid(?:s|ed)?|mitigate[sd]?|unbreak|restore[sd]?|don'?t|do not|stop(?:s|ped)? (?!using)|never|properly|guard against|work ?around)\b|\b(?:fix(?:es|ed)? (?:a |an |the )?(?:\w+ ){0,3}(?:bug|crash|leak|race|deadlock|regression|panic|typo|segfault|hang)|memory leaks?|null (?:pointer )?deref\w*|race condition|segfaults?|deadlocks?)\b/i,
  ],
  [
    'fix',
    /^add(?:s|ed|ing)? (?:(?:the|a|an|some) )?(?:missing\b|(?:\w+ )?(?:null|nil|bounds?|sanity|overflow) checks?\b)/i,
  ],
  [
    'feature',
    /^(?:add(?:s|ed|ing)?|introduce[sd]?|implement(?:s|ed)?|support(?:s|ed)?|allow(?:s|ed)?|enable[sd]?|expose[sd]?|provide[sd]?|new|accept(?:s|ed)?|make it possible)\b/i,
  ],
  ['other', /^(?:remove[sd]?|delete[sd]?|drop(?:s|ped)?)\b/i],
]

/** Texts and tests: in a change whose files are known these words decide nothing, its files do. */
const WITHOUT_FILES =
  /\b(?:tests?|testing|test ?cases?|testdata|fixtures?|docs?|documentation|readme(?:\.md)?|news fragments?|man ?pages?|favicons?|logos?|svg|contributing|maintainers|sponsors?|website|changelogs?|linter|linting|eslint|prettier|copyright|contributors|security policy|issue templates?|changesets?|[\w/-]+\.(?:md|rst|adoc|svg))\b(?!-)/i

/**
 * The kind that a subject's wording hints at.
 * @param filesKnown the change is known to touch the product, so that its words about tests and texts say little
 */
export function kindOfWording(text: string, filesKnown = false): ChangeKind | undefined {
  const found = WORDING.find(([, pattern]) => pattern.test(text))?.[0]
  if (filesKnown || found === 'security') return found
  return WITHOUT_FILES.test(text) ? 'other' : found
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
