import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { PlanError } from '../../src/plan/errors.ts'
import { openWorkspace } from '../../src/workspace/workspace.ts'

// Each system call with which a write changes files fails in turn, as on a disk that is full or breaks.

const disk = vi.hoisted(() => ({ calls: 0, failAt: 0, code: 'EIO', failed: '' }))

const failing = vi.hoisted(() => (name: string, real: (...args: never[]) => unknown) => {
  return (...args: unknown[]) => {
    disk.calls += 1
    if (disk.calls !== disk.failAt) return (real as (...args: unknown[]) => unknown)(...args)
    disk.failed = name
    const error = Object.assign(new Error(`${disk.code}, at /secret/place`), { code: disk.code })
    const done = args.at(-1)
    if (typeof done !== 'function') throw error
    // Late, as a disk does: others are under way and nobody may be waiting yet.
    setTimeout(() => done(error), 5)
  }
})

vi.mock('node:fs', async original => {
  const real = await original<typeof import('node:fs')>()
  return {
    ...real,
    fsync: failing('fsync', real.fsync as never),
    renameSync: failing('rename', real.renameSync),
    linkSync: failing('link', real.linkSync),
    unlinkSync: failing('unlink', real.unlinkSync),
    writeFileSync: failing('write', real.writeFileSync),
  }
})

const unhandled: unknown[] = []
const onUnhandled = (reason: unknown) => unhandled.push(reason)
let root: string

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'failing-disk-'))
  process.on('unhandledRejection', onUnhandled)
})
afterEach(() => {
  Object.assign(disk, { failAt: 0 })
  process.off('unhandledRejection', onUnhandled)
  rmSync(root, { recursive: true, force: true })
})

const names = ['scope.md', 'schedule/timeline.md', 'risks/risks.md']

const write = (text: string, documents = names) =>
  openWorkspace(root).update('2.5.0', async plan => {
    await plan.inputs()
    const texts = documents.map(name => [name, `# ${name}\n\n${text}\n`] as const)
    return plan.commit({ text }, await plan.merge(texts))
  })

const folder = () => join(root, 'releases/v2.5.0')
const standing = () => names.map(name => readFileSync(join(folder(), name), 'utf8'))
const left = () =>
  readdirSync(join(folder(), '.release-planner')).filter(name => /^(tmp|lock|journal)/.test(name))
const wait = (milliseconds: number) => new Promise(resolve => setTimeout(resolve, milliseconds))

describe.each(['EIO', 'ENOSPC'])('a call that fails with %s', code => {
  test('is refused with a path or does not matter, and the next write is whole, wherever it is', async () => {
    const refused = new Set<string>()
    for (let at = 1; ; at += 1) {
      rmSync(join(root, 'releases'), { recursive: true, force: true })
      Object.assign(disk, { failAt: 0, code })
      await write('one')
      Object.assign(disk, { calls: 0, failAt: at, failed: '' })
      const answer = await write('two').catch((error: PlanError) => error)
      const { failed, calls } = disk
      disk.failAt = 0
      if (failed === '') {
        expect(at).toBeGreaterThan(40)
        break
      }
      if (answer instanceof Error) {
        refused.add(failed)
        expect(answer.message, `${failed} ${at}`).toMatch(/^releases\/v2\.5\.0\b.* cannot be written: /)
        expect(answer.message).not.toContain('secret')
      } else expect(standing().join('')).not.toContain('one')
      for (const text of standing()) expect(text).toMatch(/^# .*\n\n(one|two)\n$/)
      expect(left().filter(name => name.startsWith('tmp-'))).toEqual([])
      await write('three')
      expect(standing().join('').match(/three/g), `${failed} ${at} of ${calls}`).toHaveLength(names.length)
      expect(left()).toEqual([])
    }
    expect([...refused].sort()).toEqual(['fsync', 'link', 'rename', 'unlink', 'write'])
    await wait(20)
    expect(unhandled).toEqual([])
  })
})

test('a file of our own that somebody broke is replaced', async () => {
  await write('one')
  const own = join(folder(), '.release-planner/.gitignore')
  writeFileSync(own, Buffer.from([0xff, 0xfe, 0x00]))
  await write('two')
  expect(readFileSync(own, 'utf8')).toMatch(/^# /)
  expect(standing().join('')).not.toContain('one')
})

test('a document that goes and comes back while a call is cut off between is no deletion of a person', async () => {
  await write('one')
  const machine = join(folder(), '.release-planner')
  // As a kill leaves it: the document is away, its base is not, the journal names both.
  rmSync(join(folder(), 'scope.md'))
  writeFileSync(join(machine, 'journal.json'), '{"scope.md":{"removed":true}}\n')
  await write('two')
  expect(existsSync(join(folder(), 'scope.md'))).toBe(true)
})
