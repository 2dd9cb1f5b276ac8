import { describe, expect, test } from 'vitest'
import { releaseNotesText } from '../../src/documents/release-notes.ts'
import { derive } from '../../src/plan/derive.ts'
import { kinds } from '../../src/plan/kinds/profile.ts'
import { exampleInputs, exampleNow } from '../support/example-inputs.ts'

const parts = (text: string): string[] => text.split(/^## For \w+$/m).slice(1)

describe('release notes', () => {
  test.each(kinds)('of a %s plan have a part for users, developers and executives', kind => {
    const text = releaseNotesText(derive(exampleInputs(kind), exampleNow))
    expect(text.match(/^## For \w+$/gm)).toEqual(['## For users', '## For developers', '## For executives'])
    const [users, developers, executives] = parts(text)
    expect(users).toContain('Remove /v1/users. Call /v2/users instead.')
    expect(users).toContain('- New: Export as CSV')
    expect(users).not.toContain('build machine')
    expect(developers).toContain('infrastructure: New build machine')
    expect(executives).toContain('planned for Tue 2026-12-01')
    expect(new TextEncoder().encode(text).length).toBeLessThan(1800)
  })

  test('a breaking change that nobody explained is a question, once for all of them', () => {
    const items = ['One', 'Two'].map(title => ({
      id: title,
      kind: 'api_change' as const,
      title,
      breaking: true,
    }))
    const plan = derive(exampleInputs('library', { scope: { items } }), exampleNow)
    const [users] = parts(releaseNotesText(plan))
    expect(users!.match(/\[TBD: what users change for: One and 1 more · Lead maintainer by /g)).toHaveLength(
      1,
    )
    expect(plan.questions.map(({ id }) => id)).toContain('breaking_migration')
  })

  test('the name of something in code keeps its case', () => {
    const items = [
      {
        id: 'A-1',
        kind: 'api_change' as const,
        title: 'Remove FSTDEP025',
        breaking: true,
        migration: 'addHttpMethod now requires overrideExisting',
      },
    ]
    const text = releaseNotesText(derive(exampleInputs('library', { scope: { items } }), exampleNow))
    expect(text).toContain('Remove FSTDEP025. addHttpMethod now requires overrideExisting.')
  })

  test('what developers find no room for is in commits that a command shows, and nothing given is left out', () => {
    const changes = Array.from({ length: 30 }, (_, n) => ({
      commit: `${n}`.padStart(12, 'c'),
      subject: `fix: crash ${n} of ${n}`,
      author: 'Bo',
      date: '2026-10-01',
      kind: 'fix',
    }))
    const { observed } = exampleInputs('library')
    const range = { ...observed!.range!, changes }
    const seen = derive(exampleInputs('library', { scope: {}, observed: { ...observed, range } }), exampleNow)
    expect(parts(releaseNotesText(seen))[1]).toContain('- 5 more: `git log --oneline v2.4.0..bbbbbbbb`')
    const items = changes.map(({ commit, subject }) => ({ id: commit, kind: 'fix' as const, title: subject }))
    const told = derive(exampleInputs('library', { scope: { items }, observed: {} }), exampleNow)
    expect(parts(releaseNotesText(told))[1]!.match(/^- fix: /gm)).toHaveLength(30)
  })

  test('nothing that users notice is a question, not an empty list', () => {
    const plan = derive(exampleInputs('service', { scope: {}, observed: {} }), exampleNow)
    expect(parts(releaseNotesText(plan))[0]).toContain('[TBD: what the announcement says')
  })

  test("a caller's words cannot change the structure", () => {
    const items = [{ id: 'x', kind: 'feature' as const, title: '# big | <b>\n- two' }]
    const text = releaseNotesText(derive(exampleInputs('library', { scope: { items } }), exampleNow))
    expect(text.match(/^#/gm)).toHaveLength(4)
    expect(text).not.toContain('<b>')
  })
})
