import fc from 'fast-check'
import semver from 'semver'
import { describe, expect, test } from 'vitest'
import { PlanError } from '../../src/plan/errors.ts'
import {
  bump,
  compareVersions,
  isDayTag,
  parseVersion,
  releaseType,
  versionOfTag,
} from '../../src/plan/version.ts'

describe('parseVersion', () => {
  test.each([
    ['2.5.0', 'semver', '2.5.0', [2, 5, 0], []],
    ['v2.5.0', 'semver', '2.5.0', [2, 5, 0], []],
    ['2.5.0-rc.1', 'semver', '2.5.0-rc.1', [2, 5, 0], ['rc', '1']],
    ['1.0.0+build.5', 'semver', '1.0.0+build.5', [1, 0, 0], []],
    ['26.1.2', 'semver', '26.1.2', [26, 1, 2], []],
    ['2026.11', 'calver', '2026.11', [2026, 11], []],
    ['2026.11.1', 'calver', '2026.11.1', [2026, 11, 1], []],
    ['2026.11.1-rc.1', 'calver', '2026.11.1-rc.1', [2026, 11, 1], ['rc', '1']],
    ['24.04', 'calver', '24.04', [24, 4], []],
    ['v24.04.1', 'calver', '24.04.1', [24, 4, 1], []],
    ['26.1.2.3', 'calver', '26.1.2.3', [26, 1, 2, 3], []],
  ])('%s is %s', (text, scheme, plain, parts, prerelease) => {
    expect(parseVersion(text)).toEqual({ text: plain, scheme, parts, prerelease })
  })

  test.each([
    'vv2.5.0',
    'V2.5.0',
    '../../x',
    '2.5',
    '2',
    '',
    ' 2.5.0',
    '2.5.0\n',
    '2.5.0 ',
    '02.5.0',
    '2.05.0',
    '2.5.0-',
    '2.5.0-01',
    '2.5.0/..',
    '2.5.0-../x',
    '1.2.3.4',
    '--help',
    '99999999999.0.0',
    '1.0.0-99999999999',
    `1.0.0-${'a'.repeat(60)}`,
    '２.５.０',
    'latest',
    '2026.13.x',
    '2.5.0\u0000',
    '2.5.0\u202e',
  ])('%j is refused', text => {
    expect(() => parseVersion(text)).toThrow(PlanError)
    expect(() => parseVersion(text)).toThrow(
      expect.objectContaining({ code: 'invalid_version', field: 'version' }),
    )
  })

  test('whatever passes is a safe folder name; its error shows no control characters', () => {
    const hostile = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.stringMatching(/^[v0-9./\\ \n\t-]{1,20}$/),
      fc
        .tuple(fc.constantFrom('2.5.0', 'v1.0.0-rc', '2026.11'), fc.string({ unit: 'grapheme' }))
        .map(([a, b]) => a + b),
    )
    fc.assert(
      fc.property(hostile, text => {
        try {
          expect(parseVersion(text).text).toMatch(/^[0-9][0-9A-Za-z.+-]{0,63}$/)
        } catch (error) {
          expect(error).toBeInstanceOf(PlanError)
          expect((error as Error).message).not.toMatch(/[\u0000-\u001f\u202a-\u202e\u2066-\u2069]/)
        }
      }),
      { numRuns: 2000 },
    )
  })
})

const part = fc.nat({ max: 30 })
const identifier = fc.constantFrom('alpha', 'beta', 'rc', '1', '2', '10', 'x-1')
const versionText = fc
  .tuple(part, part, part, fc.array(identifier, { maxLength: 3 }))
  .map(([a, b, c, pre]) => `${a}.${b}.${c}${pre.length > 0 ? `-${pre.join('.')}` : ''}`)

test('the order is that of the semver package', () => {
  fc.assert(
    fc.property(versionText, versionText, (a, b) => {
      expect(compareVersions(parseVersion(a), parseVersion(b))).toBe(semver.compare(a, b))
    }),
  )
})

test('a bump is that of the semver package', () => {
  fc.assert(
    fc.property(
      versionText,
      fc.constantFrom('major' as const, 'minor' as const, 'patch' as const),
      (text, step) => {
        expect(bump(parseVersion(text), step)?.text).toBe(semver.inc(text, step))
      },
    ),
  )
})

test('a calendar version is bumped only by its last number', () => {
  expect(bump(parseVersion('24.04'), 'patch')?.text).toBe('24.04.1')
  expect(bump(parseVersion('2026.11.1'), 'patch')?.text).toBe('2026.11.2')
  expect(bump(parseVersion('2026.11'), 'minor')).toBeUndefined()
})

test.each([
  ['2.5.0', '2.4.3', 'minor'],
  ['2.4.4', '2.4.3', 'patch'],
  ['3.0.0', '2.4.3', 'major'],
  ['3.1.0', '2.4.3', 'major'],
  ['2.5.0', undefined, 'minor'],
  ['3.0.0', undefined, 'major'],
  ['3.0.1', undefined, 'patch'],
  ['3.0.0-rc.1', '2.4.3', 'prerelease'],
  ['3.0.0', '3.0.0-rc.1', 'major'],
  ['2027.01', '2026.12', 'minor'],
  ['2026.11.1', '2026.11', 'patch'],
])('%s after %s is %s', (version, previous, expected) => {
  expect(releaseType(parseVersion(version), previous ? parseVersion(previous) : undefined)).toBe(expected)
})

test.each([
  ['v1.2.3', '', '1.2.3', []],
  ['1.2.3', '', '1.2.3', []],
  ['1.0', '', '1.0.0', []],
  ['release-1.2.3', '', '1.2.3', []],
  ['release/v1.2.3', '', '1.2.3', []],
  ['pkg@1.2.3', 'pkg@', '1.2.3', []],
  ['@scope/pkg@1.2.3-beta.0', '@scope/pkg@', '1.2.3-beta.0', ['beta', '0']],
  ['pkg-v1.2.3', 'pkg-', '1.2.3', []],
  ['k8s-1.2.3', 'k8s-', '1.2.3', []],
  ['path/v1.2.3', 'path/', '1.2.3', []],
  ['go1.21.3', 'go', '1.21.3', []],
  ['REL_16_2', '', '16.2.0', []],
  ['v8.1.0.beta1', '', '8.1.0-beta.1', ['beta', '1']],
  ['v1.0.0.RELEASE', '', '1.0.0', []],
  ['4.0.0.M1', '', '4.0.0-m.1', ['m', '1']],
  ['8.0-m01', '', '8.0.0-m.1', ['m', '1']],
  ['v1.10.0-rc1', '', '1.10.0-rc.1', ['rc', '1']],
  ['1.2.3_RC1', '', '1.2.3-rc.1', ['rc', '1']],
  ['2024.10.0b1', '', '2024.10.0-b.1', ['b', '1']],
  ['v1.2.3-nightly.20240101', '', '1.2.3-nightly.20240101', ['nightly', '20240101']],
  ['nightly-2024.01.02', 'nightly-', '2024.01.02-nightly', ['nightly']],
  ['33.0.0-jre', '', '33.0.0-jre', ['jre']],
  ['v2.0.0+incompatible', '', '2.0.0', []],
  ['1.2.3.4', '', '1.2.3+4', []],
  ['24.04.1', '', '24.04.1', []],
  ['2024.1', '', '2024.1', []],
])('tag %s', (tag, prefix, text, prerelease) => {
  expect(versionOfTag(tag)).toMatchObject({ prefix, version: { text, prerelease } })
})

test.each([
  'stable',
  'v4',
  '2.3.x',
  'nightly-20240102',
  '2024-13-02',
  'pkg-1-2024-01-02x',
  'latest',
  'x'.repeat(300),
  '1.2.3 ;rm',
])('tag %s names no version', tag => {
  expect(versionOfTag(tag)).toBeUndefined()
})

test('what a tag names is a version that parseVersion takes', () => {
  const tag = fc
    .tuple(
      fc.constantFrom('', 'v', 'release-', 'pkg@', 'path/v', 'nightly-'),
      fc.array(fc.nat({ max: 3000 }), { minLength: 2, maxLength: 4 }),
      fc.constantFrom('', '-rc1', '.Final', '-01', '-20240101123456', 'b2', '.M1', '+x', '-x.y-z'),
    )
    .map(([prefix, parts, suffix]) => `${prefix}${parts.join('.')}${suffix}`)
  fc.assert(
    fc.property(fc.oneof(tag, fc.string({ unit: 'binary' })), name => {
      const found = versionOfTag(name)
      if (found) expect(parseVersion(found.version.text).text).toBe(found.version.text)
    }),
    { numRuns: 2000 },
  )
})

test.each([
  ['2026-08-17', '2026.08.17'],
  ['release-2026-08-17.4', '2026.08.17.4'],
])('tag %s names a day', (tag, text) => {
  expect(versionOfTag(tag)).toMatchObject({ version: { text, scheme: 'calver' }, prefix: '' })
  expect(isDayTag(tag)).toBe(true)
})
