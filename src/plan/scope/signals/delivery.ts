import { isDocs, isTest } from '../paths.ts'
import type { FileLines } from './lines.ts'

/** A change of what the product runs on or is delivered by, in a few words, with its file. */
export type DeliveryChange = { file: string; what: string }

const DOCKERFILE = /(?:^|\/)[^/]*(?:Dockerfile|Containerfile)[^/]*$/
const MANIFEST = /\.(?:ya?ml|tpl)$/
const TERRAFORM = /\.(?:tf|tofu)$/
const MOST = 12

/** Base images, images of manifests, resources and versions of Terraform, settings of workloads that lines show changed. */
export function deliveryChanges(files: FileLines[]): DeliveryChange[] {
  return files
    .flatMap(({ path, added, removed }) => {
      const patterns = deliveryPatterns(path)
      if (patterns.length === 0) return []
      if (patterns.includes(FROM))
        return changed(path, 'base image', imagesIn(removed, FROM), imagesIn(added, FROM))
      if (patterns.includes(RESOURCE)) return terraform(path, added, removed)
      return [
        ...changed(path, 'image', imagesIn(removed, IMAGE), imagesIn(added, IMAGE)),
        ...changed(path, 'API version', wordsIn(removed, API), wordsIn(added, API)),
        ...gone(path, wordsIn(removed, KIND), wordsIn(added, KIND)),
      ]
    })
    .slice(0, MOST)
}

const FROM = /^\s*FROM\s+(?:--platform=\S+\s+)?([\w./:@${}-]+)/i
const IMAGE = /^\s*-?\s*image:\s*["']?([\w./-]+(?::[\w.-]+)?(?:@sha256:[0-9a-f]+)?)["']?\s*$/
const API = /^apiVersion:\s*([\w./-]+)\s*$/
const KIND = /^kind:\s*(\w+)\s*$/
const RESOURCE = /^\s*(?:resource|module|data)\s+"([\w-]+)"(?:\s+"([\w-]+)")?/
const VERSION = /^\s*(?:required_version|version)\s*=\s*"([^"]+)"/

/** What looks for images, resources and settings in a file's lines. */
export function deliveryPatterns(path: string): RegExp[] {
  if (isTest(path) || isDocs(path)) return []
  if (DOCKERFILE.test(path)) return [FROM]
  if (TERRAFORM.test(path)) return [RESOURCE, VERSION]
  if (/^\.github\/|(?:^|\/)\.[^/]+\.ya?ml$/.test(path) || !MANIFEST.test(path)) return []
  return [IMAGE, API, KIND]
}

const wordsIn = (lines: string[], pattern: RegExp): string[] =>
  lines.flatMap(line => pattern.exec(line)?.[1] ?? [])
const imagesIn = (lines: string[], pattern: RegExp): string[] =>
  wordsIn(lines, pattern).filter(image => image !== 'scratch')

/** `node:20-alpine` without its tag; a digest alone is no change worth a line. */
const nameOf = (image: string): string => image.replace(/@sha256:.*$/, '').replace(/:[^/]*$/, '')

function changed(file: string, noun: string, before: string[], after: string[]): DeliveryChange[] {
  const pairs = before.flatMap(old => {
    const now =
      after.find(one => nameOf(one) === nameOf(old)) ??
      (before.length === 1 && after.length === 1 ? after[0] : undefined)
    return now && now.replace(/@sha256:.*$/, '') !== old.replace(/@sha256:.*$/, '')
      ? [`${noun} ${old} → ${now}`]
      : []
  })
  return [...new Set(pairs)].map(what => ({ file, what: what.replace(/@sha256:[0-9a-f]+/g, '') }))
}

const gone = (file: string, before: string[], after: string[]): DeliveryChange[] =>
  before.filter(kind => !after.includes(kind)).map(kind => ({ file, what: `a ${kind} removed` }))

function terraform(file: string, added: string[], removed: string[]): DeliveryChange[] {
  const names = (lines: string[]) =>
    lines.flatMap(line => {
      const match = RESOURCE.exec(line)
      return match ? [[match[1], match[2]].filter(Boolean).join('.')] : []
    })
  const now = names(added)
  return [
    ...names(removed)
      .filter(name => !now.includes(name))
      .map(name => ({ file, what: `${name} removed: applying it deletes the resource` })),
    ...changed(file, 'version', wordsIn(removed, VERSION), wordsIn(added, VERSION)),
  ]
}
