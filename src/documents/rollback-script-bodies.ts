import { isKnown } from '../plan/basis.ts'
import type { Plan, RollbackScript } from '../plan/plan.ts'

/** Readings in a row below the limit, and of an installation at most, before a script may report success. */
export const readings = 5
/** Readings of the error rate at most, a minute apart: a rate over 5 minutes holds old traffic at first. */
export const mostReadings = 15

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

const finish = (text: string): string[] => [
  'if [ "$dry_run" = yes ]; then',
  "  printf 'Dry run: nothing was done.\\n'",
  '  exit 0',
  'fi',
  `printf 'DONE: %s\\n' ${shellQuoted(text)}`,
]

/** Percent below which a reading counts as healthy again: where promotion ends. */
function errorLimit(plan: Plan): string {
  const ladder = plan.strategy.ladder
  return String(ladder ? Number((ladder.baseline + ladder.promote_below).toFixed(3)) : 1)
}

const packageName = ({ release }: Plan): string =>
  release.ecosystem?.name ?? (isKnown(release.product) ? release.product.value : '')

/** What each script does, between the common head and its success line. */
export const bodies: Record<RollbackScript, (plan: Plan) => Body> = {
  switch_back: plan => ({
    needs: ['switch_traffic', 'health_check', 'error_rate'],
    values: { error_limit: errorLimit(plan) },
    body: [
      'step \'previous version is healthy, before the switch\' "$health_check"',
      'step \'all traffic to the previous version\' "$switch_traffic"',
      'step \'previous version is healthy, after the switch\' "$health_check"',
      'verify_error_rate',
      ...finish('traffic is on the previous version, health and error rate verified'),
    ],
  }),
  redeploy: plan => ({
    needs: ['redeploy', 'health_check', 'error_rate'],
    values: { error_limit: errorLimit(plan) },
    body: [
      'step \'deploy the previous version\' "$redeploy"',
      'step \'previous version is healthy\' "$health_check"',
      'verify_error_rate',
      ...finish('the previous version is deployed, health and error rate verified'),
    ],
  }),
  flags_off: plan => ({
    needs: ['flag_off', 'error_rate'],
    values: { error_limit: errorLimit(plan) },
    body: [
      ...(plan.strategy.flags.length > 1
        ? [
            `case "$flag_off" in *FLAG*) ;; *) fail 'several flags, but flag_off does not name $FLAG' 78 ;; esac`,
          ]
        : []),
      ...plan.strategy.flags.flatMap(flag => [
        `export FLAG=${shellQuoted(flag.name)}`,
        'step "flag $FLAG off" "$flag_off"',
      ]),
      'verify_error_rate',
      ...finish('all flags of this release were switched off, error rate verified'),
    ],
  }),
  backup_database: plan => ({
    needs: ['backup'],
    body: [
      `export BACKUP_FILE="\${BACKUP_FILE:-backup_pre_v${plan.version}.sql}"`,
      '[ ! -e "$BACKUP_FILE" ] || fail "$BACKUP_FILE exists already: move it away"',
      'step \'write the backup\' "$backup"',
      'if [ "$dry_run" = no ]; then',
      '  [ -s "$BACKUP_FILE" ] || fail "backup $BACKUP_FILE is missing or empty"',
      '  sha256sum "$BACKUP_FILE" > "$BACKUP_FILE.sha256" || fail checksum',
      'fi',
      ...finish('backup and checksum written; restore it once into an empty database before relying on it'),
    ],
  }),
  restore_database: plan => restoreBody(plan),
  npm_steer_back: plan => ({
    values: { package: packageName(plan) },
    body: [
      `[ -n "$package" ] || fail 'the package name is not known: give product with initialize_plan' 78`,
      `message="\${MESSAGE:-$VERSION is withdrawn, use $PREVIOUS_VERSION}"`,
      'if [ "$dry_run" = no ]; then',
      '  current="$(npm view "$package" dist-tags.latest)" || fail \'read dist-tags\'',
      '  case "$current" in',
      '    "$VERSION" | "$PREVIOUS_VERSION") ;;',
      '    *) fail "latest is \\"$current\\", neither this release nor the one before: look before moving it" ;;',
      '  esac',
      'fi',
      'act \'point latest at the previous version\' npm dist-tag add "$package@$PREVIOUS_VERSION" latest',
      'act \'deprecate this version\' npm deprecate "$package@$VERSION" "$message"',
      'latest=none',
      'deprecated=',
      `for ((reading = 1; reading <= ${readings}; reading++)); do`,
      '  [ "$dry_run" = no ] || break',
      '  latest="$(npm view "$package" dist-tags.latest)" || fail \'verify dist-tags\'',
      '  deprecated="$(npm view "$package@$VERSION" deprecated)" || fail \'verify deprecation\'',
      '  if [ "$latest" = "$PREVIOUS_VERSION" ] && [ -n "$deprecated" ]; then break; fi',
      `  sleep "\${READING_SECONDS:-30}"`,
      'done',
      'if [ "$dry_run" = no ]; then',
      '  [ "$latest" = "$PREVIOUS_VERSION" ] || fail "latest is still \\"$latest\\""',
      '  [ -n "$deprecated" ] || fail \'the version does not show as deprecated\'',
      'fi',
      ...finish('new installations get the previous version; lock files keep this one until a patch is out'),
    ],
  }),
  cargo_yank: plan => ({
    needs: ['install_check'],
    values: { package: packageName(plan) },
    body: [
      `[ -n "$package" ] || fail 'the crate name is not known: give product with initialize_plan' 78`,
      'act \'yank this version\' cargo yank --version "$VERSION" "$package"',
      'verify_install',
      ...finish('new resolutions get another version; lock files keep this one until a patch is out'),
    ],
  }),
  withdraw: () => ({
    needs: ['withdraw_release', 'repoint_channel', 'install_check'],
    body: [
      'step \'mark the release as withdrawn\' "$withdraw_release"',
      'step \'move floating tags and channels back\' "$repoint_channel"',
      'verify_install',
      ...finish('new installations get the previous version; those installed keep this one'),
    ],
  }),
}

function restoreBody(plan: Plan): Body {
  const start = plan.rollback.scripts.some(entry => entry.script === 'redeploy')
    ? 'redeploy'
    : 'switch_traffic'
  const ifGiven = (name: string, step: string) =>
    command(plan, name) === '' ? [] : [`step '${step}' "$${name}"`]
  const data =
    command(plan, 'data_check') === '' ? 'DATA NOT CHECKED, no command data_check was given' : 'data checked'
  return {
    needs: ['backup', 'restore', start, 'health_check', 'error_rate'],
    values: { error_limit: errorLimit(plan) },
    argument: {
      flag: '--accept-data-loss',
      refusal:
        'Everything written since the backup will be lost. Stop writes first; then run again with --accept-data-loss (or --dry-run).',
    },
    body: [
      `backup_file="\${BACKUP_FILE:-backup_pre_v${plan.version}.sql}"`,
      'emergency_file="emergency_before_restore_$(date -u +%Y%m%dT%H%M%SZ).sql"',
      'kept="$backup_file.kept"',
      'whole() { [ -s "$1" ] && [ "$(sha256sum "$1" | cut -d " " -f 1)" = "$expected" ]; }',
      'if [ "$dry_run" = no ]; then',
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
      'fi',
      ...ifGiven('maintenance_on', 'maintenance on'),
      'export BACKUP_FILE="$emergency_file"',
      'step \'emergency dump of what is there\' "$backup"',
      'if [ "$dry_run" = no ]; then',
      '  if [ ! -s "$emergency_file" ] && ! whole "$backup_file"; then',
      '    mv "$backup_file" "$emergency_file" || fail "move the dump away from $backup_file"',
      '  fi',
      '  [ -s "$emergency_file" ] || fail "emergency dump $emergency_file is missing or empty"',
      '  whole "$kept" || fail "checksum of $kept does not match"',
      '  cp -p "$kept" "$backup_file" || fail "take back $kept"',
      '  whole "$backup_file" || fail "checksum of $backup_file does not match"',
      'fi',
      'export BACKUP_FILE="$backup_file"',
      'step \'restore the backup\' "$restore"',
      ...ifGiven('data_check', 'check the data'),
      `step 'start the previous version' "$${start}"`,
      'step \'previous version is healthy\' "$health_check"',
      ...ifGiven('maintenance_off', 'maintenance off'),
      'verify_error_rate',
      ...finish(`database restored, health and error rate verified; ${data}`),
    ],
  }
}
