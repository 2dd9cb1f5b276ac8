import { mkdirSync, mkdtempSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { workspaceRoot } from '../../src/workspace/root.ts'

const base = realpathSync(mkdtempSync(join(tmpdir(), 'root-')))
for (const name of ['a', 'b', 'c', 'cwd', 'home', 'package']) mkdirSync(join(base, name))
writeFileSync(join(base, 'file'), '')
symlinkSync(join(base, 'a'), join(base, 'link'))
symlinkSync(join(base, 'home'), join(base, 'to-home'))
const at = (name: string) => join(base, name)
const defaults = { env: {}, cwd: at('cwd'), home: at('home'), packageDir: at('package') }

describe('workspaceRoot', () => {
  test('takes the first that is set', async () => {
    const env = { RELEASE_PLANNER_ROOT: at('b'), CLAUDE_PROJECT_DIR: at('c') }
    expect(await workspaceRoot({ ...defaults, root: at('a'), env })).toBe(at('a'))
    expect(await workspaceRoot({ ...defaults, env })).toBe(at('b'))
    expect(await workspaceRoot({ ...defaults, env: { ...env, RELEASE_PLANNER_ROOT: '' } })).toBe(at('c'))
    expect(await workspaceRoot(defaults)).toBe(at('cwd'))
  })

  test('is a real path, also from a relative one', async () => {
    expect(await workspaceRoot({ ...defaults, root: '../link' })).toBe(at('a'))
  })

  test.each([
    ['/', "file system's root"],
    [at('home'), 'home directory'],
    [at('to-home'), 'home directory'],
    [at('package'), 'own folder'],
    [at('missing'), 'does not exist'],
    [at('file'), 'not a folder'],
  ])('refuses %s', async (root, reason) => {
    const refused = workspaceRoot({ ...defaults, root })
    await expect(refused).rejects.toMatchObject({ code: 'invalid_root', field: '--root' })
    await expect(refused).rejects.toThrow(reason)
    await expect(refused).rejects.toThrow('RELEASE_PLANNER_ROOT')
    await expect(refused).rejects.not.toThrow(base)
  })
})
