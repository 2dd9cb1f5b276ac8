import { parse } from 'yaml'
import { jsonObject, record } from '../product/manifests.ts'
import type { Finding } from './finding.ts'
import { resolver, schemaFindings } from './openapi-schema.ts'

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']
/** Reading YAML takes about a second a megabyte. */
const LARGEST_YAML = 1_500_000

/** An OpenAPI or Swagger description; undefined when the text is none. */
export function openApiDescription(path: string, text: string): Record<string, unknown> | undefined {
  if (!/["']?(?:openapi|swagger)["']?\s*:/.test(text.slice(0, 5_000))) return undefined
  const read = path.endsWith('.json') ? jsonObject(text) : yamlObject(text)
  return read.paths === undefined ? undefined : read
}

function yamlObject(text: string): Record<string, unknown> {
  if (text.length > LARGEST_YAML) return {}
  try {
    return record(parse(text, { logLevel: 'error', maxAliasCount: 1000 }))
  } catch {
    return {}
  }
}

/** What callers of the old description meet in the new one. */
export function openApiFindings(old: Record<string, unknown>, now: Record<string, unknown>): Finding[] {
  const paths = (description: Record<string, unknown>) =>
    new Map(
      Object.entries(record(description.paths)).map(([path, item]) => [
        plain(path),
        { path, item: record(item) },
      ]),
    )
  const [before, after] = [paths(old), paths(now)]
  const found: Finding[] = []
  for (const [key, { path, item }] of before) {
    const next = after.get(key)?.item
    if (!next) {
      found.push({ what: `path ${path} removed`, breaking: true })
      continue
    }
    for (const method of METHODS) {
      if (item[method] === undefined) continue
      const name = `${method.toUpperCase()} ${path}`
      if (next[method] === undefined) found.push({ what: `operation ${name} removed`, breaking: true })
      else
        found.push(
          ...operationFindings(
            name,
            { old, item, operation: record(item[method]) },
            { old: now, item: next, operation: record(next[method]) },
          ),
        )
    }
  }
  const added = [...after.values()].filter(({ path }) => !before.has(plain(path)))
  return [...found, ...added.map(({ path }) => ({ what: `path ${path} added`, breaking: false }))]
}

/** Names of path parameters are nothing that callers see. */
const plain = (path: string): string => path.replace(/\{[^}]*\}/g, '{}').replace(/\/$/, '')

type Side = {
  old: Record<string, unknown>
  item: Record<string, unknown>
  operation: Record<string, unknown>
}

function operationFindings(name: string, before: Side, after: Side): Finding[] {
  return [
    ...parameterFindings(name, before, after),
    ...bodyFindings(name, before, after),
    ...responseFindings(name, before, after),
    ...securityFindings(name, before, after),
  ]
}

function parametersOf({ old, item, operation }: Side): Map<string, Record<string, unknown>> {
  const resolve = resolver(old)
  const lists = [item.parameters, operation.parameters].flatMap(list => (Array.isArray(list) ? list : []))
  return new Map(lists.map(entry => resolve(entry)).map(one => [`${one.in} ${one.name}`, one]))
}

function parameterFindings(name: string, before: Side, after: Side): Finding[] {
  const old = parametersOf(before)
  const found: Finding[] = []
  for (const [key, parameter] of parametersOf(after)) {
    const earlier = old.get(key)
    if (parameter.in === 'path') continue
    const required = parameter.required === true
    if (!earlier && required && parameter.in === 'body')
      found.push({ what: `${name}: a body is required now`, breaking: true })
    else if (!earlier && required)
      found.push({ what: `${name}: new required parameter ${parameter.name}`, breaking: true })
    else if (earlier && required && earlier.required !== true)
      found.push({ what: `${name}: parameter ${parameter.name} is required now`, breaking: true })
    if (earlier) {
      const label = parameter.in === 'body' ? `${name} request` : `${name}: parameter ${parameter.name}`
      found.push(
        ...schemaFindings(
          label,
          'request',
          [before.old, earlier.schema ?? earlier],
          [after.old, parameter.schema ?? parameter],
        ),
      )
    }
  }
  return found
}

function bodyFindings(name: string, before: Side, after: Side): Finding[] {
  const [old, now] = [
    resolver(before.old)(before.operation.requestBody),
    resolver(after.old)(after.operation.requestBody),
  ]
  const found: Finding[] = []
  if (now.required === true && old.required !== true)
    found.push({ what: `${name}: a body is required now`, breaking: true })
  const contents = record(now.content)
  for (const [type, media] of Object.entries(record(old.content))) {
    const next = contents[type]
    if (next === undefined) {
      if (now.content !== undefined)
        found.push({ what: `${name}: request as ${type} no longer accepted`, breaking: true })
    } else
      found.push(
        ...schemaFindings(
          `${name} request`,
          'request',
          [before.old, record(media).schema],
          [after.old, record(next).schema],
        ),
      )
  }
  return found
}

function responseFindings(name: string, before: Side, after: Side): Finding[] {
  const [old, now] = [record(before.operation.responses), record(after.operation.responses)]
  return Object.entries(old).flatMap(([status, response]): Finding[] => {
    if (!/^2/.test(status) && status !== 'default') return []
    const next = now[status]
    if (next === undefined)
      return status === 'default' ? [] : [{ what: `${name}: response ${status} removed`, breaking: true }]
    const [one, other] = [resolver(before.old)(response), resolver(after.old)(next)]
    const label = `${name} response`
    if (one.schema !== undefined)
      return schemaFindings(label, 'response', [before.old, one.schema], [after.old, other.schema])
    const contents = record(other.content)
    return Object.entries(record(one.content)).flatMap(([type, media]) =>
      contents[type] === undefined
        ? [{ what: `${name}: response ${status} as ${type} removed`, breaking: true }]
        : schemaFindings(
            label,
            'response',
            [before.old, record(media).schema],
            [after.old, record(contents[type]).schema],
          ),
    )
  })
}

/** Asked for nothing before, and for something now. */
function securityFindings(name: string, before: Side, after: Side): Finding[] {
  const open = ({ old, operation }: Side) => {
    const security = operation.security ?? old.security
    return (
      !Array.isArray(security) ||
      security.length === 0 ||
      security.some(one => Object.keys(record(one)).length === 0)
    )
  }
  return open(before) && !open(after) ? [{ what: `${name}: security is required now`, breaking: true }] : []
}
