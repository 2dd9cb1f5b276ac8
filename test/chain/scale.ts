import { parse, stringify } from 'yaml'

interface Rule {
  record?: string
  alert?: string
  expr: string
  for?: string
  labels?: Record<string, string>
}

/**
 * A copy of the plan's rules in which a minute lasts 60 / `scale` seconds: windows and waiting times are divided by
 * `scale`, the requests per second that a reading needs are multiplied by it, so that each tier sees as many requests
 * as in real time. Thresholds stay as they are. The series are recorded as the head of the file says, with the names
 * of the test's own metrics put in, for the new version and for all traffic.
 */
export function scaledRules(text: string, scale: number): { recording: string; alerts: string } {
  const seconds = (minutes: number) => `${(minutes * 60) / scale}s`
  const bindings = text
    .split('\n')
    .filter(line => /^# {3}/.test(line))
    .map(line => line.slice(4))
    .join('\n')
    .replaceAll('YOUR_REQUEST_COUNTER', 'app_requests_total')
    .replaceAll('YOUR_FAILED_REQUEST_COUNTER', 'app_failed_total')
    .replaceAll('YOUR_SECONDS_BUCKET', 'app_seconds_bucket')
    .replaceAll('YOUR_VERSION_LABEL', 'version')
    .replaceAll(
      /\[(\d+)([mh])\]/g,
      (_, count, unit) => `[${seconds(Number(count) * (unit === 'h' ? 60 : 1))}]`,
    )
  const ofNew = parse(bindings) as Rule[]
  const ofAll = ofNew.map(rule => ({
    ...rule,
    expr: rule.expr.replace(/\{version="[^"]*"\}/, ''),
    labels: { traffic: 'all' },
  }))
  const plan = parse(text) as { groups: { name: string; rules: Rule[] }[] }
  for (const rule of plan.groups.flatMap(({ rules }) => rules)) {
    const minutes = Number(/^(\d+)m$/.exec(rule.for ?? '')?.[1])
    rule.for = seconds(minutes)
    rule.expr = rule.expr.replace(
      /(release:requests:rate\w+ >= )([\d.e-]+)$/,
      (_, words, number) => `${words}${Number(number) * scale}`,
    )
  }
  return {
    recording: stringify({ groups: [{ name: 'recorded', rules: [...ofNew, ...ofAll] }] }),
    alerts: stringify(plan),
  }
}
