import { filesAt } from './contents.ts'

/** The texts of files at one commit, for many who ask a little at a time. */
export type SharedTexts = (paths: string[]) => Promise<Map<string, string>>

/**
 * As `filesAt`; what is asked for while a read is under way is read together after it, so that git is started a few
 * times and not once for each who asks.
 */
export function sharedTexts(root: string, commit: string): SharedTexts {
  let underWay: Promise<unknown> = Promise.resolve()
  let next: { paths: string[]; texts: Promise<Map<string, string>> } | undefined
  const begun = (paths: string[]) => {
    const texts = underWay.then(() => {
      next = undefined
      return filesAt(root, commit, paths)
    })
    underWay = texts.catch(() => undefined)
    return { paths, texts }
  }
  return async paths => {
    next ??= begun([])
    next.paths.push(...paths)
    const texts = await next.texts
    return new Map(paths.flatMap(path => (texts.has(path) ? [[path, texts.get(path) ?? '']] : [])))
  }
}
