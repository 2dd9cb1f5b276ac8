import { expect, test } from 'vitest'
import { publishingOf, workflowPaths } from '../../../../src/plan/scope/product/publishing.ts'

const file = '.github/workflows/w.yml'
const of = (text: string, path = file) =>
  publishingOf(new Map([[path, text]])).map(({ on, does }) => [on, ...does])

test.each([
  [
    "on:\n  push:\n    tags: ['*']\njobs:\n  a:\n    steps:\n      - run: npm publish\n",
    [['tag', 'npm publish']],
  ],
  ['name: x\non:\n  push:\n    branches: [main]\n    tags:\n      - "v*"\njobs:\n  a: 1\n', [['tag']]],
  [
    'on:\n  release:\n    types: [published]\njobs:\n  - uses: pypa/gh-action-pypi-publish@v1\n',
    [['release', 'PyPI upload']],
  ],
  ['on: [push, release]\njobs: 1\n', [['release']]],
  [
    'on:\n  push:\n    branches:\n      - release-*\njobs:\n  - run: docker push x\n',
    [['branch', 'image push']],
  ],
  ['on:\n  push:\n    branches:\n      - release-*\njobs:\n  - run: make test\n', []],
  ['on: workflow_dispatch\njobs:\n  - run: goreleaser release\n', [['manual', 'goreleaser']]],
  ['on: workflow_dispatch\njobs:\n  - run: npm test\n', []],
  ['on: [pull_request]\njobs:\n  - run: npm publish\n', []],
  [
    'on:\n  push:\n    tags: [v*]\njobs:\n  # run: npm publish\n  - run: gh release create x # cargo publish\n',
    [['tag', 'GitHub release']],
  ],
  [
    'on:\n  push:\n    tags: [v*]\njobs:\n  - uses: docker/build-push-action@v6\n    with:\n      push: false\n',
    [['tag']],
  ],
  [
    'on:\n  push:\n    tags: [v*]\njobs:\n  - uses: docker/build-push-action@v6\n    with:\n      push: true\n',
    [['tag', 'image push']],
  ],
])('%j', (text, expected) => {
  expect(of(text)).toEqual(expected)
})

test('a called workflow publishes for its caller, and is none of its own', () => {
  const texts = new Map([
    [
      '.github/workflows/release.yaml',
      'on:\n  push:\n    tags: [v*]\njobs:\n  a:\n    uses: ./.github/workflows/image.yaml\n    with:\n      push: true\n',
    ],
    [
      '.github/workflows/image.yaml',
      'on:\n  workflow_call:\njobs:\n  - uses: docker/build-push-action@v6\n    with:\n      push: true\n',
    ],
  ])
  expect(publishingOf(texts)).toEqual([
    { file: '.github/workflows/release.yaml', on: 'tag', does: ['image push'] },
  ])
})

test('GitLab starts by the tag; only workflow files are read', () => {
  expect(
    of('publish:\n  rules:\n    - if: $CI_COMMIT_TAG\n  script: twine upload dist/*\n', '.gitlab-ci.yml'),
  ).toEqual([['tag', 'PyPI upload']])
  expect(workflowPaths(['.github/workflows/a.yaml', 'docs/a.yaml', '.gitlab-ci.yml'])).toEqual([
    '.github/workflows/a.yaml',
    '.gitlab-ci.yml',
  ])
})
