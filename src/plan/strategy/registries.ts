import type { Release, RollbackScript } from '../plan.ts'
import { candidateMark } from '../scope/base/candidate-mark.ts'
import { known } from './constraints.ts'

/** How one package registry names candidates, publishing and steering away; used to fill `{words}` of a library's profile. */
export interface RegistryWords {
  candidate: string
  stable: string
  beside: string
  publish: string
  publish_beside: string
  promote: string
  candidate_back: string
  steer_away: string[]
  remains: string
  script?: RollbackScript
}

type Wording = (release: {
  name: string
  version: string
  previous: string
  candidate: string
}) => RegistryWords

const npm: Wording = ({ name, version, previous, candidate }) => ({
  candidate: `${candidate} under the dist-tag next`,
  stable: 'dist-tag latest',
  beside: 'a dist-tag of its own',
  publish: 'Publish under the dist-tag next: npm publish --tag next',
  publish_beside: 'Publish under the dist-tag of the line: npm publish --tag <line>',
  promote: `Move the default: npm dist-tag add ${name}@${version} latest`,
  candidate_back: 'Point next at the candidate before, or publish the next candidate',
  steer_away: [
    `npm dist-tag add ${name}@${previous} latest`,
    `npm deprecate ${name}@${version} with the reason and what to use`,
    'Check that a fresh installation gets the previous version',
    'Do not plan on unpublishing: it is refused once others depend on the version, and the number stays used',
  ],
  remains: 'the number; lock files, caches and ranges that only this version satisfies keep it',
  script: 'npm_steer_back',
})

const pypi: Wording = ({ version, candidate }) => ({
  candidate: `pre-release ${candidate}, chosen with --pre`,
  stable: 'a final version, chosen by default',
  beside: 'a version below the current final one',
  publish: 'Upload the final version; it is the default at once',
  publish_beside: 'Upload the version of the older line',
  promote: 'Check that an installation without --pre gets the final version',
  candidate_back: 'Yank the candidate by hand and upload the next one',
  steer_away: [
    `Yank ${version} by hand on the project's release page (no command exists); write the reason there`,
    'Check that an installation without a pin gets the previous version',
    'Delete nothing: a file name can never be uploaded again; pins with == still get the version',
  ],
  remains: 'the number and its file names; exact pins keep it',
})

const crates: Wording = ({ name, version, candidate }) => ({
  candidate: `${candidate}, chosen only when named`,
  stable: 'a final version, chosen by default',
  beside: 'a version of the older line',
  publish: 'Publish: cargo publish; it is the default at once',
  publish_beside: 'Publish from the branch of the older line: cargo publish',
  promote: 'Check that cargo add without a version gets the new one',
  candidate_back: 'Yank the candidate and publish the next one',
  steer_away: [
    'Publish a compatible fix first where one is ready: dependents need something to resolve to',
    `cargo yank --version ${version} ${name} (--undo takes it back)`,
    'Check that a new project resolves to another version',
  ],
  remains: 'the number; existing lock files keep it',
  script: 'cargo_yank',
})

const go: Wording = ({ version, candidate }) => ({
  candidate: `tag v${candidate}, chosen only when named`,
  stable: 'a final tag, chosen by default',
  beside: 'a tag of the older line',
  publish: 'Push the final tag; the module proxy keeps it for good',
  publish_beside: 'Push the tag from the branch of the older line',
  promote: 'Check that go get without a version gets the new one',
  candidate_back: 'Push the next candidate tag; never move one',
  steer_away: [
    `Roll forward: write "retract v${version}" and the reason into the go.mod of the next patch`,
    'Push its tag; never move or delete a tag',
    'Check that go list -m -u shows the version as retracted',
  ],
  remains: 'the tag and what the module proxy stored',
})

const anyRegistry: Wording = ({ version }) => ({
  candidate: `${version} as a pre-release version or on a pre-release channel`,
  stable: 'the channel that installations use by default',
  beside: 'an older line or a channel of its own',
  publish: 'Publish the final version',
  publish_beside: 'Publish the version of the older line',
  promote: 'Make it the default, where that is a step of its own',
  candidate_back: 'Publish the next candidate; withdraw this one where the registry can',
  steer_away: [
    "Withdraw or deprecate the version by the registry's means; write the reason there",
    'Check that a fresh installation gets another version',
    'Publish a higher patch without the cause where nothing can be withdrawn',
  ],
  remains: 'the number; lock files, mirrors and caches keep it',
})

/** The words of the release's registry, of any registry where it is not known. */
export function registryWords(release: Release): RegistryWords {
  const registry = release.ecosystem?.registry.toLowerCase() ?? ''
  const wording = { npm, pypi, 'crates.io': crates, crates, cargo: crates, go }[registry] ?? anyRegistry
  return wording({
    name: release.ecosystem?.name ?? known(release.product) ?? 'the package',
    version: release.version,
    previous: known(release.previous_version) ?? 'PREVIOUS',
    candidate: `${release.version}${candidateMark(release)}N`,
  })
}

/** `text` with every `{word}` put in; words that stand for several lines give several. */
export function worded(text: string, words: RegistryWords): string[] {
  const whole = /^\{(\w+)\}$/.exec(text)?.[1]
  const list = whole === 'steer_away' ? words.steer_away : undefined
  return (
    list ?? [
      text.replace(/\{(\w+)\}/g, (_, name: string) => String(words[name as keyof RegistryWords] ?? '')),
    ]
  )
}
