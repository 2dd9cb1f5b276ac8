/** A workflow that a tag, a published release, a pushed branch or a person starts, and what it publishes as far as its text shows. */
export type Publishing = { file: string; on: 'tag' | 'release' | 'branch' | 'manual'; does: string[] }

const MOST = 6
const WORKFLOW = /^\.github\/workflows\/[^/]+\.ya?ml$|^\.gitlab-ci\.ya?ml$/

const NAMED = /(?:release|publish|deploy)[^/]*$/i

const ACTS: [string, RegExp][] = [
  ['npm publish', /\b(?:npm|pnpm|bun|lerna|yarn(?: npm)?) publish\b|JS-DevTools\/npm-publish/i],
  ['changesets publish', /\bchangesets? publish\b|changesets\/action/],
  ['semantic-release', /\bsemantic-release\b/],
  [
    'PyPI upload',
    /gh-action-pypi-publish|\btwine upload\b|\b(?:uv|poetry|hatch|flit|pdm) publish\b|\bmaturin (?:publish|upload)\b/,
  ],
  ['cargo publish', /\bcargo publish\b|release-plz\/action/],
  ['gem push', /\bgem push\b|rubygems\/release-gem/],
  ['NuGet push', /\bnuget push\b/i],
  ['Maven deploy', /\bmvn\b[^\n]*\bdeploy\b|\bgradlew?\b[^\n]*\bpublish/],
  ['Helm chart', /\bhelm push\b|chart-releaser/],
  ['goreleaser', /goreleaser\/goreleaser-action|\bgoreleaser release\b/],
  [
    'image push',
    /\bdocker (?:image )?push\b|docker buildx (?:build|bake)\b[^\n]*--push|build-push-action@[\s\S]*?^\s*push:[ \t]*(?!["']?false\b)\S/m,
  ],
  [
    'GitHub release',
    /\bgh release (?:create|upload|edit)\b|action-gh-release|actions\/create-release|ncipollo\/release-action/,
  ],
  ['GitLab release', /\brelease-cli\b/],
  ['work in another repository', /repository-dispatch@|\bgh workflow run\b/],
]

/** The files that may say how a release is published. */
export function workflowPaths(files: string[]): string[] {
  return files.filter(path => WORKFLOW.test(path)).slice(0, 100)
}

/**
 * How the repository publishes, by the texts of its workflows: those that a tag or a published release starts, those
 * of a branch that publish, and those started by hand that publish or are named so. What a script or another repository does is not seen.
 */
export function publishingOf(workflows: ReadonlyMap<string, string>): Publishing[] {
  const texts = new Map([...workflows].map(([path, text]) => [path, withoutComments(text)]))
  const order = ['tag', 'release', 'branch', 'manual']
  return [...texts]
    .flatMap(([file, text]) => {
      const on = file.startsWith('.gitlab-ci') ? gitlabStart(text) : githubStart(text)
      const does = actsIn([text, ...called(text, texts)].join('\n'))
      const shown =
        on === 'tag' ||
        on === 'release' ||
        does.length > 0 ||
        (on === 'manual' && NAMED.test(file) && !/nightly/i.test(file))
      return on && shown ? [{ file, on, does }] : []
    })
    .sort(
      (a, b) =>
        Number(b.does.length > 0) - Number(a.does.length > 0) || order.indexOf(a.on) - order.indexOf(b.on),
    )
    .slice(0, MOST)
}

function withoutComments(text: string): string {
  return text.slice(0, 200_000).replace(/(?:^|[ \t])#.*$/gm, '')
}

function actsIn(text: string): string[] {
  return ACTS.filter(([, pattern]) => pattern.test(text)).map(([act]) => act)
}

/** The texts of the repository's own workflows that this one calls. */
function called(text: string, texts: ReadonlyMap<string, string>): string[] {
  const names = [...text.matchAll(/\buses:\s*\.\/(\.github\/workflows\/[\w.-]+)/g)].map(
    ([, name = '']) => name,
  )
  const pushes = /^\s*push:[ \t]*(?!["']?false\b)\S/m.test(text)
  return [...new Set(names)].map(name => {
    const inner = texts.get(name) ?? ''
    // Whether a shared build pushes is often said by its caller.
    return pushes ? inner : inner.replace(/build-push-action@/g, '')
  })
}

function githubStart(text: string): Publishing['on'] | undefined {
  const started = /^(?:on|"on"|'on')[ \t]*:([\s\S]*?)(?=^[^\s#]|$(?![\s\S]))/m.exec(text)?.[1] ?? ''
  const inline = started.split('\n')[0] ?? ''
  const push = /^([ \t]+)push[ \t]*:[ \t]*\n(?:\1[ \t]+.*\n|[ \t]*\n)*/m.exec(`${started}\n`)?.[0] ?? ''
  if (/^[ \t]+tags[ \t]*:/m.test(push)) return 'tag'
  if (/\brelease\b/.test(inline) || /^[ \t]+(?:release[ \t]*:|- +release[ \t]*$)/m.test(started))
    return 'release'
  if (/^[ \t]+branches[ \t]*:/m.test(push)) return 'branch'
  return /\bworkflow_dispatch\b/.test(started) ? 'manual' : undefined
}

function gitlabStart(text: string): Publishing['on'] | undefined {
  if (/\$CI_COMMIT_TAG\b|\bonly:\s*(?:\n\s*- *|\[\s*)tags\b/.test(text)) return 'tag'
  return /\bwhen:\s*manual\b/.test(text) ? 'manual' : undefined
}

/** The workflow that hands the product out as soon as a tag is pushed; a release page alone can still be a draft. */
export function publishedByTag(publishing: readonly Publishing[] | undefined): Publishing | undefined {
  return publishing?.find(({ on, does }) => on === 'tag' && does.some(act => act !== 'GitHub release'))
}
