/** Sums by key that a search changes and takes back. */
export interface Ledger {
  get(key: string): number
  /** Adds to the sums; the result takes it back. */
  add(changes: Iterable<readonly [string, number]>): () => void
}

export function ledger(first: Iterable<readonly [string, number]> = []): Ledger {
  const sums = new Map(first)
  const get = (key: string) => sums.get(key) ?? 0
  return {
    get,
    add(changes) {
      const before = [...changes].map(([key, change]) => {
        const old = get(key)
        sums.set(key, old + change)
        return [key, old] as const
      })
      return () => {
        for (const [key, old] of before.toReversed()) sums.set(key, old)
      }
    },
  }
}

/** Takes back the last change first. */
export const together =
  (...undo: readonly (() => void)[]) =>
  (): void => {
    for (const one of undo.toReversed()) one()
  }
