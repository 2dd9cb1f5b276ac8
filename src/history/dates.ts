const PLAIN = /^(?:19[7-9]\d|2[01]\d\d)-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)$/

/** The beginning of 1970 where a commit or tag claims a date that is none, or none of these two centuries. */
export function readDate(text: string): string {
  return PLAIN.test(text) && !Number.isNaN(Date.parse(text)) ? text : '1970-01-01T00:00:00+00:00'
}
