import { parse } from 'yaml'

/** An alert rule of the plan as Prometheus reads it, over recorded rates, evaluated once a minute. */
export interface AlertRule {
  alert: string
  threshold: number
  /** Minutes that its recorded rates look back. */
  window: number
  for: number
  /** Requests per second below which it is silent. */
  traffic: number
}

export interface Minute {
  requests: number
  errors: number
}

const minutesOf = (text: string): number => Number.parseInt(text, 10) * (text.endsWith('h') ? 60 : 1)

/** The rules on the error rate by their names. */
export function errorAlerts(text: string): Record<string, AlertRule> {
  const rules = parse(text).groups[0].rules as { alert: string; expr: string; for: string }[]
  const form =
    /^release:errors:rate(\w+) \/ release:requests:rate\1 >= ([\d.e-]+) and release:requests:rate\1 >= ([\d.e-]+)$/
  return Object.fromEntries(
    rules.flatMap(rule => {
      const [, window, threshold, traffic] = form.exec(rule.expr) ?? []
      if (!window) return []
      const { alert } = rule
      return [
        [
          alert,
          {
            alert,
            threshold: Number(threshold),
            window: minutesOf(window),
            for: minutesOf(rule.for),
            traffic: Number(traffic),
          },
        ],
      ]
    }),
  )
}

/** Requests and errors of the `length` minutes that end with `end`; before the first minute there were none. */
export function over(minutes: readonly Minute[], end: number, length: number): Minute {
  let [requests, errors] = [0, 0]
  for (let at = Math.max(0, end - length); at < end; at += 1) {
    requests += minutes[at]!.requests
    errors += minutes[at]!.errors
  }
  return { requests, errors }
}

/** The minute at whose end the rule fires first; undefined: never. Ratios that are equal but for rounding count as equal. */
export function firesAfter(rule: AlertRule, minutes: readonly Minute[]): number | undefined {
  let since: number | undefined
  for (let now = 1; now <= minutes.length; now += 1) {
    const { requests, errors } = over(minutes, now, rule.window)
    const holds =
      requests >= rule.traffic * rule.window * 60 &&
      requests > 0 &&
      errors >= (rule.threshold - 1e-12) * requests
    since = holds ? (since ?? now) : undefined
    if (since !== undefined && now - since >= rule.for) return now
  }
  return undefined
}
