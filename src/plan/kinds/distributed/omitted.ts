import { because, omittedForInstalled } from '../omitted.ts'

export const omitted: Record<string, string> = {
  ...omittedForInstalled('others install and run it'),
  ...because('adopters who run candidates take the place of the organisation', ['1.5.mail_staff']),
  ...because(
    'installation, upgrade and downgrade are tested; a user interface with the feature that changes it',
    ['1.5.accessibility'],
  ),
  ...because('operators decide what they switch on', ['1.4.flag_table', '1.7.flags']),
}
