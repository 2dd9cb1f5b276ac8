import { expect, test } from 'vitest'
import { exportChanges } from '../../../../src/plan/scope/api/api.ts'
import { goExports } from '../../../../src/plan/scope/api/go-exports.ts'
import { type End, packageFindings } from '../../../../src/plan/scope/api/package-exports.ts'
import { removedPythonExports } from '../../../../src/plan/scope/api/python-exports.ts'
import { scriptExports } from '../../../../src/plan/scope/api/script-exports.ts'

test('Go: exported names of a file', () => {
  const text =
    'package x\n// func No()\nfunc A() {}\nfunc (t T) M() {}\nfunc b() {}\ntype T struct {\n\tField int\n}\nconst (\n\tC = 1\n\td\n)\nvar V, W = 1, 2\nvar x = `\nfunc InText() {}\n`\ntype (\n\tG[K any] struct{}\n)\n'
  expect([...goExports(text)]).toEqual(['A', 'T', 'C', 'V'])
  expect([...goExports('package main\nfunc A() {}')]).toEqual([])
})

test('Go: moved within the package is not removed; a package that went is said once', () => {
  const files = [{ path: 'p/a.go', status: 'modified' as const }]
  const changes = (after: Record<string, string>) =>
    exportChanges(
      files,
      new Map([
        ['p/a.go', 'package p\nfunc A() {}\nfunc B() {}\n'],
        ['internal/i.go', 'package i\nfunc I() {}'],
      ]),
      new Map(Object.entries(after)),
    ).map(({ what }) => what)
  expect(changes({ 'p/a.go': 'package p\nfunc A() {}\n' })).toEqual(['B of package p removed'])
  expect(changes({ 'p/a.go': 'package p\nfunc A() {}\n', 'p/b.go': 'package p\nfunc B() {}\n' })).toEqual([])
  expect(changes({})).toEqual(['package p removed'])
})

test.each<[string, string, string, string[]]>([
  ['a literal list', '__all__ = ["a", "b"]', '__all__ = ["a"]', ['b']],
  ['added lists', "__all__ = ('a', 'b')\n__all__ += ['c']", "__all__ = ['a', 'b']", ['c']],
  ['a computed list says nothing', '__all__ = ["a"] + x.__all__', '__all__ = []', []],
  [
    'names imported under their own name',
    'from .x import A as A\nfrom .x import B as B',
    'from .x import A as A',
    ['B'],
  ],
  ['still served', 'from .x import A as A', 'def __getattr__(name):\n    if name == "A": ...', []],
  ['defined here now', 'from .x import A as A', 'class A: ...', []],
])('Python: %s', (_, before, after, expected) => {
  expect(removedPythonExports(before, after)).toEqual(expected)
})

test('names and stars of a module', () => {
  const { names, stars } = scriptExports(
    "export const a = 1\nexport async function b() {}\nexport type { C, D as E } from './x.js'\nexport * from './y'\nexport * as ns from './z'\nexport default 1\n// export const no = 1\nexport declare class F {}\nexport { type G }",
  )
  expect([...names].sort()).toEqual(['C', 'E', 'F', 'G', 'a', 'b', 'default', 'ns'])
  expect(stars).toEqual(['./y'])
})

const end = (files: Record<string, string>): End => ({
  exists: path => path in files,
  texts: async paths =>
    new Map(paths.flatMap(path => (files[path] === undefined ? [] : [[path, files[path]] as const]))),
})
const manifest = (fields: object) => JSON.stringify({ name: 'x', ...fields })

test('npm: names through index files, entry points, commands', async () => {
  const old = end({
    'p/src/index.ts': "export * from './a.js'\nexport const top = 1",
    'p/src/a.ts': 'export const one = 1\nexport const two = 2',
  })
  const now = end({ 'p/src/index.ts': "export * from './a.js'", 'p/src/a.ts': 'export const one = 1' })
  const before = manifest({
    exports: { '.': './dist/index.js', './extra': './dist/extra.js' },
    bin: { x: 'x.js', y: 'y.js' },
  })
  const after = manifest({ exports: { '.': './dist/index.js' }, bin: { x: 'x.js' } })
  const found = await packageFindings('p/package.json', { old: before, now: after }, old, now)
  expect(found.map(({ what }) => what)).toEqual([
    'entry point ./extra removed',
    'command y removed',
    'export top removed',
    'export two removed',
  ])
})

test('npm: nothing is said of a private package, nor of names that may come from elsewhere', async () => {
  const old = end({ 'src/index.ts': 'export const a = 1' })
  const now = end({ 'src/index.ts': "export * from 'elsewhere'\nexport const b = 1" })
  const text = manifest({ main: 'dist/index.js' })
  expect(await packageFindings('package.json', { old: text, now: text }, old, now)).toEqual([])
  const closed = manifest({ private: true, main: 'dist/index.js' })
  expect(
    await packageFindings('package.json', { old: closed, now: closed }, old, end({ 'src/index.ts': '' })),
  ).toEqual([])
})
