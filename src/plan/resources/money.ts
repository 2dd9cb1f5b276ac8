import { PlanError } from '../errors.ts'
import type { ResourcesInputs } from '../inputs.ts'
import { nearest } from '../nearest.ts'
import { cleanText } from '../text.ts'

/** A decimal number without rounding: `units` of 10^-scale. */
export interface Decimal {
  units: bigint
  scale: number
}

/** More digits behind the point than this are no price. */
const MOST_DIGITS = 12

/** The decimal that a JSON number was written as: 0.1 is one tenth, not the nearest binary fraction; or one of our own texts. */
export function decimalOf(value: number | string): Decimal {
  const text =
    typeof value === 'number' && /e/i.test(String(value)) ? value.toFixed(MOST_DIGITS) : String(value)
  const [whole = '0', part = ''] = text.split('.')
  const digits = part.slice(0, MOST_DIGITS)
  return { units: BigInt(whole + digits), scale: digits.length }
}

export const times = (a: Decimal, b: Decimal): Decimal => ({
  units: a.units * b.units,
  scale: a.scale + b.scale,
})

/** In minor units of a currency, half a unit rounded up; nothing is negative here. */
export function minorUnits({ units, scale }: Decimal, digits: number): bigint {
  if (scale <= digits) return units * 10n ** BigInt(digits - scale)
  const divisor = 10n ** BigInt(scale - digits)
  return (units * 2n + divisor) / (divisor * 2n)
}

/** `1234.50` for 123450 minor units of two digits. */
export function amountText(minor: bigint, digits: number): string {
  const text = String(minor).padStart(digits + 1, '0')
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`
}

let known: ReadonlySet<string> | undefined

/** The codes of ISO 4217 that this runtime knows. */
function currencies(): ReadonlySet<string> {
  known ??= new Set(Intl.supportedValuesOf('currency'))
  return known
}

export const currencyCode = (text: string): string => text.trim().toUpperCase()

export const isCurrency = (code: string): boolean => currencies().has(code)

/** Digits of the minor unit: 2 of EUR, 0 of JPY, 3 of KWD; 2 where the code is not known. */
export function minorDigits(code: string): number {
  if (!isCurrency(code)) return 2
  const format = new Intl.NumberFormat('en', { style: 'currency', currency: code })
  return format.resolvedOptions().maximumFractionDigits ?? 2
}

/** @throws PlanError `unknown_currency`, `missing_rate_date`, `invalid_rate` */
export function checkMoney({ costs = [], total_in }: Pick<ResourcesInputs, 'costs' | 'total_in'>): void {
  for (const [n, cost] of costs.entries()) {
    if (cost.currency !== undefined) checkCode(cost.currency, `costs[${n}].currency`)
  }
  if (!total_in) return
  checkCode(total_in.currency, 'total_in.currency')
  const rates = Object.entries(total_in.rates ?? {})
  for (const [code, rate] of rates) {
    checkCode(code, 'total_in.rates')
    if (rate > 0) continue
    throw new PlanError(
      'invalid_rate',
      `total_in.rates.${code}: ${rate} is not a rate. Give how much ${currencyCode(total_in.currency)} one ${code} is, for example 0.92.`,
      'total_in.rates',
    )
  }
  if (rates.length > 0 && total_in.date === undefined) {
    throw new PlanError(
      'missing_rate_date',
      'total_in.date: rates change daily. Give the day of these rates as YYYY-MM-DD.',
      'total_in.date',
    )
  }
}

function checkCode(text: string, field: string): void {
  const code = currencyCode(text)
  if (isCurrency(code)) return
  const near = nearest(code, [...currencies()], 2)
  throw new PlanError(
    'unknown_currency',
    `${field}: "${cleanText(text, 40)}" is not a currency. Give its ISO 4217 code, for example ${[...new Set([...near, 'EUR', 'USD'])].join(', ')}.`,
    field,
  )
}
