import { given, observed } from '../../basis.ts'
import type { PlanInputs } from '../../inputs.ts'
import type { Kind } from '../../kinds/profile.ts'
import type { Scope } from '../../plan.ts'
import type { ApiChange, ObservedFragment } from '../observation.ts'
import { isOfOthers } from '../product/packages.ts'
import { mayBreak } from '../product/runtime-floors.ts'
import { isCommit } from './ids.ts'
import { newsOf } from './news-words.ts'
import type { ShippedChange } from './shipped.ts'

const MOST_MAY_BREAK = 12

/** What a breaking change's footer says; a mark in the subject alone says only that it breaks. */
export function migrationOf({ breaking, title, subject }: ShippedChange): { migration?: string } {
  const bare = (text: string) => text.replace(/\s*\(#\d+\)$/, '').toLowerCase()
  if (!breaking || [title, subject].some(text => bare(text).endsWith(bare(breaking)))) return {}
  return { migration: breaking }
}

/** What breaks: said by the caller, marked in commits, told in fragments, seen in descriptions of interfaces. */
export function breakingChanges(
  inputs: PlanInputs,
  kind: Kind,
  changes: ShippedChange[],
  fragments: ObservedFragment[],
): Scope['breaking'] {
  const told = inputs.scope?.items ?? []
  const items = told.filter(item => item.breaking)
  const compatible = told.filter(item => item.breaking === false)
  const commits = changes.filter(
    change => change.breaking !== undefined && !told.some(({ id }) => isCommit(change, id)),
  )
  return [
    ...items.map(item => ({
      title: item.title ?? item.id,
      why: item.migration ?? item.description ?? 'said to be breaking',
      basis: given(item.id, 'gather_scope').basis,
    })),
    ...commits.map(change => ({
      title: change.title,
      commit: change.commit,
      why: migrationOf(change).migration ?? 'marked as breaking; what to change is not said',
      basis: observed(change.commit, change.told_in ?? `commit ${change.commit.slice(0, 8)}`).basis,
      ...(isOfOthers(inputs, change.packages) ? { others: true as const } : {}),
      ...(isForDevelopment(change, inputs) ? { development: true as const } : {}),
    })),
    ...fragments
      .filter(({ breaking, commit }) => breaking && !commits.some(change => change.commit === commit))
      .map(({ path, text, packages }) => ({
        title: text,
        why: packages?.length ? `major step of ${packages.join(', ')}` : 'told as breaking',
        basis: observed(path, path).basis,
        ...(isOfOthers(inputs, packages) ? { others: true as const } : {}),
      })),
    ...apiBreaks(inputs, kind, commits).filter(
      ({ file }) => !compatible.some(({ id, title }) => [id, title].includes(file)),
    ),
  ].map(({ file: _file, ...change }: Scope['breaking'][number] & { file?: string }) => change)
}

const MOST_NAMED = 4

/** One entry a file, so that a description with forty changes does not hide the rest; nothing that a commit tells already. */
function apiBreaks(
  inputs: PlanInputs,
  kind: Kind,
  commits: readonly ShippedChange[],
): (Scope['breaking'][number] & { file: string })[] {
  const byFile = new Map<string, ApiChange[]>()
  for (const change of inputs.observed?.range?.api ?? [])
    if (change.breaking && promises(change, kind) && !commits.some(commit => isToldBy(commit, change)))
      byFile.set(change.file, [...(byFile.get(change.file) ?? []), change])
  return [...byFile].map(([file, changes]) => {
    const named = changes.slice(0, MOST_NAMED).map(({ what }) => what)
    const more = changes.length > MOST_NAMED ? ` and ${changes.length - MOST_NAMED} more` : ''
    return {
      file,
      title: `${named.join('; ')}${more}`,
      why: `so says the ${words[changes[0]!.kind]}; what uses it has to change`,
      basis: observed(file, file).basis,
    }
  })
}

/** Whether a breaking commit says that this export goes; that it uses the same word is not enough. */
function isToldBy({ title, breaking }: ShippedChange, { what }: ApiChange): boolean {
  const symbol = /^export ([\w$]+)/.exec(what)?.[1]
  const said = `${title} ${breaking}`
  const goes = /\b(?:remov|drop|delet|renam|replac|no longer)/i.test(said)
  return symbol !== undefined && goes && said.split(/[^\w$]+/).includes(symbol)
}

/** `deps: bump undici from 7 to 8`: one dependency and nothing else. */
const dependencyStep =
  /^(?:[\w./-]+: )?(?:bump|upgrade|update)(?:e?d|s)? (?:the )?(?:dependency )?[`"']?(@?[\w./-]+)[`"']?(?= v?\d| to | from | \(|$)/i

/** A step of what every manifest asks for in development alone; where somebody wrote what to change, it is a change for users. */
function isForDevelopment(change: ShippedChange, { observed: seen }: PlanInputs): boolean {
  const name = dependencyStep.exec(change.title)?.[1]?.toLowerCase()
  const steps = (seen?.range?.dependencies ?? []).filter(one => one.name.toLowerCase() === name)
  return steps.length > 0 && steps.every(({ dev }) => dev) && migrationOf(change).migration === undefined
}

const words: Record<ApiChange['kind'], string> = {
  openapi: 'OpenAPI description',
  protobuf: 'protobuf description',
  graphql: 'GraphQL schema',
  exports: 'package entry',
}

/** A description promises to whoever calls; what a package exports only to those who import it. */
const promises = (change: ApiChange, kind: Kind): boolean => change.kind !== 'exports' || kind === 'library'

/** What nothing marks as breaking: raised floors, and what is told as removed, deprecated or newly required. */
export function mayBreakChanges(
  inputs: PlanInputs,
  kind: Kind,
  changes: ShippedChange[],
): NonNullable<Scope['may_break']> {
  const range = inputs.observed?.range
  if (!range) return []
  const told = (range.fragments ?? [])
    .filter(({ removes, breaking, text }) => removes && !breaking && text !== '')
    .map(({ text, path }) => ({ title: text, why: `told in ${path}`, basis: observed(path, path).basis }))
  const { changelog } = range
  const listed = (changelog?.entries ?? [])
    .filter((_, at) => newsOf(changelog?.under?.[at] ?? '').removes)
    .map(title => ({
      title,
      why: `told in ${changelog?.path}`,
      basis: observed(title, changelog?.path ?? '').basis,
    }))
  const exported = (range.api ?? [])
    .filter(change => change.breaking && !promises(change, kind))
    .map(({ what, file }) => ({ title: what, why: `gone from ${file}`, basis: observed(file, file).basis }))
  const removed = changes
    .filter(change => change.kind === 'api_change' && change.breaking === undefined && !change.bot)
    .filter(({ title }) => /^(?:[\w./-]+: )?(?:drop|remove|delete|end|require|raise|bump)/i.test(title))
    .map(({ title, commit }) => ({
      title,
      why: 'by its wording',
      basis: observed(commit, `wording of commit ${commit.slice(0, 8)}`).basis,
    }))
  const all = [...mayBreak(range.dependencies, kind), ...told, ...listed, ...removed, ...exported]
  const titles = all.map(({ title }) => title.toLowerCase())
  // a fragment and the commit that carries it say the same
  return all.filter((_, at) => titles.indexOf(titles[at]!) === at).slice(0, MOST_MAY_BREAK)
}
