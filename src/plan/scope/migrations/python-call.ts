import { type Call, stringIn } from './source.ts'

/** `name=value` among a call's arguments, else the positional one. */
export const argument = ({ args }: Pick<Call, 'args'>, name: string, place = -1): string | undefined => {
  const named = args.find(one => new RegExp(`^${name}\\s*=`).test(one))
  if (named) return named.slice(named.indexOf('=') + 1).trim()
  const positional = args.filter(one => !/^\w+\s*=[^=]/.test(one))
  return place < 0 ? undefined : positional[place]
}

export const text = (call: Pick<Call, 'args'>, name: string, place = -1): string =>
  stringIn(argument(call, name, place)) ?? ''
