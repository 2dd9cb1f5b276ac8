import { isKnown } from '../plan/basis.ts'
import { instantOf } from '../plan/calendar/zones.ts'
import { communicationsInputs } from '../plan/inputs.ts'
import type { Plan } from '../plan/plan.ts'
import { planArguments } from './arguments.ts'
import { commonResult } from './common-result.ts'
import { tool } from './tool.ts'
import { updateSection } from './update-plan.ts'

export const planCommunications = tool({
  name: 'plan_communications',
  title: 'Plan the messages',
  description:
    'Write who is told what, when, through which channel and after which gate; nothing external leaves before the go/no-go, and every release message has its rollback counterpart. messages merge by id over the standard ones (at: T-2, a date or a milestone id); channels maps chat, mail, status_page, blog to names.',
  input: { ...planArguments, ...communicationsInputs },
  output: ['messages'],
  keep: ['messages'],
  readOnly: false,
  async run(args, context, raw) {
    const outcome = await updateSection(context, 'communications', args, raw)
    const { plan } = outcome
    return commonResult(outcome, communicationsSummary(plan), {
      messages: plan.communications.messages.map(
        ({ id, at, date, time, audience, channel, gate, owner, path }) => ({
          id,
          at: date && time ? instantOf(date, time, plan.release.timezone.value).local : (date ?? at),
          audience,
          channel: isKnown(channel) ? channel.value : null,
          gate: gate ?? null,
          owner,
          path: `${plan.release_dir}/${path}`,
        }),
      ),
    })
  },
})

function communicationsSummary({ communications }: Plan): string {
  const external = communications.messages.filter(message => !message.internal)
  const first = external.find(message => message.date)
  return `${communications.messages.length} messages, ${external.length} of them external${first ? `, the first on ${first.at} after ${first.gate_name ?? first.gate ?? 'its gate'}` : ''}; rollback messages are ready beside them.`
}
