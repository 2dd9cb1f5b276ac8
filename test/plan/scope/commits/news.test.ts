import { describe, expect, test } from 'vitest'
import { unreleasedSection } from '../../../../src/plan/scope/commits/changelog.ts'
import { changesOf } from '../../../../src/plan/scope/commits/commits.ts'
import { fragmentPaths, fragmentsOf } from '../../../../src/plan/scope/commits/fragments.ts'
import { withNews } from '../../../../src/plan/scope/commits/news.ts'
import type { Commit } from '../../../../src/plan/scope/repository.ts'
import { parseVersion } from '../../../../src/plan/version.ts'

const fragments = (path: string, text: string) => fragmentsOf(new Map([[path, text]]))

describe('fragments', () => {
  test.each([
    [
      'newsfragments/123.feature.rst',
      'Speed up ``x``',
      { kind: 'feature', text: 'Speed up x', tickets: ['#123'] },
    ],
    ['news/77.removal', 'Gone', { kind: 'api_change', removes: true, tickets: ['#77'] }],
    ['changes/+name.bugfix.md', 'Mended', { kind: 'fix', tickets: [] }],
    ['doc/changes/gh-5.breaking.rst', 'Other names', { breaking: true, tickets: ['#5'] }],
    ['news/9.trivial.rst', '', { kind: 'other', text: '' }],
    [
      'changelogs/unreleased/x.yml',
      'title: "Add it"\nmerge_request: 8\ntype: added\n',
      { kind: 'feature', text: 'Add it', tickets: ['!8'] },
    ],
    [
      '.chloggen/x.yaml',
      'change_type: bug_fix\nnote: mended\nissues: [4]\n',
      { kind: 'fix', tickets: ['#4'] },
    ],
  ])('%s', (path, text, expected) => {
    expect(fragments(path, text)).toMatchObject([expected])
  })

  test('a changeset names packages and steps', () => {
    const text = '---\n"@x/a": major\n\'b\': patch\n---\n\nThe `parse` function is async\n\nmore\n'
    expect(fragments('.changeset/odd-cats.md', text)).toEqual([
      {
        path: '.changeset/odd-cats.md',
        text: 'The parse function is async',
        kind: 'feature',
        breaking: true,
        bump: 'major',
        packages: [
          { name: '@x/a', bump: 'major' },
          { name: 'b', bump: 'patch' },
        ],
        tickets: [],
      },
    ])
    expect(fragments('.changeset/README.md', text)).toEqual([])
  })

  test('a note of reno has several sections', () => {
    const text =
      '---\nprelude: >\n  Hello\nfixes:\n  - |\n    [bug 1234567]\n    Mended it.\n  - Also this.\nsecurity:\n  - |\n    Closed.\n'
    const found = fragments('releasenotes/notes/x-1.yaml', text)
    expect(found.map(({ kind, text: said }) => [kind, said])).toEqual([
      ['fix', 'Mended it.'],
      ['fix', 'Also this.'],
      ['security', 'Closed.'],
    ])
  })

  test('kept notes count only when the range added them', () => {
    const files = [
      'releasenotes/notes/a.yaml',
      'releasenotes/notes/b.yaml',
      '.changeset/c.md',
      'news/readme.md',
    ]
    const changed = [{ path: 'releasenotes/notes/b.yaml', status: 'added' as const }]
    expect(fragmentPaths(files, changed)).toEqual(['releasenotes/notes/b.yaml', '.changeset/c.md'])
  })
})

describe('one change is one entry', () => {
  const commit = (id: string, subject: string, body = ''): Commit => ({
    commit: id.repeat(40),
    parents: [],
    date: '2026-01-01T00:00:00Z',
    author: 'Ada',
    subject,
    body,
    merge: false,
  })

  test('by the commit that added the file, else by the number; a reverted one takes its news along', () => {
    const list = [
      commit('4', 'Revert "Old idea"'),
      commit('3', 'Old idea'),
      commit('2', 'Handle paths (#12)'),
      commit('1', 'tweak'),
    ]
    const told = [
      ...fragments('.changeset/a.md', '---\na: minor\n---\nA new way'),
      ...fragments('news/12.bugfix.rst', 'Paths with blanks work'),
      ...fragments('.changeset/old.md', '---\na: minor\n---\nAn old idea'),
      ...fragments('news/99.feature', 'Nobody knows from where'),
    ]
    const files = new Map([
      ['1'.repeat(40), [{ path: '.changeset/a.md', added: true }]],
      ['3'.repeat(40), [{ path: '.changeset/old.md', added: true }]],
    ])
    const { changes, fragments: kept } = withNews(changesOf(list), { fragments: told, files })
    expect(changes.filter(({ reverted }) => !reverted)).toMatchObject([
      { kind: 'fix', sure: true, note: 'Paths with blanks work', told_in: 'news/12.bugfix.rst' },
      { kind: 'feature', sure: true, note: 'A new way' },
    ])
    expect(kept.map(({ path, carried }) => [path, carried])).toEqual([
      ['.changeset/a.md', true],
      ['news/12.bugfix.rst', true],
      ['news/99.feature', undefined],
    ])
  })

  test('the heading in the changelog says the kind of what it names', () => {
    const text =
      '## Unreleased\n\n### Breaking changes\n\n- Other defaults (#3)\n\n### Fixed\n\n- It holds. #4\n'
    const changelog = unreleasedSection(new Map([['CHANGELOG.md', text]]), parseVersion('2.0.0'))
    expect(changelog?.under).toEqual(['Breaking changes', 'Fixed'])
    const list = [commit('2', 'rework (#3)'), commit('1', 'rework again (#4)')]
    const { changes } = withNews(changesOf(list), { fragments: [], changelog })
    expect(changes).toMatchObject([
      { breaking: 'Other defaults' },
      { kind: 'fix', sure: true, note: 'It holds.' },
    ])
  })
})
