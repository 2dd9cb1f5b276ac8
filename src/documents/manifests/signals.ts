/**
 * The plan's signals as PromQL over the series that `rollback/alerts.yaml` has bound: requests and errors per second of
 * the new version (`traffic="new"`) and of all traffic (`traffic="all"`). `window` is a PromQL duration or a placeholder.
 */
const series = (name: 'requests' | 'errors', traffic: 'new' | 'all', window: string): string =>
  `sum(avg_over_time(release:${name}:rate1m{traffic="${traffic}"}[${window}]))`

/** Points of the error rate above the old version's, over the same minutes; no value where one of them has no request. */
export const pointsAboveOld = (window: string): string =>
  [
    '100 * (',
    `  ${series('errors', 'new', window)} / ${series('requests', 'new', window)}`,
    '  -',
    `  (${series('errors', 'all', window)} - ${series('errors', 'new', window)})`,
    `    / (${series('requests', 'all', window)} - ${series('requests', 'new', window)})`,
    ')',
  ].join('\n')

/** Requests that the new version has seen in the last `seconds`. */
export const requestsSeen = (window: string, seconds: string | number): string =>
  `${seconds} * ${series('requests', 'new', window)}`

/** Seconds between the looks of a rule that is asked for as a query. */
const LOOK = 15

/**
 * The rule of rollback/alerts.yaml as one query: share of failed requests of the new version over `window` that did not
 * fall below in the `wait` minutes since, while enough requests were made.
 */
export function lowestShare(window: string, wait: number, perSecond: number): string {
  const of = (name: 'requests' | 'errors') => `sum(release:${name}:rate${window}{traffic="new"})`
  const looks = Math.max(1, (wait * 60) / LOOK)
  const range = `[${looks * LOOK}s:${LOOK}s]`
  return [
    `min_over_time((${of('errors')} / ${of('requests')})${range})`,
    `and min_over_time(${of('requests')}${range}) >= ${perSecond}`,
    // A series younger than that has not lasted long enough.
    `and count_over_time(${of('requests')}${range}) >= ${looks}`,
  ].join('\n')
}
