import { readdirSync, readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'

/** Who may import whom. A room is the first folder below src, or the file's own name; a package is named as imported. */
const table: Record<string, { rooms: string[]; packages: RegExp }> = {
  plan: { rooms: ['plan'], packages: /^(zod|yaml|temporal-polyfill)$/ },
  documents: { rooms: ['documents', 'plan', 'assets.ts'], packages: /^(zod|mustache|temporal-polyfill)$/ },
  history: { rooms: ['history', 'plan'], packages: /^node:/ },
  workspace: { rooms: ['workspace', 'plan'], packages: /^node:/ },
  tools: { rooms: ['tools', 'plan', 'documents', 'workspace', 'history'], packages: /^zod$/ },
  server: {
    rooms: ['server', 'tools', 'assets.ts'],
    packages: /^(node:|@modelcontextprotocol\/|mustache$|zod$)/,
  },
  cli: { rooms: ['cli', 'tools'], packages: /^(node:|temporal-polyfill$)/ },
  'cli.ts': { rooms: ['cli', 'server', 'tools', 'workspace', 'assets.ts'], packages: /^node:/ },
  'assets.ts': { rooms: [], packages: /^node:/ },
}

const src = resolve(import.meta.dirname, '../src')

const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter(path => path.endsWith('.ts'))

function imports(path: string): string[] {
  const text = readFileSync(join(src, path), 'utf8')
  const statements = text.matchAll(/^(?:import|export)\s(?:[^'"]*?\sfrom\s)?['"]([^'"]+)['"]/gm)
  const dynamic = text.matchAll(/\bimport\(\s*['"]([^'"]+)['"]/g)
  return [...statements, ...dynamic].map(match => match[1]!)
}

const roomOf = (path: string): string => path.split('/')[0]!

const targetOf = (path: string, specifier: string): string =>
  relative(src, resolve(src, dirname(path), specifier))

describe('the import table', () => {
  test('every room is in the table', () => {
    expect([...new Set(files.map(roomOf))].filter(room => !table[room])).toEqual([])
  })

  test.each(files)('%s imports only what its room may', path => {
    const { rooms, packages } = table[roomOf(path)]!
    const wrong = imports(path).filter(specifier =>
      specifier.startsWith('.')
        ? !rooms.includes(roomOf(targetOf(path, specifier)))
        : !packages.test(specifier),
    )
    expect(wrong).toEqual([])
  })

  test('no built-in module is imported without its node: prefix', () => {
    expect(files.filter(path => imports(path).some(specifier => builtinModules.includes(specifier)))).toEqual(
      [],
    )
  })

  test('no tool imports another tool', () => {
    const literals = files.filter(
      path => /^tools\/[a-z-]+\.ts$/.test(path) && readFileSync(join(src, path), 'utf8').includes('= tool({'),
    )
    expect(literals).toHaveLength(12)
    for (const path of literals) {
      const others = imports(path)
        .map(specifier => targetOf(path, specifier))
        .filter(target => literals.includes(target))
      expect(others, path).toEqual([])
    }
  })

  test('the SDK has one home', () => {
    const users = files.filter(path =>
      imports(path).some(specifier => specifier.startsWith('@modelcontextprotocol/')),
    )
    expect(users.filter(path => roomOf(path) !== 'server')).toEqual([])
  })

  test('the pure rooms ask no clock, process or random source', () => {
    const impure = /\bDate\.now\(|new Date\(\)|\bprocess\.[a-z]|Math\.random\(|\bTemporal\.Now\b/
    const wrong = files.filter(
      path =>
        ['plan', 'documents'].includes(roomOf(path)) && impure.test(readFileSync(join(src, path), 'utf8')),
    )
    expect(wrong).toEqual([])
  })
})
