import { because } from '../omitted.ts'

export const omitted: Record<string, string> = because('nothing is handed out: the team itself goes back', [
  '1.7.withdrawal',
])
