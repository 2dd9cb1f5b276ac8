import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Ajv, type ValidateFunction } from 'ajv'
import { parseAllDocuments } from 'yaml'

type Json = Record<string, unknown>

/** Our transcriptions, or the originals that they are made after: see the README beside them. */
const folder = process.env.MANIFEST_SCHEMAS ?? fileURLToPath(new URL('../fixtures/schemas', import.meta.url))
const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true, logger: false })
const read = (file: string): string => readFileSync(join(folder, file), 'utf8')
const json = (file: string): Json => JSON.parse(read(file)) as Json
const kept = new Map<string, ValidateFunction>()

function once(key: string, schema: () => object): ValidateFunction {
  const known = kept.get(key)
  if (known) return known
  const compiled = ajv.compile(schema())
  kept.set(key, compiled)
  return compiled
}

/** Errors of an object by `apiVersion/kind`, against the CustomResourceDefinition or the Kubernetes definitions. */
export function objectErrors(object: { apiVersion: string; kind: string }): string[] {
  const files: Record<string, [string, string]> = {
    'argoproj.io/v1alpha1/Rollout': ['rollout-crd.yaml', 'Rollout'],
    'argoproj.io/v1alpha1/AnalysisTemplate': ['analysis-template-crd.yaml', 'AnalysisTemplate'],
    'flagger.app/v1beta1/Canary': ['flagger-crd.yaml', 'Canary'],
    'flagger.app/v1beta1/MetricTemplate': ['flagger-crd.yaml', 'MetricTemplate'],
    'apps/v1/Deployment': ['kubernetes.json', 'io.k8s.api.apps.v1.Deployment'],
    'v1/Service': ['kubernetes.json', 'io.k8s.api.core.v1.Service'],
  }
  const [file, kind] = files[`${object.apiVersion}/${object.kind}`]!
  const check = once(`${file} ${kind}`, () =>
    file === 'kubernetes.json' ? closed(definition(kind)) : closed(resource(file, kind)),
  )
  return errorsOf(check, object)
}

function resource(file: string, kind: string): Json {
  for (const document of parseAllDocuments(read(file))) {
    const { spec } = document.toJS({ maxAliasCount: -1 }) as {
      spec: { names: { kind: string }; versions: { schema: { openAPIV3Schema: Json } }[] }
    }
    if (spec.names.kind === kind) return spec.versions[0]!.schema.openAPIV3Schema
  }
  throw new Error(`${file} defines no ${kind}`)
}

/** A definition with what it refers to, as one schema. */
function definition(name: string): Json {
  const { definitions } = json('kubernetes.json') as { definitions: Record<string, Json> }
  return { ...definitions[name], definitions }
}

/** Flags against flagd's schemas. */
export const flagErrors = (flags: unknown): string[] =>
  errorsOf(
    once('flags', () => {
      ajv.addSchema(json('targeting.json'))
      return json('flags.json')
    }),
    flags,
  )

/** Input of a CodeDeploy operation against the service's model. */
export const operationErrors = (shape: string, input: unknown): string[] =>
  errorsOf(
    once(`codedeploy ${shape}`, () => {
      const { shapes } = json('codedeploy.json') as { shapes: Record<string, Shape> }
      return { $ref: `#/definitions/${shape}`, definitions: mapped(shapes, fromShape) }
    }),
    input,
  )

interface Shape {
  type: string
  members?: Record<string, { shape: string }>
  required?: string[]
  member?: { shape: string }
  enum?: string[]
  max?: number
  min?: number
}

function fromShape({ type, members, required, member, ...rest }: Shape): Json {
  const ref = ({ shape }: { shape: string }) => ({ $ref: `#/definitions/${shape}` })
  if (type === 'structure')
    return { type: 'object', required, properties: mapped(members ?? {}, ref), additionalProperties: false }
  if (type === 'list') return { type: 'array', items: ref(member!) }
  if (type === 'string')
    return { type, ...(rest.enum ? { enum: rest.enum } : {}), minLength: rest.min ?? 0, maxLength: rest.max }
  const numbers = { integer: 'integer', long: 'integer' }[type]
  return numbers ? { type: numbers } : type === 'boolean' ? { type } : {}
}

const mapped = <T, U>(record: Record<string, T>, to: (value: T) => U): Record<string, U> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, to(value)]))

/** The schema with every object closed that lists its fields, and Kubernetes' own keyword as a type. */
function closed(schema: unknown): Json {
  const walk = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(walk)
    if (typeof value !== 'object' || value === null) return value
    const { description: _text, ...node } = value as Json
    const inner = mapped(node, walk)
    if (node['x-kubernetes-int-or-string'] === true || node.format === 'int-or-string')
      return { type: ['integer', 'string'] }
    const open = node['x-kubernetes-preserve-unknown-fields'] === true || 'additionalProperties' in node
    return typeof node.properties === 'object' && !open ? { ...inner, additionalProperties: false } : inner
  }
  return walk(schema) as Json
}

function errorsOf(check: ValidateFunction, value: unknown): string[] {
  if (check(value)) return []
  return (check.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
  )
}
