// Builds dist/: the program with all it needs in it (the package has no dependencies), split so that what a run does
// not use is not loaded, the licences of what is inside, and the JSON Schema of plan.json for editors.

import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const root = fileURLToPath(new URL('..', import.meta.url))
const common = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  logLevel: 'warning',
}

rmSync(`${root}dist`, { recursive: true, force: true })
const { metafile } = await build({
  ...common,
  entryPoints: { cli: 'src/cli.ts' },
  outdir: 'dist',
  splitting: true,
  chunkNames: 'chunks/[name]-[hash]',
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  metafile: true,
  alias: { '@modelcontextprotocol/server/_shims': './scripts/sdk-shims.mjs' },
  banner: { js: "import{createRequire as $r}from'node:module';const require=$r(import.meta.url);" },
})
chmodSync(`${root}dist/cli.js`, 0o755)
writeFileSync(`${root}dist/licenses.txt`, licenses(Object.keys(metafile.inputs)))
writeFileSync(`${root}dist/plan.schema.json`, await planSchema())

/** The licence texts of the packages that these source files come from. */
function licenses(inputs) {
  const folders = new Set(
    inputs.map(path => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0]).filter(Boolean),
  )
  return [...folders].sort().map(licence).join('\n\n')
}

function licence(folder) {
  const { name, version, license } = JSON.parse(readFileSync(`${root}${folder}/package.json`, 'utf8'))
  const file = readdirSync(`${root}${folder}`).find(entry => /^licen[cs]e/i.test(entry))
  const text =
    file && existsSync(`${root}${folder}/${file}`) ? readFileSync(`${root}${folder}/${file}`, 'utf8') : ''
  return `${name} ${version} (${license})\n\n${text.trim()}`
}

async function planSchema() {
  const contents = `
    import { planSchemaText } from './src/documents/plan-schema.ts'
    export const schema = planSchemaText()`
  const stdin = { contents, resolveDir: root, loader: 'ts' }
  const { outputFiles } = await build({ ...common, stdin, write: false })
  const code = Buffer.from(outputFiles[0].contents).toString('base64')
  return (await import(`data:text/javascript;base64,${code}`)).schema
}
