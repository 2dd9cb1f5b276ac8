import { published, withdrawal } from '../library/messages.ts'
import { closingMessages, rollbackMessages, supportBriefing, teamMessages } from '../messages.ts'
import type { MessageSpec } from '../profile.ts'

export const messages: MessageSpec[] = [
  ...teamMessages,
  supportBriefing,
  ...published.map(message =>
    message.role === 'communications' ? { ...message, role: 'product_manager' } : message,
  ),
  ...closingMessages,
  ...rollbackMessages,
  withdrawal,
]
