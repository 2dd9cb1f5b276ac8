import { constants, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { retried } from '../../src/workspace/retried.ts'
import { openWorkspace } from '../../src/workspace/workspace.ts'

// What Windows does now and then is done here by the file system's functions on any system.

const held = vi.hoisted(() => ({ code: 'EBUSY', times: 0, met: new Map<string, number>(), passing: 0 }))

/** Fails as often as `held` says for each call with new arguments. */
const failing = vi.hoisted(() => (name: string, real: (...args: never[]) => unknown) => {
  return (...args: unknown[]) => {
    const call = () => (real as (...args: unknown[]) => unknown)(...args)
    // Windows opens no folders, and a new file has a name that nobody knows yet.
    if (name === 'open' && (Number(args[1]) & held.passing) !== 0) return call()
    const key = `${name} ${args.join(' ')}`
    const met = held.met.get(key) ?? 0
    held.met.set(key, met + 1)
    if (met >= held.times) return call()
    throw Object.assign(new Error('held'), { code: held.code })
  }
})

vi.mock('node:fs', async original => {
  const real = await original<typeof import('node:fs')>()
  return {
    ...real,
    openSync: failing('open', real.openSync),
    renameSync: failing('rename', real.renameSync),
    linkSync: failing('link', real.linkSync),
    unlinkSync: failing('unlink', real.unlinkSync),
  }
})

const system = process.platform
const on = (platform: string) => Object.defineProperty(process, 'platform', { value: platform })

beforeEach(() => {
  on('win32')
  const passing = constants.O_DIRECTORY | constants.O_CREAT
  Object.assign(held, { code: 'EBUSY', times: 0, met: new Map(), passing })
})
afterEach(() => on(system))

const refusing = (times: number, code: string) => {
  let calls = 0
  const call = async () => {
    calls += 1
    if (calls <= times) throw Object.assign(new Error(code), { code })
    return 'done'
  }
  return { call, calls: () => calls }
}

describe('a name that another program holds open for an instant', () => {
  test.each(['EPERM', 'EBUSY', 'EACCES'])('%s is tried again', async code => {
    const { call, calls } = refusing(4, code)
    expect(await retried(call)).toBe('done')
    expect(calls()).toBe(5)
  })

  test('after ten attempts the error stands', async () => {
    const { call, calls } = refusing(99, 'EBUSY')
    await expect(retried(call)).rejects.toMatchObject({ code: 'EBUSY' })
    expect(calls()).toBe(10)
  })

  test('another error, and any on another system, passes at once', async () => {
    const full = refusing(1, 'ENOSPC')
    await expect(retried(full.call)).rejects.toMatchObject({ code: 'ENOSPC' })
    on('linux')
    const denied = refusing(1, 'EPERM')
    await expect(retried(denied.call)).rejects.toMatchObject({ code: 'EPERM' })
    expect([full.calls(), denied.calls()]).toEqual([1, 1])
  })
})

describe.each(['EPERM', 'EBUSY', 'EACCES'])('a plan whose every file gives %s at first', code => {
  test('is written, changed and edited as elsewhere', async () => {
    const root = mkdtempSync(join(tmpdir(), 'retried-'))
    const write = (text: string) =>
      openWorkspace(root).update('2.5.0', async plan => {
        await plan.inputs()
        return plan.commit({ text }, await plan.merge([['scope.md', `# Scope\n\n${text}\n`]]))
      })
    await write('one')
    Object.assign(held, { code, times: 1, met: new Map() })
    expect(await write('two')).toMatchObject([{ status: 'updated', kept_edits: 0 }])
    expect([...held.met.keys()].filter(key => /^(rename|link|unlink)/.test(key)).length).toBeGreaterThan(5)
    held.times = 0
    const folder = join(root, 'releases/v2.5.0')
    expect(readFileSync(join(folder, 'scope.md'), 'utf8')).toBe('# Scope\n\ntwo\n')
    expect(readFileSync(join(folder, 'plan.json'), 'utf8')).toContain('two')
    expect(readdirSync(join(folder, '.release-planner')).sort()).toEqual(['.gitignore', 'backup', 'base'])
    rmSync(root, { recursive: true })
  })
})
