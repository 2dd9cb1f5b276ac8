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

/** Share of failed requests of the new version that did not fall below in so many minutes, while enough were made. */
export const lowestShare = (minutes: number, perSecond: number): string =>
  [
    `min_over_time((sum(release:errors:rate1m{traffic="new"}) / sum(release:requests:rate1m{traffic="new"}))[${minutes}m:1m])`,
    `and min_over_time(sum(release:requests:rate1m{traffic="new"})[${minutes}m:1m]) >= ${perSecond}`,
    // A series younger than that has not lasted long enough.
    `and count_over_time(sum(release:requests:rate1m{traffic="new"})[${minutes}m:1m]) >= ${minutes}`,
  ].join('\n')
