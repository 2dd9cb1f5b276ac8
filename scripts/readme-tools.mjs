// Writes the table of tools in README.md from the registry; --check writes nothing and fails when the table is old.

import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'

const root = fileURLToPath(new URL('..', import.meta.url))
const readme = `${root}README.md`
const [begin, end] = ['<!-- tools: written by scripts/readme-tools.mjs -->', '<!-- /tools -->']

const text = readFileSync(readme, 'utf8')
const [before, rest] = text.split(begin)
const after = rest?.split(end)[1]
if (after === undefined) throw new Error(`README.md has lost its lines ${begin} and ${end}`)
const now = `${before}${begin}\n${table(await registry())}\n${end}${after}`

if (!process.argv.includes('--check')) writeFileSync(readme, now)
else if (now !== text) {
  console.error('The table of tools in README.md is old: run npm run docs')
  process.exitCode = 1
}

/** The tools import what is beside the package, so they are bundled to a file inside it. */
async function registry() {
  const outfile = `${root}node_modules/.cache/readme-tools/tools.mjs`
  await build({
    absWorkingDir: root,
    entryPoints: ['src/tools/index.ts'],
    bundle: true,
    outfile,
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
    banner: { js: "import{createRequire as $r}from'node:module';const require=$r(import.meta.url);" },
  })
  return (await import(pathToFileURL(outfile))).tools
}

function table(tools) {
  const rows = tools.map(({ name, description, readOnly }) => {
    const sentence = /^.*?\.(?= )/s.exec(description)?.[0] ?? description
    return `| \`${name}\` | ${sentence.replaceAll('|', '\\|')} | ${readOnly ? 'no' : 'yes'} |`
  })
  return ['| Tool | What it does | Writes |', '|---|---|---|', ...rows].join('\n')
}
