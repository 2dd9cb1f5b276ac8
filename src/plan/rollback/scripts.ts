import type { Rollback, RollbackScript } from '../plan.ts'

const purposes: Record<RollbackScript, string> = {
  switch_back: 'sends all traffic to the previous version and verifies it',
  redeploy: 'deploys the previous version and verifies it',
  flags_off: 'switches the flags of this release off and verifies',
  backup_database: 'writes the backup before the release and its checksum',
  restore_database: 'restores that backup after an emergency dump; loses later writes',
  npm_steer_back: 'points the default dist-tag back and deprecates the version',
  cargo_yank: 'yanks the version and verifies a fresh resolution',
  withdraw: 'withdraws the release and moves the defaults back',
}

export const scriptPath = (script: RollbackScript): string => `rollback/scripts/${script}.sh`

/** The files for these scripts; a restore brings the backup that it needs. */
export function scriptFiles(scripts: (RollbackScript | undefined)[]): Rollback['scripts'] {
  const wanted = scripts.flatMap(script =>
    script === undefined
      ? []
      : script === 'restore_database'
        ? (['backup_database', script] as const)
        : [script],
  )
  return [...new Set(wanted)].map(script => ({ path: scriptPath(script), purpose: purposes[script], script }))
}
