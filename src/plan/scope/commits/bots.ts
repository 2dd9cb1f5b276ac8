/** Programs that make routine commits, by the names under which they commit. */
const NAMED =
  /^(?:dependabot|renovate|github[- ]actions?|gitlab[- ]bot|greenkeeper|mergify|(?:hosted )?weblate|transifex|crowdin|pre-commit[-. ]ci|autofix-ci|snyk|imgbot|all-?contributors|semantic-release|release-please|changesets?-release|scala steward|pyup|fossabot|deepsource|sourcery-ai|restyled|codecov|netlify|vercel|copybara|jenkins|travis|circleci|web-flow|zuul|openstack proposal bot|opentelemetrybot|googleapis-publisher|yarn-?bot|kodiak(?:hq)?|bors|homu|allstar|step-security)\b/i
const LOOKS = /\[bot\]$|(?:^|[-_ .])(?:bot|robot)$|^(?:bot|robot)[-_ .]/i
/** They commit what somebody else thought out: the work of a person or of a coding agent, which ships like any other. */
const CARRIERS = /copilot|claude|codex|cursor|devin|\bjules\b|gemini|sweep|openhands|cherry-?pick|back-?port/i

/** Whether an author's name is that of a program which does routine work: updates, translations, formatting, releases. */
export function isBot(author: string): boolean {
  return (NAMED.test(author) || LOOKS.test(author)) && !CARRIERS.test(author)
}
