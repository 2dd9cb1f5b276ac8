import { describe, expect, test } from 'vitest'
import { changelogPaths, unreleasedSection } from '../../../../src/plan/scope/commits/changelog.ts'
import { parseVersion } from '../../../../src/plan/version.ts'

const section = (text: string, version = '3.2.0', path = 'CHANGES.rst') =>
  unreleasedSection(new Map([[path, text]]), parseVersion(version))

describe('the section about the coming version', () => {
  test('reStructuredText, with roles, joined lines and the next version as its end', () => {
    const text = `Version 3.2.0\n-------------\n\nUnreleased\n\n-   Drop support for Python 3.9. :pr:\`5730\`\n-   \`\`redirect\`\` returns \`\`303\`\`\n    by default. :issue:\`5895\`\n\n\nVersion 3.1.3\n-------------\n\n-   old\n`
    expect(section(text)).toEqual({
      path: 'CHANGES.rst',
      heading: 'Version 3.2.0',
      entries: ['Drop support for Python 3.9. #5730', 'redirect returns 303 by default. #5895'],
    })
  })

  test.each([
    [
      '## [Unreleased]\n\n### Removed\n\n- [the old flag](https://example.org/1)\n  - detail\n\n## [3.1.0] - 2026-01-01\n\n- old\n',
      'Unreleased',
    ],
    ['# Changelog\n\n## 3.2.0\n\n* the old flag\n\n## 3.1.0\n* old\n', '3.2.0'],
    [
      'unreleased\n==========\n\n  * the old flag\n\n3.1.0 / 2026-01-01\n==================\n\n  * old\n',
      'unreleased',
    ],
    ['## v3.2.0-rc1 (2026-06-30)\n* the old flag\n## v3.1.0\n* old\n', 'v3.2.0-rc1 (2026-06-30)'],
    ['## 3.3.0-rc1\n* no\n## Unreleased\n<!-- - hidden -->\n- the old flag\n', 'Unreleased'],
  ])('%j', (text, heading) => {
    expect(section(text)).toMatchObject({ heading, entries: ['the old flag'] })
  })

  test('none for another version or without entries; many and long ones are cut', () => {
    expect(section('## 3.20.0\n- x\n## 3.2.1-rc1\n- y\n')).toBeUndefined()
    expect(section('## Unreleased\n\n## 3.1.0\n- x\n')).toBeUndefined()
    const long = section(`## Unreleased\n${`- ${'x'.repeat(300)}\u202e\n`.repeat(50)}`)
    expect(long?.entries).toHaveLength(40)
    expect(Array.from(long?.entries[0] ?? '')).toHaveLength(200)
    expect(long?.entries[0]).not.toContain('\u202e')
  })
})

test('changelogs of the product, the root first', () => {
  const files = [
    'docs/changes.rst',
    'pkg/a/CHANGELOG.md',
    'CHANGELOG.md',
    'History.md',
    'src/news.ts',
    'NEWS',
    '00-RELEASENOTES',
  ]
  expect(changelogPaths(files)).toEqual([
    'CHANGELOG.md',
    'History.md',
    'NEWS',
    '00-RELEASENOTES',
    'docs/changes.rst',
  ])
})
