import { describe, expect, test } from 'vitest'
import { hotfixForecast } from '../../../src/plan/risks/forecast.ts'
import { parseVersion } from '../../../src/plan/version.ts'

/** Feature releases a month apart, newest last; `patched` says which got a patch five days later. */
function history(patched: boolean[]) {
  const releases = patched.flatMap((was, n) => {
    const month = String(n + 1).padStart(2, '0')
    const feature = { version: `1.${n}.0`, date: `2025-${month}-01T00:00:00Z`, tag: `v1.${n}.0` }
    return was
      ? [feature, { version: `1.${n}.1`, date: `2025-${month}-06T00:00:00Z`, tag: `v1.${n}.1` }]
      : [feature]
  })
  return { releases }
}
const version = parseVersion('2.0.0')

describe('the chance of a patch within 14 days', () => {
  test('twelve releases without a patch: 11.5 %, the reference value for 14 days', () => {
    expect(hotfixForecast(history(Array(12).fill(false)), version, '2026-06-01')).toMatchObject({
      percent: 12,
      horizon_days: 14,
    })
  })

  test('more patches, higher chance', () => {
    const few = hotfixForecast(history([false, false, false, false, true, false]), version, '2026-06-01')!
    const many = hotfixForecast(history([true, true, true, true, true, false]), version, '2026-06-01')!
    expect(many.percent).toBeGreaterThan(few.percent)
    expect(few.low).toBeLessThan(few.percent)
    expect(few.high).toBeGreaterThan(few.percent)
  })

  test.each([
    ['fewer than five releases', history([true, false]), '2.0.0'],
    ['a shallow clone', { ...history(Array(8).fill(true)), repository: { shallow: true } }, '2.0.0'],
    ['calendar versions', history(Array(8).fill(true)), '2026.11.0'],
    ['a patch release', history(Array(8).fill(true)), '2.0.1'],
    ['no repository', undefined, '2.0.0'],
  ])('none for %s', (_, seen, text) => {
    expect(hotfixForecast(seen, parseVersion(text), '2026-06-01')).toBeUndefined()
  })

  test('a release whose window is still open is not counted', () => {
    const six = history([true, true, true, true, true, true])
    expect(hotfixForecast(six, version, '2025-06-10')?.basis).toContain('5 of the last 5')
  })
})
