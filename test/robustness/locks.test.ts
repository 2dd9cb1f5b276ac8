import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildSync } from 'esbuild'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openWorkspace } from '../../src/workspace/workspace.ts'
import { scratchFolder } from '../support/server-process.ts'
import { long } from './support/form.ts'

const version = '2.5.0'
const waiters = 8
let bundle: string
let root: string
const children = new Set<ChildProcessWithoutNullStreams>()

const machine = () => join(root, `releases/v${version}/.release-planner`)

/** With `hold` it keeps the lock until it is told to go on; else each line of its input is one turn in the lock. */
const contents = `
  import { rmdirSync, mkdirSync } from 'node:fs'
  import { createInterface } from 'node:readline'
  import { openWorkspace } from './src/workspace/workspace.ts'
  const [root, how] = process.argv.slice(2)
  const workspace = openWorkspace(root)
  const lines = createInterface({ input: process.stdin })
  const line = () => new Promise(resolve => lines.once('line', resolve))
  if (how === 'hold') {
    await workspace.update('${version}', async () => {
      process.stdout.write('held\\n')
      await line()
    })
    process.exit()
  }
  process.stdout.write('ready\\n')
  for await (const _ of lines) {
    let alone = true
    await workspace.update('${version}', async () => {
      try {
        mkdirSync(root + '/inside')
        await new Promise(resolve => setTimeout(resolve, 2))
        rmdirSync(root + '/inside')
      } catch {
        alone = false
      }
    })
    process.stdout.write(alone ? 'alone\\n' : 'together\\n')
  }`

beforeAll(() => {
  bundle = join(scratchFolder(), 'turns.mjs')
  const stdin = { contents, resolveDir: process.cwd() }
  buildSync({ stdin, bundle: true, platform: 'node', format: 'esm', outfile: bundle })
})
beforeEach(() => {
  root = scratchFolder()
})
afterAll(() => {
  for (const child of children) child.kill('SIGKILL')
})

async function started(how: 'hold' | 'turns') {
  const child = spawn(process.execPath, [bundle, root, how])
  children.add(child)
  const said: string[] = []
  child.stdout.on('data', (text: Buffer) => said.push(...text.toString().trim().split('\n')))
  await expect.poll(() => said.length, { timeout: 10_000, interval: 5 }).toBe(1)
  return { child, said }
}

async function millisecondsToLock(): Promise<number> {
  const began = performance.now()
  await openWorkspace(root).update(version, async () => undefined)
  return performance.now() - began
}

describe('a holder of the lock', () => {
  test('that is killed is followed within a second', async () => {
    const { child } = await started('hold')
    const waiting = openWorkspace(root).update(version, async () => performance.now())
    child.kill('SIGKILL')
    const killed = performance.now()
    expect((await waiting) - killed).toBeLessThan(1000)
    expect(await millisecondsToLock()).toBeLessThan(1000)
  })

  test('that is stopped keeps it, is named, and goes on', async () => {
    const { child } = await started('hold')
    child.kill('SIGSTOP')
    const impatient = openWorkspace(root, { patience: 200 }).update(version, async () => undefined)
    await expect(impatient).rejects.toMatchObject({ code: 'busy' })
    await expect(impatient).rejects.toThrow(`Process ${child.pid} on `)
    child.kill('SIGCONT')
    child.stdin.write('go on\n')
    expect(await millisecondsToLock()).toBeLessThan(1000)
  })

  test('that is stopped and then killed is followed within a second', async () => {
    const { child } = await started('hold')
    child.kill('SIGSTOP')
    child.kill('SIGKILL')
    expect(await millisecondsToLock()).toBeLessThan(1000)
    expect(readdirSync(machine()).filter(name => /lock|break|tmp/.test(name))).toEqual([])
  })
})

test('a dead lock that eight processes meet at once is taken over by one after the other', async () => {
  const { child: dead } = await started('hold')
  const left = readFileSync(join(machine(), 'lock'))
  dead.kill('SIGKILL')
  await new Promise(done => dead.on('close', done))
  const turns = await Promise.all(Array.from({ length: waiters }, () => started('turns')))
  const rounds = long ? 300 : 12
  for (let round = 1; round <= rounds; round += 1) {
    mkdirSync(machine(), { recursive: true })
    writeFileSync(join(machine(), 'lock'), left)
    for (const { child } of turns) child.stdin.write('turn\n')
    for (const { said } of turns) {
      await expect.poll(() => said.length, { timeout: 10_000, interval: 2 }).toBe(round + 1)
    }
  }
  for (const { said } of turns) expect(said.filter(word => word === 'together')).toEqual([])
  expect(readdirSync(machine()).filter(name => /^lock|break/.test(name))).toEqual([])
  for (const { child } of turns) child.stdin.end()
})
