import { expect, test } from 'vitest'
import { skill, tableRows, textFile } from './text-file.ts'

const rows = tableRows(textFile(`${skill}/references/metrics.md`).text)
const number = (cell: string) => Number(/[\d.]+/.exec(cell)![0])
const periodHours = 30 * 24

test('alert rules: the budget used follows from burn rate and window, the short window is a twelfth', () => {
  const rules = rows.filter(row => /^(?:page|ticket|page or ticket)$/.test(row[0]!))
  expect(rules).toHaveLength(4)
  for (const [, long, short, burn, used] of rules) {
    expect((100 * number(burn!) * number(long!)) / periodHours).toBeCloseTo(number(used!), 6)
    const shortHours = short!.endsWith('min') ? number(short!) / 60 : number(short!)
    expect(shortHours * 12).toBeCloseTo(number(long!), 6)
  }
})

test('error rates at 99.9 %: burn rate, time until exhausted, time until the hourly rule fires', () => {
  const rates = rows.filter(row => row.length === 4 && /^\d+ %$/.test(row[0]!))
  expect(rates).toHaveLength(4)
  const budget = 0.001
  for (const [rate, burn, gone, fires] of rates) {
    const share = number(rate!) / 100
    expect(share / budget).toBeCloseTo(number(burn!), 6)
    expect(periodHours / (share / budget)).toBeCloseTo(number(gone!), 1)
    expect((60 * 14.4 * budget) / share).toBeCloseTo(number(fires!), 1)
  }
})

test('requests of a canary follow from the formula on the page', () => {
  const samples = rows.filter(row => / -> /.test(row[0]!) && /^\d/.test(row[0]!))
  expect(samples).toHaveLength(6)
  for (const [change, ...cells] of samples) {
    const [p0, p1] = change!.split(' -> ').map(cell => number(cell) / 100) as [number, number]
    expect([0.01, 0.1, 0.5].map(weight => canaryRequests(p0, p1, weight))).toEqual(cells.map(number))
  }
})

test('the cited figures of the skill itself agree with the page', () => {
  const body = textFile(`${skill}/SKILL.md`).body
  expect(body).toContain(`needs ${canaryRequests(0.005, 0.015, 0.1)} requests`)
  expect(body).toContain(`${(canaryRequests(0.005, 0.015, 0.1) / (0.1 * 15 * 60)).toFixed(1)} per second`)
  expect(body).toContain(`it needs ${canaryRequests(0.001, 0.002, 0.1).toLocaleString('en-US')}`)
})

/** One-sided two-proportion sample size at 5 % false alarms and 80 % power. */
function canaryRequests(p0: number, p1: number, weight: number): number {
  const [zAlpha, zBeta] = [1.6448536269514722, 0.8416212335729143]
  const k = (1 - weight) / weight
  const pooled = (p1 + k * p0) / (1 + k)
  const spread =
    zAlpha * Math.sqrt(pooled * (1 - pooled) * (1 + 1 / k)) +
    zBeta * Math.sqrt(p1 * (1 - p1) + (p0 * (1 - p0)) / k)
  return Math.ceil((spread / (p1 - p0)) ** 2)
}
