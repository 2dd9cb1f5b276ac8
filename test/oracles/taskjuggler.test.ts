import { spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { scratchFolder } from '../support/scratch.ts'
import { ownDays, randomProjects, taskJugglerDays } from '../support/taskjuggler.ts'

const hasTaskJuggler = spawnSync('tj3', ['--version']).status === 0

test('TaskJuggler is there in CI', () => {
  if (process.env.CI === 'true') expect(hasTaskJuggler).toBe(true)
})

// 200 projects take ten seconds: bench/taskjuggler.mjs.
describe.runIf(hasTaskJuggler)('TaskJuggler agrees on every first and last day', () => {
  test('of projects with own working weeks, holidays, absences and lags', () => {
    const projects = randomProjects(30, 1)
    const theirs = taskJugglerDays(projects, scratchFolder())
    const { staffed, network } = ownDays(projects)
    expect(staffed.size).toBeGreaterThan(100)
    expect(network.size).toBeGreaterThan(40)
    expect(staffed).toEqual(only(theirs, staffed))
    expect(network).toEqual(only(theirs, network))
  })
})

const only = <T>(days: ReadonlyMap<string, T>, wanted: ReadonlyMap<string, T>) =>
  new Map([...wanted.keys()].map(id => [id, days.get(id)]))
