import { isKnown, knownValue, type Statement } from '../plan/basis.ts'
import type { Plan, RollbackScript } from '../plan/plan.ts'
import { scriptPath } from '../plan/rollback/scripts.ts'
import { errorRateOf } from '../plan/strategy/ladder.ts'
import { readings } from './rollback-script-functions.ts'

/** `text` as one bash word whose content stays inert. */
export const shellQuoted = (text: string): string => `'${text.replace(/'/g, `'\\''`)}'`

export interface Body {
  /** Commands of the caller without which the script does nothing. */
  needs?: string[]
  values?: Record<string, string>
  /** A flag without which the script refuses, and why. */
  argument?: { flag: string; refusal: string }
  body: string[]
}

/** A command of the caller, empty where none was given. */
export function command(plan: Plan, name: string): string {
  const statement = plan.rollback.commands.find(candidate => candidate.name === name)?.statement
  return statement && isKnown(statement) ? statement.value : ''
}

const finish = (text: string): string => `finish ${shellQuoted(text)}`

/** Percent below which a reading counts as healthy again: where promotion ends. */
function errorLimit(plan: Plan): string {
  const ladder = plan.strategy.ladder
  return String(ladder ? errorRateOf(ladder, 'monitor') : 1)
}

const packageName = ({ release }: Plan): string =>
  release.ecosystem?.name ?? (isKnown(release.product) ? release.product.value : '')

/** Seconds that a command may take: twice what was measured, else what no healthy one needs. */
const seconds = { quick: 120, deployment: 3600, database: 14_400 }

const databaseSeconds = (minutes: Statement<number> | undefined): number => {
  const measured = minutes && knownValue(minutes)
  return measured ? Math.ceil(measured * 120) : seconds.database
}

const healthy = (when: string): string =>
  `check 'previous version is healthy, ${when}' ${seconds.quick} "$health_check"`

/** What each script does, between the common head and its success line. */
export const bodies: Record<RollbackScript, (plan: Plan) => Body> = {
  switch_back: plan => ({
    needs: ['switch_traffic', 'health_check', 'error_rate'],
    values: { error_limit: errorLimit(plan) },
    body: [
      healthy('before the switch'),
      `act 'all traffic to the previous version' ${seconds.quick} "$switch_traffic"`,
      healthy('after the switch'),
      'verify_error_rate',
      healthy('at the end'),
      finish('traffic is on the previous version, health and error rate verified'),
    ],
  }),
  redeploy: plan => ({
    needs: ['redeploy', 'health_check', 'error_rate'],
    values: { error_limit: errorLimit(plan) },
    body: [
      `act 'deploy the previous version' ${seconds.deployment} "$redeploy"`,
      healthy('after the deployment'),
      'verify_error_rate',
      healthy('at the end'),
      finish('the previous version is deployed, health and error rate verified'),
    ],
  }),
  flags_off: plan => ({
    needs: ['flag_off', 'error_rate'],
    values: { error_limit: errorLimit(plan) },
    body: [
      ...(plan.strategy.flags.length > 1
        ? [
            `case "$flag_off" in *FLAG*) ;; *) fail 'several flags, but flag_off does not name $FLAG' 64 ;; esac`,
          ]
        : []),
      ...plan.strategy.flags.flatMap(flag => [
        `export FLAG=${shellQuoted(flag.name)}`,
        `act "flag $FLAG off" ${seconds.quick} "$flag_off"`,
      ]),
      'verify_error_rate',
      finish('all flags of this release were switched off, error rate verified'),
    ],
  }),
  backup_database: plan => ({
    needs: ['backup'],
    body: [
      `export BACKUP_FILE="\${BACKUP_FILE:-backup_pre_v${plan.version}.sql}"`,
      '[ ! -e "$BACKUP_FILE" ] || fail "$BACKUP_FILE exists already: move it away" 64',
      `check 'write the backup' ${databaseSeconds(plan.rollback.backup_minutes)} "$backup"`,
      'if [ "$execute" = yes ]; then',
      '  [ -s "$BACKUP_FILE" ] || fail "backup $BACKUP_FILE is missing or empty"',
      '  sha256sum "$BACKUP_FILE" > "$BACKUP_FILE.sha256" || fail checksum',
      'fi',
      finish('backup and checksum written; restore it once into an empty database before relying on it'),
    ],
  }),
  restore_database: restoreBody,
  npm_steer_back: plan => ({
    body: [
      `export PACKAGE=${shellQuoted(packageName(plan))}`,
      `[ -n "$PACKAGE" ] || fail 'the package name is not known: give product with initialize_plan' 64`,
      `export MESSAGE="\${MESSAGE:-$VERSION is withdrawn, use $PREVIOUS_VERSION}"`,
      'if [ "$execute" = yes ]; then',
      '  from_registry "$PACKAGE" dist-tags.latest',
      '  case "$told" in',
      '    "$VERSION" | "$PREVIOUS_VERSION") ;;',
      '    *) fail "latest is \\"$told\\", neither this release nor the one before: look before moving it" ;;',
      '  esac',
      'fi',
      '# With two-factor authentication: npm_config_otp=CODE in front of the command.',
      `act 'point latest at the previous version' ${seconds.quick} 'npm dist-tag add "$PACKAGE@$PREVIOUS_VERSION" latest'`,
      `act 'deprecate this version' ${seconds.quick} 'npm deprecate "$PACKAGE@$VERSION" "$MESSAGE"'`,
      'latest=none',
      'deprecated=',
      `for ((reading = 1; reading <= ${readings}; reading++)); do`,
      '  [ "$execute" = yes ] || break',
      '  from_registry "$PACKAGE" dist-tags.latest',
      '  latest="$told"',
      '  from_registry "$PACKAGE@$VERSION" deprecated',
      '  deprecated="$told"',
      '  if [ "$latest" = "$PREVIOUS_VERSION" ] && [ -n "$deprecated" ]; then break; fi',
      `  sleep "\${READING_SECONDS:-30}"`,
      'done',
      'if [ "$execute" = yes ]; then',
      '  [ "$latest" = "$PREVIOUS_VERSION" ] || fail "latest is still \\"$latest\\""',
      '  [ -n "$deprecated" ] || fail \'the version does not show as deprecated\'',
      'fi',
      finish('new installations get the previous version; lock files keep this one until a patch is out'),
    ],
  }),
  cargo_yank: plan => ({
    needs: ['install_check'],
    body: [
      `export PACKAGE=${shellQuoted(packageName(plan))}`,
      `[ -n "$PACKAGE" ] || fail 'the crate name is not known: give product with initialize_plan' 64`,
      `act 'yank this version' ${seconds.quick} 'cargo yank --version "$VERSION" "$PACKAGE"'`,
      'verify_install',
      finish('new resolutions get another version; lock files keep this one until a patch is out'),
    ],
  }),
  withdraw: () => ({
    needs: ['withdraw_release', 'repoint_channel', 'install_check'],
    body: [
      `act 'mark the release as withdrawn' ${seconds.quick} "$withdraw_release"`,
      `act 'move floating tags and channels back' ${seconds.quick} "$repoint_channel"`,
      'verify_install',
      finish('new installations get the previous version; those installed keep this one'),
    ],
  }),
}

function restoreBody(plan: Plan): Body {
  const start = plan.rollback.scripts.some(entry => entry.script === 'redeploy')
    ? 'redeploy'
    : 'switch_traffic'
  const ifGiven = (name: string, step: string) =>
    command(plan, name) === '' ? [] : [`act '${step}' ${seconds.quick} "$${name}"`]
  const restoring = plan.rollback.methods.find(({ script }) => script === scriptPath('restore_database'))
  const limit = databaseSeconds(restoring?.minutes)
  return {
    needs: ['backup', 'restore', 'data_check', start, 'health_check', 'error_rate'],
    values: { error_limit: errorLimit(plan) },
    argument: {
      flag: '--accept-data-loss',
      refusal:
        'Everything written since the backup will be lost. Stop writes first; then run again with --execute --accept-data-loss.',
    },
    body: [
      `backup_file="\${BACKUP_FILE:-backup_pre_v${plan.version}.sql}"`,
      'kept="$backup_file.kept"',
      'emergency_file="emergency_before_restore_$(date -u +%Y%m%dT%H%M%SZ).sql"',
      'whole() { [ -s "$1" ] && [ "$(sha256sum "$1" | cut -d " " -f 1)" = "$expected" ]; }',
      'if [ "$execute" = yes ]; then',
      '  [ -s "$backup_file.sha256" ] || fail "checksum $backup_file.sha256 is missing"',
      '  expected="$(cut -d " " -f 1 "$backup_file.sha256")"',
      '  # A command may write to a fixed name, this one: keep a second copy, which also serves a second attempt.',
      '  if whole "$backup_file"; then',
      '    cp -p "$backup_file" "$kept" || fail "keep a second copy of $backup_file"',
      '  elif whole "$kept"; then',
      '    cp -p "$kept" "$backup_file" || fail "take back $kept"',
      '  else',
      '    fail "backup $backup_file is missing, empty or does not match its checksum"',
      '  fi',
      '  if [ "$resume" = yes ] && [ -s "$state/emergency" ]; then emergency_file="$(cat "$state/emergency")"; fi',
      `  printf '%s' "$emergency_file" > "$state/emergency"`,
      'fi',
      ...ifGiven('maintenance_on', 'maintenance on'),
      'export BACKUP_FILE="$emergency_file"',
      `act 'emergency dump of what is there' ${databaseSeconds(plan.rollback.backup_minutes)} "$backup"`,
      'if [ "$execute" = yes ]; then',
      '  if [ ! -s "$emergency_file" ] && ! whole "$backup_file"; then',
      '    mv "$backup_file" "$emergency_file" || fail "move the dump away from $backup_file"',
      '  fi',
      '  [ -s "$emergency_file" ] || fail "emergency dump $emergency_file is missing or empty: run again without --resume"',
      '  whole "$kept" || fail "checksum of $kept does not match"',
      '  cp -p "$kept" "$backup_file" || fail "take back $kept"',
      '  whole "$backup_file" || fail "checksum of $backup_file does not match"',
      'fi',
      'export BACKUP_FILE="$backup_file"',
      `act 'restore the backup' ${limit} "$restore"`,
      `check 'the restored data are whole' ${limit} "$data_check"`,
      `act 'start the previous version' ${seconds.deployment} "$${start}"`,
      healthy('after the start'),
      ...ifGiven('maintenance_off', 'maintenance off'),
      'verify_error_rate',
      healthy('at the end'),
      finish('database restored, data checked, health and error rate verified'),
    ],
  }
}
