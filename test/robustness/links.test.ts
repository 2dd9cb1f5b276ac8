import { spawn } from 'node:child_process'
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openWorkspace } from '../../src/workspace/workspace.ts'
import { scratchFolder } from '../support/server-process.ts'
import { long } from './support/form.ts'

const version = '2.5.0'

/** Exchanges the release's folder for a link that leads outside and back, as fast as it can. */
const attacker = `
  const fs = require('node:fs')
  const [folder, outside] = process.argv.slice(1)
  process.stdout.write('ready')
  for (;;) {
    try { fs.renameSync(folder, folder + '-real') } catch {}
    try { fs.symlinkSync(outside, folder) } catch {}
    for (const end = Date.now() + Math.random() * 3; Date.now() < end; );
    try { fs.unlinkSync(folder) } catch {}
    try { fs.renameSync(folder + '-real', folder) } catch {}
    for (const end = Date.now() + Math.random() * 3; Date.now() < end; );
  }`

test.skipIf(process.platform !== 'linux')(
  'nothing is written through a link that somebody exchanges for a folder',
  async () => {
    const root = scratchFolder()
    const outside = scratchFolder()
    writeFileSync(join(outside, 'plan.json'), '{"n": -1}\n')
    const folder = join(root, `releases/v${version}`)
    mkdirSync(folder, { recursive: true })
    const child = spawn(process.execPath, ['-e', attacker, folder, outside])
    await new Promise(ready => child.stdout.once('data', ready))
    const outcome = { written: 0, refused: 0 }
    const workspace = openWorkspace(root, { patience: 200 })
    const end = Date.now() + (long ? 60_000 : 1500)
    // As long again as it takes until both has happened.
    const met = () => outcome.written > 0 && outcome.refused > 0
    while (Date.now() < end || (!met() && Date.now() < end + 30_000)) {
      const writing = workspace.update(version, async plan => {
        await plan.inputs().catch(() => undefined)
        const documents = [['scope.md', `${outcome.written}\n`] as const, ['risks/risks.md', 'r\n'] as const]
        await plan.commit({ n: outcome.written }, await plan.merge(documents))
      })
      await writing.then(
        () => (outcome.written += 1),
        () => (outcome.refused += 1),
      )
    }
    child.kill('SIGKILL')
    expect(outcome.written).toBeGreaterThan(0)
    expect(outcome.refused).toBeGreaterThan(0)
    expect(readdirSync(outside, { recursive: true })).toEqual(['plan.json'])
  },
)
