import { published, withdrawal } from '../library/messages.ts'
import { closingMessages, rollbackMessages, supportBriefing, teamMessages } from '../messages.ts'
import type { MessageSpec } from '../profile.ts'

/** Users are told when the stores offer the version to every installation, not to the first share. */
const stores = (message: MessageSpec): MessageSpec =>
  message.id === 'release_announcement'
    ? {
        ...message,
        role: 'product_manager',
        at: 'monitoring_ends',
        at_once_with: ['full_release'],
        precondition: 'the stores offer {{version}} to every installation and its documentation is public',
      }
    : message

export const messages: MessageSpec[] = [
  ...teamMessages,
  supportBriefing,
  ...published.map(stores),
  ...closingMessages,
  ...rollbackMessages,
  withdrawal,
]
