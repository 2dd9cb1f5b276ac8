import type { ServerContext } from '@modelcontextprotocol/server'

/** Sends what is being done to a host that asked for it; without a token nobody asked, so there is none. */
export function progressOf({ mcpReq }: ServerContext): ((message: string) => void) | undefined {
  const progressToken = mcpReq._meta?.progressToken
  if (progressToken === undefined) return undefined
  let progress = 0
  return message => {
    progress += 1
    const params = { progressToken, progress, message: message.slice(0, 300) }
    mcpReq.notify({ method: 'notifications/progress', params }).catch(() => undefined)
  }
}
