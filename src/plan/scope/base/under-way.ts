import type { PlanInputs } from '../../inputs.ts'
import type { Scope } from '../../plan.ts'

/** The planned version's latest candidate and the branch of its line, where the repository shows them. */
export function releaseUnderWay({ observed, scope }: PlanInputs): Scope['under_way'] {
  const candidate = observed?.base?.candidates?.[0]
  const branches = observed?.release_branches ?? []
  const branch = branches.find(name => name.startsWith('origin/')) ?? branches[0]
  const used = [scope?.to, observed?.repository?.branch].some(
    name => name && bare(name) === bare(branch ?? ''),
  )
  if (!candidate && (!branch || used)) return undefined
  return {
    ...(candidate ? { candidate: { tag: candidate.tag, date: candidate.date, ...next(candidate.tag) } } : {}),
    ...(branch && !used ? { branch } : {}),
  }
}

const bare = (branch: string): string => branch.replace(/^origin\//, '')

/** `rc2` after `v1.10.0-rc1`; none where the candidates are not numbered. */
function next(tag: string): { next?: string } {
  const [, word = '', number = ''] = /([A-Za-z]+[-._]?)(\d{1,6})$/.exec(tag) ?? []
  return word ? { next: `${word}${Number(number) + 1}` } : {}
}
