import { PlanError } from '../errors.ts'
import type { Warning } from '../plan.ts'

/** What every command gets from the scripts, and what single ones get besides, by the variable. */
export const commandVariables = {
  all: ['VERSION', 'PREVIOUS_VERSION'],
  own: { BACKUP_FILE: ['backup', 'restore'], FLAG: ['flag_off'] },
} as const

/** @throws PlanError `positional_argument` when a command uses `$1` to `$9`: the scripts pass none, so it would be empty */
export function refusePositionals(commands: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(commands)) {
    const found = positional(text)
    if (!found) continue
    const field = `commands.${name}`
    throw new PlanError(
      'positional_argument',
      `${field} uses ${found}, but a command gets no arguments, only the variables VERSION and PREVIOUS_VERSION, BACKUP_FILE in backup and restore, FLAG in flag_off. Call write_rollback_plan again with ${field} using those; in single quotes (awk '{print $1}') it is left alone.`,
      field,
    )
  }
}

/** Commands that run over several files or flags but name none: they could hit the wrong one. */
export function ignoredVariables(commands: Readonly<Record<string, string>>, flags: number): Warning[] {
  const { own } = commandVariables
  return (Object.keys(own) as (keyof typeof own)[])
    .filter(variable => variable !== 'FLAG' || flags > 1)
    .flatMap(variable => {
      const silent = own[variable].filter(name => commands[name] && !names(commands[name], variable))
      return silent.length === 0 ? [] : [ignored(variable, silent)]
    })
}

const names = (text: string, variable: string): boolean => new RegExp(`\\b${variable}\\b`).test(text)

const ignored = (variable: keyof typeof commandVariables.own, commands: string[]): Warning => ({
  code: 'command_ignores_variable',
  message:
    variable === 'FLAG'
      ? 'commands.flag_off does not name $FLAG, but this release has several flags: its script refuses to run.'
      : `${commands.map(name => `commands.${name}`).join(' and ')} ${commands.length > 1 ? 'do' : 'does'} not name $${variable}: a file name of their own can meet the wrong file.`,
  fix: `Call write_rollback_plan with "$${variable}" in ${commands.map(name => `commands.${name}`).join(' and ')}.`,
})

/** The first `$1` to `$9` that bash would put in: not in single quotes, not escaped. */
function positional(text: string): string | undefined {
  const open: ('"' | '(')[] = []
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at]!
    const quoted = open.at(-1) === '"'
    if (character === '\\') at += 1
    else if (character === "'" && !quoted) {
      const end = text.indexOf("'", at + 1)
      if (end < 0) return undefined
      at = end
    } else if (character === '"') quoted ? open.pop() : open.push('"')
    else if (character === '(' && (!quoted || text[at - 1] === '$')) open.push('(')
    else if (character === ')' && open.at(-1) === '(') open.pop()
    const found = character === '$' ? /^\$\{?[1-9]/.exec(text.slice(at)) : null
    if (found) return `$${found[0].at(-1)}`
  }
  return undefined
}
