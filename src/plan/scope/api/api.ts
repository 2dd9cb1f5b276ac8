import { cleanText } from '../../text.ts'
import type { ApiChange } from '../observation.ts'
import { isLocale, isTest, isVendored } from '../paths.ts'
import type { FileChange } from '../repository.ts'
import { isPublicGo, packageOf, removedGoExports } from './go-exports.ts'
import { graphqlDescription, graphqlFindings } from './graphql.ts'
import { openApiDescription, openApiFindings } from './openapi.ts'
import { protoDescription, protoFindings } from './protobuf.ts'
import { removedPythonExports } from './python-exports.ts'

const MOST_CHANGES = 60
const MOST_PER_FILE = 25

const DESCRIPTIONS = {
  openapi: /(?:openapi|swagger|(?:^|[/_.-])apis?(?=[/_.-])).*\.(?:ya?ml|json)$/i,
  protobuf: /\.proto$/i,
  graphql: /\.(?:graphqls?|gql)$/i,
}
const SAMPLES = /(?:^|\/)(?:examples?|samples?|demos?|fixtures?)\//i

/** Whether a file can describe an interface that others use; descriptions in docs count, those of tests do not. */
export const describesApi = (path: string): boolean =>
  !isTest(path) &&
  !isVendored(path) &&
  !isLocale(path) &&
  !SAMPLES.test(path) &&
  Object.values(DESCRIPTIONS).some(pattern => pattern.test(path))

/** What differs between the descriptions and public names at both ends; maps from path to text. */
export function describedChanges(
  files: FileChange[],
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): ApiChange[] {
  const of = (pattern: RegExp, texts: ReadonlyMap<string, string>) =>
    new Map([...texts].filter(([path]) => describesApi(path) && pattern.test(path)))
  const changes: ApiChange[] = []
  for (const { path, from, status } of files) {
    if (!describesApi(path) || !DESCRIPTIONS.openapi.test(path)) continue
    const [old, now] = [before.get(from ?? path), after.get(path)]
    const [one, other] = [old && openApiDescription(from ?? path, old), now && openApiDescription(path, now)]
    if (one && other)
      changes.push(
        ...openApiFindings(one, other)
          .slice(0, MOST_PER_FILE)
          .map(found => change(path, 'openapi', found)),
      )
    else if (one && status === 'deleted')
      changes.push(change(path, 'openapi', { what: 'the description is gone', breaking: false }))
  }
  const proto = protoFindings(
    protoDescription(of(DESCRIPTIONS.protobuf, before)),
    protoDescription(of(DESCRIPTIONS.protobuf, after)),
  )
  const graphql = graphqlFindings(
    graphqlDescription(of(DESCRIPTIONS.graphql, before)),
    graphqlDescription(of(DESCRIPTIONS.graphql, after)),
  )
  return [
    ...changes,
    ...proto.map(({ file, ...found }) => change(file, 'protobuf', found)),
    ...graphql.map(({ file, ...found }) => change(file, 'graphql', found)),
  ]
}

/** Names that modules of Python and packages of Go no longer offer. */
export function exportChanges(
  files: FileChange[],
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): ApiChange[] {
  const python = files
    .filter(({ path }) => isPythonEntry(path))
    .flatMap(({ path, from }) => {
      const [old, now] = [before.get(from ?? path), after.get(path)]
      return old === undefined || now === undefined
        ? []
        : removedPythonExports(old, now).map(name =>
            change(path, 'exports', { what: `name ${name} removed`, breaking: true }),
          )
    })
  const left = new Set([...after.keys()].filter(isPublicGo).map(packageOf))
  const go = [...removedGoExports(before, after)].flatMap(([folder, names]) =>
    (left.has(folder)
      ? names.map(name => `${name} of package ${folder} removed`)
      : [`package ${folder} removed`]
    ).map(what => change(folder, 'exports', { what, breaking: true })),
  )
  return [...python, ...go]
}

export const isPythonEntry = (path: string): boolean =>
  /(?:^|\/)__init__\.pyi?$/.test(path) &&
  !isTest(path) &&
  !isVendored(path) &&
  !/\/_/.test(path.replace(/\/__init__\.pyi?$/, ''))

export const change = (
  file: string,
  kind: ApiChange['kind'],
  { what, breaking }: { what: string; breaking: boolean },
): ApiChange => ({
  file: cleanText(file, 250),
  kind,
  what: cleanText(what, 200),
  breaking,
})

/** Each difference once, breaking ones first, at most 60. */
export function cappedChanges(changes: ApiChange[]): { api: ApiChange[]; omitted: number } {
  const unique = [...new Map(changes.map(one => [`${one.file}\n${one.what}`, one])).values()]
  const sorted = unique.sort((a, b) => Number(b.breaking) - Number(a.breaking))
  return { api: sorted.slice(0, MOST_CHANGES), omitted: Math.max(0, sorted.length - MOST_CHANGES) }
}
