import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const programs = ['bench', 'bench/support', 'scripts'].flatMap(folder =>
  readdirSync(folder)
    .filter(name => name.endsWith('.mjs'))
    .map(name => `${folder}/${name}`),
)

test.each(programs)('%s names sources that are there', program => {
  const named = readFileSync(program, 'utf8').match(/(?<=['"`/])src\/[\w/-]+\.ts\b/g) ?? []
  expect(named.filter(path => !existsSync(path))).toEqual([])
})
