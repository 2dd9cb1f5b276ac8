import { describe, expect, test } from 'vitest'
import { matches, ownerRules, ownersOf, teamOf } from '../../../src/plan/scope/codeowners.ts'

test.each([
  ['*', 'a/b/c.js', true],
  ['*.js', 'a/b/c.js', true],
  ['/build/logs/', 'build/logs/x/y.log', true],
  ['/build/logs/', 'sub/build/logs/y.log', false],
  ['docs/*', 'docs/getting-started.md', true],
  ['docs/*', 'docs/build-app/troubleshooting.md', false],
  ['apps/', 'x/apps/a/b.ts', true],
  ['/docs/', 'docs/a/b.md', true],
  ['/docs/', 'docs', false],
  ['/scripts', 'scripts/a.sh', true],
  ['**/logs', 'build/logs/a.log', true],
  ['/apps/**/api', 'apps/x/y/api/z.ts', true],
  ['/apps/github', 'apps/github/x', true],
  ['src/*.ts', 'src/a.ts', true],
  ['src/*.ts', 'src/a/b.ts', false],
  ['src/*.ts', 'x/src/a.ts', false],
  ['file?.txt', 'a/file1.txt', true],
  ['/a b/', 'a b/c', true],
])('%s and %s: %s', (pattern, path, expected) => {
  expect(matches(pattern, path)).toBe(expected)
})

describe('rules', () => {
  const text = [
    '# comment',
    '* @org/all a@example.org',
    '/api/ @org/api # why',
    '/api/free',
    'with\\ blank @x',
  ].join('\n')

  test('the last match wins, also with nobody', () => {
    const rules = ownerRules(text)
    expect(ownersOf('x.ts', rules)).toEqual(['@org/all', 'a@example.org'])
    expect(ownersOf('api/a.ts', rules)).toEqual(['@org/api'])
    expect(ownersOf('api/free', rules)).toEqual([])
    expect(ownersOf('with blank', rules)).toEqual(['@x'])
    expect(teamOf(['api/a.ts', 'api/b.ts', 'x.ts'], path => ownersOf(path, rules))).toBe('@org/api')
  })

  test('sections give their owners to lines without any', () => {
    expect(ownersOf('db/a.sql', ownerRules('[Database][2] @dba\ndb/\n'))).toEqual(['@dba'])
  })

  test('hostile patterns are not slow', () => {
    const rules = ownerRules(`${'*a'.repeat(140)}b @x\n${'**/'.repeat(90)}b @y\n`)
    const start = performance.now()
    for (let i = 0; i < 50; i++) ownersOf(`${'a/'.repeat(60)}${'a'.repeat(200)}`, rules)
    expect(performance.now() - start).toBeLessThan(5000)
  })
})
