import { isKnown, knownValue, type Statement } from '../plan/basis.ts'
import type { Plan, RollbackScript } from '../plan/plan.ts'
import { errorRateOf } from '../plan/strategy/ladder.ts'
import { readings } from './rollback-script-functions.ts'

/** `text` as one bash word whose content stays inert. */
export const shellQuoted = (text: string): string => `'${text.replace(/'/g, `'\\''`)}'`

export interface Body {
  /** Commands of the caller without which the script does nothing. */
  needs?: string[]
  /** Commands of the caller that it runs where they are given. */
  optional?: string[]
  /** Lines before it takes the lock: values, and what has to hold. */
  values?: string[]
  flags?: Flag[]
  body: string[]
}

/** `--like-this`, in the script the variable `like_this`. */
export interface Flag {
  flag: string
  /** Why the script refuses without it; absent where it only may be given. */
  refusal?: string
}

/** A command of the caller, empty where none was given. */
export function command(plan: Plan, name: string): string {
  const statement = plan.rollback.commands.find(candidate => candidate.name === name)?.statement
  return statement && isKnown(statement) ? statement.value : ''
}

const finish = (text: string): string => `finish ${shellQuoted(text)}`

/** Percent below which a reading counts as healthy again, where promotion ends, and what it was made from. */
function errorLimit(plan: Plan): string[] {
  const ladder = plan.strategy.ladder
  const limit = String(ladder ? errorRateOf(ladder, 'monitor') : 1)
  const from = ladder?.baseline_known
    ? `${ladder.baseline} % was normal before`
    : `nobody measured what was normal before, ${ladder ? '0 % is' : 'this is'} assumed: ERROR_LIMIT=PERCENT sets another`
  return [
    `if [ -n "\${ERROR_LIMIT:-}" ]; then`,
    `  readonly error_limit="$ERROR_LIMIT" limit_from='by ERROR_LIMIT'`,
    'else',
    `  readonly error_limit=${shellQuoted(limit)} limit_from=${shellQuoted(from)}`,
    'fi',
    `awk -v limit="$error_limit" 'BEGIN { exit !(limit ~ /^([0-9]+([.][0-9]+)?|[.][0-9]+)$/ && limit > 0 && limit <= 100) }' ||`,
    `  fail "ERROR_LIMIT is no percentage: \\"$error_limit\\"; nothing was done" 64`,
  ]
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

const switching = (limit: number): string =>
  `check 'all traffic to the previous version' ${limit} "$switch_traffic"`

const deploying = `once 'deploy the previous version' ${seconds.deployment} "$redeploy"`

/** Whether the way back of the strategy is to switch traffic between two versions. */
const switches = ({ rollback }: Plan): boolean =>
  rollback.scripts.some(({ script }) => script === 'switch_back')

/** What each script does, between the common head and its success line. */
export const bodies: Record<RollbackScript, (plan: Plan) => Body> = {
  switch_back: plan => ({
    needs: ['switch_traffic', 'health_check', 'error_rate'],
    values: errorLimit(plan),
    body: [
      healthy('before the switch'),
      switching(seconds.quick),
      healthy('after the switch'),
      'verify_error_rate',
      healthy('at the end'),
      finish('traffic is on the previous version, health and error rate verified'),
    ],
  }),
  redeploy: plan => ({
    needs: ['redeploy', ...(switches(plan) ? ['switch_traffic'] : []), 'health_check', 'error_rate'],
    values: errorLimit(plan),
    body: [
      deploying,
      healthy('after the deployment'),
      ...(switches(plan) ? [switching(seconds.quick), healthy('after the switch')] : []),
      'verify_error_rate',
      healthy('at the end'),
      finish('the previous version is deployed, health and error rate verified'),
    ],
  }),
  flags_off: plan => ({
    needs: ['flag_off', 'error_rate'],
    values: errorLimit(plan),
    body: [
      ...(plan.strategy.flags.length > 1
        ? [
            `case "$flag_off" in *FLAG*) ;; *) fail 'several flags, but flag_off does not name $FLAG' 64 ;; esac`,
          ]
        : []),
      ...plan.strategy.flags.flatMap(flag => [
        `export FLAG=${shellQuoted(flag.name)}`,
        `check "flag $FLAG off" ${seconds.quick} "$flag_off"`,
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
      `check 'point latest at the previous version' ${seconds.quick} 'npm dist-tag add "$PACKAGE@$PREVIOUS_VERSION" latest'`,
      `check 'deprecate this version' ${seconds.quick} 'npm deprecate "$PACKAGE@$VERSION" "$MESSAGE"'`,
      'latest=none',
      'deprecated=',
      `for ((reading = 1; reading <= ${readings}; reading++)); do`,
      '  [ "$execute" = yes ] || break',
      '  from_registry "$PACKAGE" dist-tags.latest',
      '  latest="$told"',
      '  from_registry "$PACKAGE@$VERSION" deprecated',
      '  deprecated="$told"',
      '  if [ "$latest" = "$PREVIOUS_VERSION" ] && [ -n "$deprecated" ]; then break; fi',
      `  pause "\${READING_SECONDS:-30}"`,
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
      `check 'yank this version' ${seconds.quick} 'cargo yank --version "$VERSION" "$PACKAGE"'`,
      'verify_install',
      finish('new resolutions get another version; lock files keep this one until a patch is out'),
    ],
  }),
  withdraw: () => ({
    needs: ['withdraw_release', 'repoint_channel', 'install_check'],
    body: [
      `once 'mark the release as withdrawn' ${seconds.quick} "$withdraw_release"`,
      `check 'move floating tags and channels back' ${seconds.quick} "$repoint_channel"`,
      'verify_install',
      finish('new installations get the previous version; those installed keep this one'),
    ],
  }),
}

/** The old version may be gone when this runs: it is looked at first, and deployed where a command for that is given. */
const startedBySwitch = {
  look: [
    `there=yes`,
    `answers 'the previous version is there' ${seconds.quick} "$health_check" || there="$old_version_is_there"`,
    'if [ "$execute$there$restored" = yesnono ] && [ -z "$redeploy" ]; then',
    `  fail 'the previous version does not answer; nothing was touched: give commands.redeploy, which deploys it after the restore, or add --old-version-is-there where it runs and only its data or maintenance make it unhealthy' 64`,
    'fi',
  ],
  start: [
    'if [ "$there" = no ] && [ -n "$redeploy" ]; then',
    `  ${deploying}`,
    'fi',
    switching(seconds.deployment),
  ],
}

function restoreBody(plan: Plan): Body {
  const bySwitch = switches(plan)
  const limit = databaseSeconds(plan.rollback.restore_minutes)
  return {
    needs: [
      ...['backup', 'restore', 'data_check', 'maintenance_on', 'maintenance_off'],
      ...[bySwitch ? 'switch_traffic' : 'redeploy', 'health_check', 'error_rate'],
    ],
    optional: bySwitch ? ['redeploy'] : [],
    values: errorLimit(plan),
    flags: [
      {
        flag: '--accept-data-loss',
        refusal:
          'Everything written since the backup will be lost. Two people say yes to that; then run again with --execute --accept-data-loss.',
      },
      { flag: '--without-dump' },
      ...(bySwitch ? [{ flag: '--old-version-is-there' }] : []),
    ],
    body: [
      `backup_file="\${BACKUP_FILE:-backup_pre_v${plan.version}.sql}"`,
      'export BACKUP_FILE="$backup_file"',
      'kept="$backup_file.kept"',
      'emergency_file="emergency_before_restore_$(date -u +%Y%m%dT%H%M%SZ).sql"',
      `while [ -e "$emergency_file" ]; do emergency_file="\${emergency_file%.sql}_.sql"; done`,
      'expected="$(cut -d " " -f 1 "$backup_file.sha256" 2> /dev/null || :)"',
      'whole() { [ -s "$1" ] && [ "$(sha256sum "$1" | cut -d " " -f 1)" = "$expected" ]; }',
      'if [ "$execute" = yes ]; then',
      '  [ -n "$expected" ] || fail "checksum $backup_file.sha256 is missing"',
      '  whole "$backup_file" || whole "$kept" || fail "backup $backup_file is missing, empty or does not match its checksum"',
      'fi',
      'restored=no',
      'if was_done \'restore the backup\' "$restore"; then restored=yes; fi',
      ...(bySwitch ? startedBySwitch.look : []),
      'if [ "$execute" = yes ]; then',
      '  # A command may write to a fixed name, this one: keep a second copy until all is well.',
      '  if whole "$backup_file"; then',
      '    cp -p "$backup_file" "$kept" || fail "keep a second copy of $backup_file"',
      '  else',
      '    cp -p "$kept" "$backup_file" || fail "take back $kept"',
      '  fi',
      'fi',
      `copy="A second copy of the backup is $kept: keep it until a restore has ended well."`,
      'on="Maintenance may be on; it ends with this script\'s success, or by: $maintenance_off"',
      `left="$on"$'\\n'"$copy"`,
      `check 'maintenance on' ${seconds.quick} "$maintenance_on"`,
      'if [ "$restored" = yes ]; then',
      `  say '-> no emergency dump: the restore was done by an earlier attempt'`,
      'elif [ "$without_dump" = yes ]; then',
      `  say '-> no emergency dump: what was written since the backup cannot be had back any more'`,
      'else',
      `  left="If nothing can be dumped any more: --without-dump goes on without, and gives up for good what was written since the backup."$'\\n'"$left"`,
      '  export BACKUP_FILE="$emergency_file"',
      `  check 'emergency dump of what is there' ${databaseSeconds(plan.rollback.backup_minutes)} "$backup"`,
      '  export BACKUP_FILE="$backup_file"',
      '  if [ "$execute" = yes ]; then',
      '    if [ ! -s "$emergency_file" ] && ! whole "$backup_file"; then',
      '      mv "$backup_file" "$emergency_file" || fail "move the dump away from $backup_file"',
      '    fi',
      '    [ -s "$emergency_file" ] || fail "emergency dump $emergency_file is missing or empty"',
      '    say "   emergency dump: $emergency_file"',
      '    whole "$kept" || fail "checksum of $kept does not match"',
      '    cp -p "$kept" "$backup_file" || fail "take back $kept"',
      '    whole "$backup_file" || fail "checksum of $backup_file does not match"',
      '  fi',
      `  left="$on"$'\\n'"$copy"`,
      'fi',
      `once 'restore the backup' ${limit} "$restore"`,
      `check 'the restored data are whole' ${limit} "$data_check"`,
      ...(bySwitch ? startedBySwitch.start : [deploying]),
      healthy('after the start'),
      `check 'maintenance off' ${seconds.quick} "$maintenance_off"`,
      'left="$copy"',
      'verify_error_rate',
      healthy('at the end'),
      'if [ "$execute" = yes ]; then',
      '  if whole "$backup_file"; then rm -f "$kept" || say "   remove by hand: $kept"; fi',
      '  if [ -e "$kept" ]; then say "   a copy of the backup stays: $kept"; fi',
      'fi',
      finish('database restored, data checked, health and error rate verified'),
    ],
  }
}
