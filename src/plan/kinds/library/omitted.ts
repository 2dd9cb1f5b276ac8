import { because, omittedForInstalled } from '../omitted.ts'

export const omitted: Record<string, string> = {
  ...omittedForInstalled('others build the library into their products'),
  ...because('no user interface', ['1.5.accessibility']),
  ...because('the maintainers answer reports themselves', [
    '1.5.mail_support',
    '1.5.support_briefed',
    '1.6.support',
  ]),
  ...because('the maintainers decide what ships', ['1.6.product']),
  ...because('the maintainers read the candidate and go/no-go messages; nobody else is told before', [
    '1.5.mail_staff',
  ]),
  ...because('nothing stored: a library keeps no data of its own', [
    '1.4.database',
    '1.5.migration_rehearsal',
    '1.3.database',
    '1.2.database',
  ]),
  ...because('features of a library are taken by its callers, not switched', ['1.4.flag_table', '1.7.flags']),
}
