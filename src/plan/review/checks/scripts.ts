import type { Block, Corpus, Line } from './markdown.ts'
import type { Found, Rule } from './rule.ts'

const isShell = ({ language }: Block): boolean => /^(?:bash|sh|shell|zsh)$/.test(language)

const shellBlocks = ({ blocks }: Corpus): Block[] => blocks.filter(isShell)

const bare = (text: string): string => text.replace(/(^|\s)#.*$/, '').trim()

/** The lines of `if … fi` that begin at `start`, without those of inner ones. */
function branchesOf(lines: readonly Line[], start: number): Line[][] {
  const branches: Line[][] = [[]]
  let depth = 0
  for (const line of lines.slice(start)) {
    const text = bare(line.text)
    if (/^if\b/.test(text)) depth++
    if (depth === 1 && /^(?:else|elif)\b/.test(text)) branches.push([])
    if (/^fi\b/.test(text) && --depth === 0) break
    branches.at(-1)!.push(line)
  }
  return branches
}

const stops = (lines: readonly Line[]): boolean =>
  lines.some(({ text }) => /\b(?:exit|return|die|abort|fail)\b/.test(bare(text)))
const trouble = /\b(?:error|critical|fail\w*|corrupt\w*|persist|elevated|unhealthy)\b/i
const success = /\b(?:complete|success\w*|done)\b|✓|✅/i

/** A check fails, the script goes on and reports success. */
function goesOnAfterFailure(corpus: Corpus): Found[] {
  return shellBlocks(corpus).flatMap(({ lines }): Found[] =>
    lines.flatMap((line, n): Found[] => {
      if (!/^if !/.test(bare(line.text))) return []
      const [failed] = branchesOf(lines, n)
      const end = lines
        .slice(n + failed!.length)
        .find(({ text }) => /^echo\b/.test(bare(text)) && success.test(text) && !trouble.test(text))
      return !stops(failed!) && failed!.slice(1).some(({ text }) => trouble.test(text)) && end
        ? [[line, 'when this check fails the script goes on and says that it is done', end]]
        : []
    }),
  )
}

/** A branch that tells of trouble ends with the exit code of success. */
function troubleWithoutFailure(corpus: Corpus): Found[] {
  return shellBlocks(corpus).flatMap(({ lines }): Found[] =>
    lines.flatMap((line, n): Found[] => {
      if (!/^if\b/.test(bare(line.text)) || /^if !/.test(bare(line.text))) return []
      const [, ...others] = branchesOf(lines, n)
      return others.flatMap((branch): Found[] => {
        const told = branch.find(
          ({ text }) => /\b(?:echo|alert\w*|notify\w*)\b/.test(text) && trouble.test(text),
        )
        return told && !stops(branch)
          ? [
              [
                told,
                `it is not back to normal and the script ends as if it were${/\bbc\b/.test(line.text) ? '; a measurement that is missing is not noticed either' : ''}`,
                line,
              ],
            ]
          : []
      })
    }),
  )
}

const leastCommands = 5

function notStrict(corpus: Corpus): Found[] {
  const strict = /\bset -[a-z]*e|\bset -o errexit\b|^#!.*\s-[a-z]*e/
  return shellBlocks(corpus).flatMap(({ lines }): Found[] => {
    const commands = lines.filter(({ text }) => bare(text) !== '')
    const [first] = lines
    const loose = commands.length >= leastCommands && !lines.some(({ text }) => strict.test(text))
    const open = commands.find(
      ({ text }) =>
        /(?:^|\s)\$\{?[A-Z_]{3,}\}?(?:\s|$)/.test(bare(text).replace(/"[^"]*"/g, '')) && !/\[\[/.test(text),
    )
    return [
      ...(loose && first && /^#!/.test(first.text)
        ? [[first, 'a failing command does not stop it: no set -euo pipefail'] as Found]
        : []),
      ...(open ? [[open, 'a variable without quotes is split at its blanks'] as Found] : []),
    ]
  })
}

const builtIn =
  /^(?:npm_|docker_|git_|read_|set_|pg_dump|pg_restore|pg_isready|apt_|if|then|else|fi|for|do|done|while|case|esac)/

/** Names that look like functions of the plan's own, and that nothing defines. */
function undefinedCommands(corpus: Corpus): Found[] {
  const shell = shellBlocks(corpus).flatMap(({ lines }) => lines)
  const defined = new Set(
    shell.flatMap(({ text }) => /^\s*(?:function\s+)?([a-z]\w*)\s*\(\)/.exec(text)?.[1] ?? []),
  )
  const called = new Map<string, Line>()
  for (const line of shell) {
    const text = bare(line.text)
    for (const [, name] of text.matchAll(
      /(?:^|[!&|;]\s*|\bif !?\s*|\$\()([a-z]+(?:_[a-z0-9]+)+)\b(?!\s*[=(])/g,
    )) {
      if (!defined.has(name!) && !builtIn.test(name!) && !called.has(name!)) called.set(name!, line)
    }
  }
  const names = [...called.keys()]
  const [first] = called.values()
  return first && names.length > 2
    ? [[first, `${names.length} commands are called that nothing defines: ${names.slice(0, 4).join(', ')} …`]]
    : []
}

/** The measurement after a switch is that of before it. */
function measuredTooSoon(corpus: Corpus): Found[] {
  return shellBlocks(corpus).flatMap(({ lines }): Found[] =>
    lines.flatMap((line, n): Found[] => {
      const seconds = Number(/^sleep (\d+)s?$/.exec(bare(line.text))?.[1] ?? Number.NaN)
      const measured = lines.slice(n + 1, n + 4).find(({ text }) => /error_?rate|latency/i.test(text))
      return seconds < 60 && measured
        ? [[line, `${seconds} s after the switch a rate still shows what was before it`, measured]]
        : []
    }),
  )
}

export const scriptRules: Rule[] = [
  { id: 'R1', finds: 'scripts that go on after a failed check', check: goesOnAfterFailure },
  { id: 'R2', finds: 'scripts that end well although it is not', check: troubleWithoutFailure },
  { id: 'R3', finds: 'scripts that no failing command stops, open variables', check: notStrict },
  { id: 'R4', finds: 'commands that nothing defines', check: undefinedCommands },
  { id: 'R5', finds: 'measuring right after the switch', check: measuredTooSoon },
]
