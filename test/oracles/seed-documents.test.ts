import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { checked, rules } from '../../src/plan/review/checks/checks.ts'
import { scratchFolder } from '../support/scratch.ts'

/** A prompt for agents whose shell functions write release documents: its path, not part of this repository. */
const seed = process.env.RELEASE_PLANNER_SEED

/** Why a check cannot fire on documents, or has nothing to fire on in these. */
const notShown: Record<string, string> = {
  T8: 'the other values stand in other handbooks, not in these documents',
  D18: 'no weekday is printed, and every date exists',
  D19: 'no range ends before it begins',
  D20: 'the steps are in the order of the clock',
  P9: 'nobody has a name',
  P10: 'no table has a total',
  M1: 'the version is given without v here',
}

const functions = [
  'initialize_release_plan',
  'gather_release_scope',
  'conduct_risk_assessment',
  'select_deployment_strategy',
  'create_release_schedule',
  'allocate_resources',
  'create_rollback_plan',
]

/** The shell functions of the prompt, here documents and all. */
function functionsOf(prompt: string): string {
  const kept: string[] = []
  let inside = false
  let until: string | undefined
  for (const line of prompt.split('\n')) {
    inside ||= /^[a-z_]+\(\) \{$/.test(line)
    if (!inside) continue
    kept.push(line)
    if (until !== undefined) until = line === until ? undefined : until
    else if (/<<'?\w+/.test(line)) until = /<<'?(\w+)/.exec(line)![1]
    else if (line === '}') inside = false
  }
  return kept.join('\n')
}

function rendered(prompt: string): { path: string; text: string }[] {
  const folder = scratchFolder()
  const calls = functions.map(name => `${name} 2.5.0 2025-02-15`).join('\n')
  execFileSync('bash', ['-c', `${functionsOf(prompt)}\n${calls}`], { cwd: folder, stdio: 'ignore' })
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(path => path.endsWith('.md'))
    .map(path => ({ path, text: readFileSync(join(folder, path), 'utf8') }))
}

if (seed === undefined || !existsSync(seed)) {
  process.stderr.write('SKIPPED seed documents: RELEASE_PLANNER_SEED names no file\n')
}

describe.runIf(seed !== undefined && existsSync(seed))('documents that the seed prompt writes', () => {
  test('show each defect that documents can show', () => {
    const found = checked(rendered(readFileSync(seed!, 'utf8')))
    const table = rules.map(({ id, finds }) => {
      const first = found.find(finding => finding.id === id)
      return `${id.padEnd(4)} ${first ? `${first.path}:${first.line} "${first.says}"` : `not found: ${notShown[id]}`} (${finds})`
    })
    process.stdout.write(`${table.join('\n')}\n`)
    const missing = rules.map(({ id }) => id).filter(id => !found.some(finding => finding.id === id))
    expect(missing.toSorted()).toEqual(Object.keys(notShown).toSorted())
  })
})
