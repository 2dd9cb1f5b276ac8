import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { devNull, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll } from 'vitest'

const made: string[] = []

afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true })
})

export function scratchFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'history-')))
  made.push(folder)
  return folder
}

/** A repository of its own whose commits are a day apart and never depend on the machine's clock or settings. */
export function scratchRepository(at = scratchFolder()) {
  let day = 0
  const env = () => {
    const date = `${new Date(Date.UTC(2026, 0, 1 + day, 12)).toISOString().slice(0, 19)}+0200`
    const person = { GIT_AUTHOR_NAME: 'Ada Example', GIT_AUTHOR_EMAIL: 'ada@example.org' }
    const committer = { GIT_COMMITTER_NAME: 'Ada Example', GIT_COMMITTER_EMAIL: 'ada@example.org' }
    const settings = { GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: devNull, PATH: process.env.PATH }
    return { ...settings, ...person, ...committer, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date }
  }
  const git = (...args: string[]) =>
    execFileSync('git', ['-C', at, ...args], { env: env(), encoding: 'utf8' }).trim()
  const write = (files: Record<string, string>) => {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(at, path)), { recursive: true })
      writeFileSync(join(at, path), text)
    }
  }
  const commit = (
    message: string,
    files: Record<string, string> = { 'log.txt': `${day} ${message}` },
    author?: string,
  ) => {
    day += 1
    write(files)
    git('add', '-A')
    git(
      'commit',
      '-q',
      '--allow-empty',
      '-m',
      message,
      ...(author ? ['--author', `${author} <x@example.org>`] : []),
    )
    return git('rev-parse', 'HEAD')
  }
  git('init', '-q', '-b', 'main')
  return { at, git, write, commit, later: (days: number) => (day += days) }
}
