import { derived, given, type Known } from '../basis.ts'
import type { Derivation } from '../derivation.ts'
import type { WayBackSpec } from '../kinds/profile.ts'
import { applies } from '../kinds/traits.ts'
import { parsedAnswer } from '../questions.ts'
import { strategyId } from '../strategy/own.ts'

const tool = 'write_rollback_plan'

/** The way back that restores the database, where the plan has one. */
export const restoringWay = ({ profile, traits }: Derivation): WayBackSpec | undefined =>
  profile.ways_back.find(
    ({ script, when }) => script === 'restore_database' && applies(traits, when) !== 'no',
  )

/** Minutes of the restore command alone, as measured or said. */
export function measuredRestore({ inputs }: Derivation): Known<number> | undefined {
  const told = inputs.rollback?.database?.restore_minutes
  if (told !== undefined) return given(told, tool)
  const answer = inputs.answers.restore_minutes
  const minutes = answer && parsedAnswer(answer.value, { answer: 'number' })
  return typeof minutes === 'number' ? given(minutes, answer!.from) : undefined
}

/**
 * Minutes of the whole way: what the caller said of it, else the restore after the emergency dump that its script takes first. The
 * dump takes as long as the backup before the release, being the same command.
 */
export function restoringMinutes(derivation: Derivation): Known<number> | undefined {
  const way = restoringWay(derivation)
  const whole = derivation.inputs.rollback?.methods?.find(
    ({ name }) => way && [way.id, strategyId(way.name)].includes(strategyId(name)),
  )?.minutes
  if (whole !== undefined) return given(whole, tool)
  const restore = measuredRestore(derivation)
  if (!restore) return undefined
  const { minutes, told } = backupMinutes(derivation)
  const dump = `${minutes} min emergency dump${told ? '' : ', assumed,'}`
  return derived(minutes + restore.value, `${dump} + ${restore.value} min restore`)
}

function backupMinutes({ inputs, profile }: Derivation): { minutes: number; told: boolean } {
  const isBackup = ({ id }: { id: string }) => id === 'backup'
  const told =
    inputs.schedule?.release_day?.find(isBackup)?.minutes ?? inputs.rollback?.database?.backup_minutes
  return { minutes: told ?? profile.release_day.find(isBackup)?.minutes ?? 0, told: told !== undefined }
}
