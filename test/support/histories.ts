import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { devNull } from 'node:os'
import { join } from 'node:path'
import { scratchFolder } from './scratch.ts'

const FIRST = Date.UTC(2024, 0, 1, 12) / 1000
const DAY = 86_400

type Written = { on?: string; files?: Record<string, string>; merge?: number; days?: number }

/** What one history is made of; every commit and tag is a day later than the one before. */
export type History = {
  /** A commit on a branch (`main`), with a file of its own unless `files` are given; its mark. */
  commit: (message: string, how?: Written) => number
  /** A branch at a commit. */
  branch: (name: string, at: number) => void
  /** A lightweight tag at a commit (the last one), or with `on` an annotated one made that many days later. */
  tag: (name: string, at?: number, annotated?: { after: number }) => void
  later: (days: number) => void
  /** HEAD: a branch (`main`) or a commit. */
  head: (at: string | number) => void
}

/** A bare repository made of a history by one `git fast-import`, the same at every run; the folder and the commits by mark. */
export function importedHistory(write: (history: History) => void): { at: string; ids: string[] } {
  const at = scratchFolder()
  for (const folder of ['objects', 'refs']) mkdirSync(join(at, folder))
  writeFileSync(join(at, 'config'), '[core]\n\trepositoryformatversion = 0\n\tbare = true\n')
  writeFileSync(join(at, 'HEAD'), 'ref: refs/heads/main\n')
  const { script, head } = scriptOf(write)
  const env = { GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: devNull, PATH: process.env.PATH }
  execFileSync('git', ['-C', at, 'fast-import', '--quiet', `--export-marks=${join(at, 'marks')}`], {
    input: script,
    env,
  })
  const ids = marksOf(readFileSync(join(at, 'marks'), 'utf8'))
  writeFileSync(join(at, 'HEAD'), typeof head === 'string' ? `ref: refs/heads/${head}\n` : `${ids[head]}\n`)
  return { at, ids }
}

function marksOf(text: string): string[] {
  const ids: string[] = []
  for (const line of text.split('\n')) {
    const [mark, id = ''] = line.split(' ')
    if (mark) ids[Number(mark.slice(1))] = id
  }
  return ids
}

/** A path as fast-import takes it: everything but plain letters in octal. */
function quoted(path: string): string {
  const octal = (byte: number) => `\\${byte.toString(8).padStart(3, '0')}`
  const bytes = [...Buffer.from(path)].map(byte =>
    byte > 0x7e || byte < 0x20 || byte === 0x22 || byte === 0x5c ? octal(byte) : String.fromCharCode(byte),
  )
  return `"${bytes.join('')}"`
}

function scriptOf(write: (history: History) => void): { script: string; head: string | number } {
  const lines: string[] = []
  const tips = new Map<string, number>()
  let day = 0
  let mark = 0
  let head: string | number = 'main'
  const person = () => `Ada Example <ada@example.org> ${FIRST + day * DAY} +0000`
  const data = (text: string) => `data ${Buffer.byteLength(text)}\n${text}`
  write({
    commit(message, { on = 'main', files = { [`${message}.txt`]: `${message}\n` }, merge, days = 1 } = {}) {
      day += days
      mark += 1
      lines.push(`commit refs/heads/${on}`, `mark :${mark}`, `committer ${person()}`, data(message))
      const tip = tips.get(on)
      if (tip) lines.push(`from :${tip}`)
      if (merge) lines.push(`merge :${merge}`)
      for (const [path, text] of Object.entries(files))
        lines.push(`M 100644 inline ${quoted(path)}`, data(text))
      tips.set(on, mark)
      return mark
    },
    branch(name, at) {
      tips.set(name, at)
      lines.push(`reset refs/heads/${name}`, `from :${at}`, '')
    },
    tag(name, at = mark, annotated) {
      if (!annotated) lines.push(`reset refs/tags/${name}`, `from :${at}`, '')
      else {
        const tagger = `Ada Example <ada@example.org> ${FIRST + (day + annotated.after) * DAY} +0000`
        lines.push(`tag ${name}`, `from :${at}`, `tagger ${tagger}`, data(name))
      }
    },
    later: days => {
      day += days
    },
    head: at => {
      head = at
    },
  })
  return { script: `${lines.join('\n')}\n`, head }
}
