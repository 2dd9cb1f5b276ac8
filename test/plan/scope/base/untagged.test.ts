import { expect, test } from 'vitest'
import {
  changelogVersions,
  manifestVersion,
  subjectVersion,
} from '../../../../src/plan/scope/base/untagged.ts'
import { packageFolders } from '../../../../src/plan/scope/product/package-folders.ts'

test.each([
  ['chore(release): 1.2.3', '1.2.3'],
  ['v1.2.3', '1.2.3'],
  ['Release 1.2.3', '1.2.3'],
  ['Release v1.2.3 (#45)', '1.2.3'],
  ['chore: release v1.2.0-beta.1 [skip ci]', '1.2.0-beta.1'],
  ['Bump version to 1.2.3', '1.2.3'],
  ['Prepare release 2.0', '2.0'],
  ['1.2.3 release', '1.2.3'],
  ['bump left-pad to 1.2.3', undefined],
  ['Upgrade to Node 20.1', undefined],
  ['fix: crash since 1.2.3', undefined],
  ['Merge branch 1.2.3 into main', undefined],
])('the subject %j releases %s', (subject, version) => {
  expect(subjectVersion(subject)).toBe(version)
})

test.each([
  ['package.json', '{"version":"1.2.3"}', '1.2.3'],
  ['package.json', '{"version":3}', undefined],
  ['pyproject.toml', '[project]\nname = "x"\nversion = "1.2.3"\n', '1.2.3'],
  ['Cargo.toml', '[dependencies]\nserde = { version = "9.9.9" }\n[package]\nversion = "0.4.0"\n', '0.4.0'],
  ['VERSION', 'v4.5.6\n', '4.5.6'],
  ['mix.exs', '      version: "0.3.1",\n', '0.3.1'],
  ['gradle.properties', 'version=7.1.0\n', '7.1.0'],
])('%s %j has the version %s', (path, text, version) => {
  expect(manifestVersion(path, text)).toBe(version)
})

test('versions in the headings of a changelog, not in its text', () => {
  const text =
    '# Changelog\n\n## [Unreleased]\n\n## [1.1.0] - 2024-02-03\n\nsince 0.9.0\n\n## v1.0.0 (2024-01-02)\n\n0.9.0\n-----\n'
  expect(changelogVersions(text)).toEqual([
    { version: '1.1.0', heading: '## [1.1.0] - 2024-02-03', day: '2024-02-03' },
    { version: '1.0.0', heading: '## v1.0.0 (2024-01-02)', day: '2024-01-02' },
    { version: '0.9.0', heading: '0.9.0' },
  ])
})

test('packages are the folders with a manifest; tests, examples and a lone root are none', () => {
  const files = ['package.json', 'packages/a/package.json', 'services/b/go.mod', 'examples/c/package.json']
  expect(packageFolders(files)).toEqual(['.', 'packages/a', 'services/b'])
  expect(packageFolders(['package.json', 'src/a.ts', 'test/fixtures/package.json'])).toEqual([])
})
