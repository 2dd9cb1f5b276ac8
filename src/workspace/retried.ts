import { setTimeout as wait } from 'node:timers/promises'
import { errno } from './failures.ts'

/** What Windows says of a name that an editor, an index or a virus scanner holds open for an instant. */
const PASSING = new Set(['EPERM', 'EBUSY', 'EACCES'])
const ATTEMPTS = 10
const SHORTEST_PAUSE = 5
const LONGEST_PAUSE = 100

/**
 * What a system call returns, tried again up to ten times within half a second where Windows has only put it off.
 * Elsewhere the same errors mean what they say and pass at once.
 */
export async function retried<T>(call: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await call()
    } catch (error) {
      const passing = process.platform === 'win32' && PASSING.has(errno(error) ?? '')
      if (!passing || attempt === ATTEMPTS) throw error
      await wait(Math.min(LONGEST_PAUSE, SHORTEST_PAUSE * 2 ** (attempt - 1)))
    }
  }
}
