import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { buildSync } from 'esbuild'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openWorkspace, type Workspace } from '../../src/workspace/workspace.ts'

const V = '2.5.0'
const FOLDER = `releases/v${V}`
const SCOPE = '# Scope\n\nDate: 1 May\n\nEnd\n'
let root: string
let workspace: Workspace

afterEach(() => rmSync(root, { recursive: true, force: true }))

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'workspace-')))
  workspace = openWorkspace(root)
})

const at = (path: string) => join(root, FOLDER, path)
const text = (path: string) => readFileSync(at(path), 'utf8')
const put = (path: string, content: string) => {
  mkdirSync(dirname(at(path)), { recursive: true })
  writeFileSync(at(path), content)
}
const write = (documents: [string, string][], inputs: unknown = { date: '2026-05-01' }) =>
  workspace.update(V, async plan => {
    await plan.inputs()
    return plan.commit(inputs, await plan.merge(documents))
  })
const files = () =>
  readdirSync(at('.'), { recursive: true, encoding: 'utf8' })
    .filter(path => statSync(at(path)).isFile())
    .sort()

describe('a plan', () => {
  test('is written and read back', async () => {
    const written = await write([
      ['scope.md', SCOPE],
      ['rollback/scripts/undo.sh', '#!/bin/sh\n'],
    ])
    expect(written.map(({ path, status }) => [path, status])).toEqual([
      ['scope.md', 'created'],
      ['rollback/scripts/undo.sh', 'created'],
    ])
    expect(files()).toEqual([
      '.release-planner/.gitignore',
      '.release-planner/base/rollback/scripts/undo.sh',
      '.release-planner/base/scope.md',
      'plan.json',
      'rollback/scripts/undo.sh',
      'scope.md',
    ])
    expect(text('plan.json')).toBe('{\n  "date": "2026-05-01"\n}\n')
    expect(statSync(at('rollback/scripts/undo.sh')).mode & 0o777).toBe(0o755)
    expect(await workspace.plans()).toEqual([V])
    await workspace.read(V, async plan => {
      expect(await plan.inputs()).toEqual({ date: '2026-05-01' })
      expect((await plan.documents()).get('scope.md')).toEqual({ base: SCOPE, disk: SCOPE })
    })
  })

  test('stays untouched when nothing changed', async () => {
    await write([['scope.md', SCOPE]])
    const times = files().map(path => statSync(at(path)).mtimeMs)
    const [document] = await write([['scope.md', SCOPE]])
    expect(document?.status).toBe('unchanged')
    expect(files().map(path => statSync(at(path)).mtimeMs)).toEqual(times)
  })

  test('takes changes over, keeps edits and the mode, remembers a deletion', async () => {
    await write([
      ['scope.md', SCOPE],
      ['gone.md', 'gone\n'],
    ])
    put('scope.md', `${SCOPE}A note\n`)
    chmodSync(at('scope.md'), 0o600)
    rmSync(at('gone.md'))
    const written = await write([
      ['scope.md', SCOPE.replace('1 May', '8 May')],
      ['gone.md', 'gone again\n'],
    ])
    expect(written).toMatchObject([
      { path: 'scope.md', status: 'updated', kept_edits: 1 },
      { path: 'gone.md', status: 'unchanged', deleted: true },
    ])
    expect(text('scope.md')).toBe(`${SCOPE.replace('1 May', '8 May')}A note\n`)
    expect(statSync(at('scope.md')).mode & 0o777).toBe(0o600)
    expect(existsSync(at('gone.md'))).toBe(false)
  })

  test('loses the documents it no longer has, unless they were edited', async () => {
    await write([
      ['messages/a.md', 'a\n'],
      ['messages/b/c.md', 'c\n'],
      ['kept.md', 'k\n'],
    ])
    put('kept.md', 'k\nmine\n')
    const written = await write([])
    expect(written.map(({ path, status }) => [path, status])).toEqual([
      ['kept.md', 'unchanged'],
      ['messages/a.md', 'removed'],
      ['messages/b/c.md', 'removed'],
    ])
    expect(existsSync(at('messages'))).toBe(false)
    expect(text('kept.md')).toBe('k\nmine\n')
  })

  test('a failing call leaves nothing behind', async () => {
    const failing = workspace.update(V, async () => {
      throw new Error('refused')
    })
    await expect(failing).rejects.toThrow('refused')
    expect(readdirSync(root)).toEqual([])
  })

  test('a person who saves between merge and commit loses nothing', async () => {
    await write([['scope.md', SCOPE]])
    const written = await workspace.update(V, async plan => {
      const merged = await plan.merge([['scope.md', SCOPE.replace('1 May', '8 May')]])
      put('scope.md', SCOPE.replace('End', 'Mine'))
      return plan.commit({}, merged)
    })
    expect(written).toMatchObject([{ status: 'updated', kept_edits: 1 }])
    expect(text('scope.md')).toBe(SCOPE.replace('1 May', '8 May').replace('End', 'Mine'))
    await workspace.update(V, async plan => {
      const merged = await plan.merge([['scope.md', SCOPE]])
      rmSync(at('scope.md'))
      expect(await plan.commit({}, merged)).toMatchObject([{ deleted: true }])
    })
    expect(existsSync(at('scope.md'))).toBe(false)
  })

  test('a document deleted between merge and commit stays so, and nothing staged is left', async () => {
    await write([['scope.md', SCOPE]])
    await workspace.update(V, async plan => {
      await plan.inputs()
      const merged = await plan.merge([['scope.md', SCOPE.replace('1 May', '2 May')]])
      rmSync(at('scope.md'))
      return plan.commit({ date: '2026-05-02' }, merged)
    })
    expect(files().filter(path => path === 'scope.md' || path.includes('tmp-'))).toEqual([])
  })

  test('is not written over a plan.json edited meanwhile', async () => {
    await write([])
    const overtaken = workspace.update(V, async plan => {
      await plan.inputs()
      put('plan.json', '{}')
      return plan.commit({ mine: 1 }, await plan.merge([['scope.md', SCOPE]]))
    })
    await expect(overtaken).rejects.toMatchObject({ code: 'plan_changed' })
    expect(files().filter(path => !path.endsWith('.gitignore'))).toEqual(['plan.json'])
  })
})

describe('after a killed commit', () => {
  const journal = (disk: string, base: string) => {
    const text_sha256 = createHash('sha256').update(disk).digest('hex')
    put('.release-planner/journal.json', JSON.stringify({ 'scope.md': { text_sha256, base } }))
  }

  test('a document whose base was not written yet is not taken for edited', async () => {
    const second = SCOPE.replace('1 May', '8 May')
    await write([['scope.md', SCOPE]])
    put('scope.md', second)
    journal(second, second)
    const third = SCOPE.replace('1 May', '9 May')
    expect(await workspace.update(V, async plan => plan.interrupted)).toEqual(['scope.md'])
    expect(await workspace.update(V, async plan => plan.interrupted)).toEqual([])
    expect(await write([['scope.md', third]])).toMatchObject([{ status: 'updated', kept_edits: 0 }])
    expect(text('scope.md')).toBe(third)
    expect(files()).not.toContain('.release-planner/journal.json')
  })

  test('the same holds when a person edited it since', async () => {
    const second = SCOPE.replace('1 May', '8 May')
    await write([['scope.md', SCOPE]])
    put('.release-planner/backup/scope.md', SCOPE)
    put('scope.md', `${second}mine\n`)
    journal(second, second)
    const third = SCOPE.replace('1 May', '9 May')
    expect(await write([['scope.md', third]])).toMatchObject([{ kept_edits: 1, conflicts: [] }])
    expect(text('scope.md')).toBe(`${third}mine\n`)
  })

  test('a document moved away and not replaced comes back', async () => {
    await write([['scope.md', SCOPE]])
    const edited = `${SCOPE}mine\n`
    rmSync(at('scope.md'))
    put('.release-planner/backup/scope.md', edited)
    put('.release-planner/tmp-0123456789abcdef', 'half')
    journal('x', 'x')
    const seen = await workspace.read(V, plan => plan.documents())
    expect(seen.get('scope.md')?.disk).toBe(edited)
    await write([['scope.md', SCOPE]])
    expect(text('scope.md')).toBe(edited)
    expect(files().filter(path => path.includes('tmp-'))).toEqual([])
  })
})

describe('refusals', () => {
  test('broken JSON, with its place', async () => {
    put('plan.json', '{\n  "a": 1,,\n}\n')
    const reading = write([['scope.md', SCOPE]])
    await expect(reading).rejects.toMatchObject({ code: 'broken_plan', field: `${FOLDER}/plan.json:2:10` })
    await expect(reading).rejects.toThrow('line 2, column 10: expected a field name in double quotes')
    expect(text('plan.json')).toBe('{\n  "a": 1,,\n}\n')
    expect(files()).toEqual(['plan.json'])
  })

  test.each([
    'releases',
    FOLDER,
    `${FOLDER}/risks`,
    `${FOLDER}/.release-planner`,
  ])('a symbolic link at %s', async link => {
    const outside = realpathSync(mkdtempSync(join(tmpdir(), 'outside-')))
    mkdirSync(dirname(join(root, link)), { recursive: true })
    symlinkSync(outside, join(root, link))
    const writing = write([['risks/risks.md', 'r\n']])
    await expect(writing).rejects.toMatchObject({ code: 'symbolic_link', field: link })
    await expect(writing).rejects.not.toThrow(root)
    expect(readdirSync(outside)).toEqual([])
  })

  test('a document that is a link, a folder or not UTF-8', async () => {
    await write([])
    writeFileSync(join(root, 'secret'), 'secret')
    symlinkSync(join(root, 'secret'), at('scope.md'))
    await expect(write([['scope.md', SCOPE]])).rejects.toMatchObject({ code: 'symbolic_link' })
    rmSync(at('scope.md'))
    mkdirSync(at('scope.md'))
    await expect(write([['scope.md', SCOPE]])).rejects.toMatchObject({ code: 'not_readable' })
    rmSync(at('scope.md'), { recursive: true })
    writeFileSync(at('scope.md'), Buffer.from([0x61, 0xff]))
    await expect(write([['scope.md', SCOPE]])).rejects.toThrow(`${FOLDER}/scope.md is not UTF-8`)
  })

  test.each([
    '../x.md',
    '/x.md',
    'a/../../x',
    'a//b',
    'a\0b',
    'plan.json',
    '.release-planner/lock',
    'c:x',
  ])('the path %j', async path => {
    await expect(write([[path, 'x']])).rejects.toMatchObject({ code: 'invalid_path' })
    expect(readdirSync(root)).toEqual([])
  })

  test.each(['../2', '2/../..', 'v2.5.0', '', '2..', '2\n'])('the version %j', async version => {
    await expect(workspace.update(version, async () => 1)).rejects.toMatchObject({ code: 'invalid_version' })
  })

  test('a file where a folder is needed changes nothing', async () => {
    await write([['scope.md', SCOPE]])
    put('risks', 'a file')
    const writing = write([
      ['scope.md', 'new\n'],
      ['risks/risks.md', 'r\n'],
    ])
    await expect(writing).rejects.toMatchObject({ code: 'not_writable', field: `${FOLDER}/risks` })
    expect(text('scope.md')).toBe(SCOPE)
    expect(text('plan.json')).toContain('2026-05-01')
    expect(files().filter(path => /tmp-|lock|journal/.test(path))).toEqual([])
  })

  test('a folder that differs only by the case of letters is refused before anything is made', async () => {
    mkdirSync(join(root, 'releases/v2.5.0-RC.1'), { recursive: true })
    const updating = workspace.update('2.5.0-rc.1', async () => 1)
    await expect(updating).rejects.toMatchObject({ code: 'version_twin', field: 'version' })
    await expect(updating).rejects.toThrow('releases/v2.5.0-RC.1')
    await expect(workspace.read('2.5.0-rc.1', async () => 1)).rejects.toMatchObject({ code: 'version_twin' })
    expect(readdirSync(join(root, 'releases'))).toEqual(['v2.5.0-RC.1'])
    expect(await workspace.update('2.5.0-RC.1', async () => 1)).toBe(1)
  })

  test('releases as a file', async () => {
    writeFileSync(join(root, 'releases'), '')
    await expect(write([])).rejects.toMatchObject({ code: 'not_writable', field: 'releases' })
  })

  test.skipIf(process.getuid?.() === 0)('a read-only folder is read but not written', async () => {
    await write([['scope.md', SCOPE]])
    for (const folder of ['.release-planner', '.']) chmodSync(at(folder), 0o555)
    try {
      const merged = await workspace.read(V, plan => plan.merge([['scope.md', 'new\n']]))
      expect(merged).toMatchObject([{ status: 'updated' }])
      await expect(write([['scope.md', 'new\n']])).rejects.toMatchObject({ code: 'not_writable' })
    } finally {
      for (const folder of ['.', '.release-planner']) chmodSync(at(folder), 0o755)
    }
  })

  test('reading writes nothing, not even for a plan that is missing', async () => {
    const seen = await workspace.read(V, async plan => {
      await expect(plan.commit({}, [])).rejects.toThrow('reading')
      return [await plan.inputs(), (await plan.documents()).size, await plan.merge([['a.md', 'a\n']])]
    })
    expect(seen).toMatchObject([undefined, 0, [{ status: 'created', text: 'a\n' }]])
    expect(readdirSync(root)).toEqual([])
    expect(await workspace.plans()).toEqual([])
  })
})

describe('the lock', () => {
  const count = (space: Workspace) =>
    space.update(V, async plan => {
      const { n } = ((await plan.inputs()) ?? { n: 0 }) as { n: number }
      await plan.commit({ n: n + 1 }, await plan.merge([['n.md', `${n + 1}\n`]]))
    })

  test('serialises one process', async () => {
    const other = openWorkspace(root)
    await Promise.all(Array.from({ length: 8 }, (_, i) => count(i % 2 ? workspace : other)))
    expect([text('plan.json'), text('n.md')]).toEqual(['{\n  "n": 8\n}\n', '8\n'])
  })

  test('of a dead process is taken over, of a living one respected', async () => {
    const child = spawn(process.execPath, ['-e', ''])
    await new Promise(done => child.on('exit', done))
    let own = {}
    await workspace.update(V, async () => {
      own = JSON.parse(text('.release-planner/lock'))
    })
    const held = (change: object) => put('.release-planner/lock', JSON.stringify({ ...own, ...change }))
    held({ pid: child.pid })
    await count(workspace)
    held({ started: '1' })
    await count(workspace)
    held({ started: 'x', host: 'elsewhere' })
    const waiting = openWorkspace(root, { patience: 50 }).update(V, async () => 1)
    await expect(waiting).rejects.toMatchObject({ code: 'busy', field: `${FOLDER}/.release-planner/lock` })
    await expect(waiting).rejects.toThrow(`Process ${process.pid} on elsewhere`)
    expect(files().filter(path => /lock-|break/.test(path))).toEqual([])
  })

  test('who waits in front but never asks, for being stopped, holds nobody up', async () => {
    let own = {}
    await workspace.update(V, async () => {
      own = JSON.parse(text('.release-planner/lock'))
    })
    // The parent of this process is alive, and its file is older than ours will be.
    const queued = '.release-planner/lock-0123456789abcdef'
    put(queued, JSON.stringify({ ...own, pid: process.ppid, started: '', token: '0123456789abcdef' }))
    utimesSync(at(queued), 1, 1)
    const began = performance.now()
    await count(workspace)
    expect(performance.now() - began).toBeLessThan(1500)
    expect(text('n.md')).toBe('1\n')
    symlinkSync('/dev/null', at('.release-planner/lock'))
    await expect(count(workspace)).rejects.toMatchObject({
      code: 'symbolic_link',
      field: `${FOLDER}/.release-planner/lock`,
    })
  })

  test('serialises processes, also when one of them is killed', async () => {
    const bundle = join(root, 'count.mjs')
    buildSync({
      stdin: {
        contents: `import { openWorkspace } from './src/workspace/workspace.ts'
          const workspace = openWorkspace(${JSON.stringify(root)})
          for (let i = 0; i < Number(process.argv[2]); i++) {
            await workspace.update('${V}', async plan => {
              const { n } = (await plan.inputs()) ?? { n: 0 }
              await plan.commit({ n: n + 1 }, await plan.merge([['n.md', n + 1 + '\\n']]))
            })
            process.stdout.write('.')
          }`,
        resolveDir: process.cwd(),
      },
      bundle: true,
      platform: 'node',
      format: 'esm',
      outfile: bundle,
    })
    const started = (times: number) => {
      const child = spawn(process.execPath, [bundle, String(times)])
      const done = new Promise<{ code: number | null; acknowledged: number }>(resolve => {
        let acknowledged = 0
        child.stdout.on('data', data => {
          acknowledged += data.length
        })
        child.on('close', code => resolve({ code, acknowledged }))
      })
      return { child, done }
    }
    const killed = started(10_000)
    const counting = [started(50), started(50)]
    setTimeout(() => killed.child.kill('SIGKILL'), 300)
    const results = await Promise.all(counting.map(({ done }) => done))
    expect(results).toEqual([
      { code: 0, acknowledged: 50 },
      { code: 0, acknowledged: 50 },
    ])
    const { acknowledged } = await killed.done
    const { n } = JSON.parse(text('plan.json'))
    expect(n - 100 - acknowledged).toBeGreaterThanOrEqual(0)
    expect(n - 100 - acknowledged).toBeLessThanOrEqual(1)
    expect(text('n.md')).toBe(`${n}\n`)
  })
})
