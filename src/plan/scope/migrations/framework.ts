import { alembicOperations } from './alembic.ts'
import { efCoreOperations } from './csharp.ts'
import { djangoOperations } from './django.ts'
import { ectoOperations } from './ecto.ts'
import { embeddedOperations } from './embedded.ts'
import { knexOperations, sequelizeOperations, typeormOperations } from './javascript.ts'
import { liquibaseOperations } from './liquibase.ts'
import { type Operation, unknown } from './operation.ts'
import { doctrineOperations, laravelOperations } from './php.ts'
import { railsOperations } from './rails.ts'
import { sqlOperations } from './sql.ts'

type Framework = {
  name: string
  path: RegExp
  /** What its text has and others have not. */
  text?: RegExp
  read: (text: string, path: string) => Operation[]
  /** Code that is no known call stays unseen, so a text without any step says nothing. */
  partial?: true
}

const sqlPart = (text: string) => sqlOperations(text)

/** The part of an SQL file before its way back; both ways stand in one file for goose and dbmate. */
const upPart = (text: string) =>
  sqlOperations(text.split(/^-- ?(?:\+goose|\+migrate|migrate:) ?down\b/im)[0] ?? '')

const FRAMEWORKS: Framework[] = [
  { name: 'dbmate', path: /\.sql$/, text: /^-- ?migrate:up/m, read: upPart },
  { name: 'goose', path: /\.sql$/, text: /^-- ?\+goose up/im, read: upPart },
  { name: 'sql-migrate', path: /\.sql$/, text: /^-- ?\+migrate up/im, read: upPart },
  { name: 'Liquibase', path: /\.sql$/, text: /^--\s*liquibase formatted sql/im, read: sqlPart },
  { name: 'Prisma', path: /(?:^|\/)migrations\/[^/]+\/migration\.sql$/, read: sqlPart },
  { name: 'Supabase', path: /(?:^|\/)supabase\/.*\.sql$/, read: sqlPart },
  {
    name: 'Drizzle',
    path: /\.sql$/,
    text: /^-->\s*statement-breakpoint|--> statement-breakpoint/m,
    read: sqlPart,
  },
  { name: 'Flyway', path: /(?:^|\/)[VBR][\d._]*__[^/]+\.sql$/, read: sqlPart },
  { name: 'golang-migrate or sqlx', path: /\.up\.sql$/, read: sqlPart },
  { name: 'SQL', path: /\.sql$/, read: upPart },
  {
    name: 'Liquibase',
    path: /\.(?:xml|ya?ml|json)$/,
    text: /databaseChangeLog/,
    read: (text, path) => liquibaseOperations(path, text),
  },
  {
    name: 'Rails',
    path: /\.rb$/,
    text: /^[ \t]*class\s+[\w:]+\s*<\s*(?:::)?(?:\w+::)*\w*Migration\b/m,
    read: railsOperations,
  },
  {
    name: 'Django',
    path: /\.py$/,
    text: /\bmigrations\.Migration\b|\bclass Migration\(/,
    read: djangoOperations,
  },
  { name: 'Alembic', path: /\.py$/, text: /\bdef upgrade\(/, read: alembicOperations },
  {
    name: 'Laravel',
    path: /\.php$/,
    text: /Illuminate\\|\bSchema::/,
    read: laravelOperations,
    partial: true,
  },
  {
    name: 'Doctrine',
    path: /\.php$/,
    text: /\baddSql\(|Doctrine\\/,
    read: doctrineOperations,
    partial: true,
  },
  { name: 'Ecto', path: /\.exs$/, text: /use Ecto\.Migration/, read: ectoOperations },
  { name: 'EF Core', path: /\.cs$/, text: /MigrationBuilder\b/, read: efCoreOperations },
  {
    name: 'TypeORM',
    path: /\.[cm]?[jt]s$/,
    text: /MigrationInterface|\bqueryRunner\b|mikro-orm/,
    read: typeormOperations,
    partial: true,
  },
  {
    name: 'Sequelize',
    path: /\.[cm]?[jt]s$/,
    text: /\bqueryInterface\b|sequelize/i,
    read: sequelizeOperations,
    partial: true,
  },
  {
    name: 'Knex',
    path: /\.[cm]?[jt]s$/,
    text: /\bknex\b|\.schema\.|\bschema\s*\n?\s*\./i,
    read: knexOperations,
    partial: true,
  },
]

const LANGUAGES: Record<string, string> = {
  go: 'Go code',
  java: 'Java code',
  kt: 'Kotlin code',
  py: 'Python code',
  rb: 'Ruby code',
  php: 'PHP code',
  cs: 'C# code',
}
/** Texts beyond this are generated or data: they are not judged. */
const LARGEST_SQL = 1_000_000
const LARGEST_CODE = 200_000

/** Languages whose frameworks are all known here: other code in such a folder is no migration. */
const KNOWN_BY_TEXT = new Set(['cs', 'rb', 'py', 'php', 'exs', 'yaml', 'yml', 'json', 'xml'])
const STEPS_FOLDER =
  /(?:^|\/)\w*(?:migrations?|migrate|changelogs?|flyway|liquibase|schema|DbScripts)\w*\/|(?:^|\/)[VUR]\d[\d._]*__/i

/** A number that orders it: `0042_x.ts`, `v42.go`, `20260101_x.go`, `2026-01-01-x.js`, `Version20260101.php`, `V7__x.java`. */
const NUMBERED = /(?:^|\/)(?:v?\d+[_.-][^/]*|[VUR]\d[\d._]*__[^/]*|[^/]*\d{4,}[^/]*)$/i
/** How a step is offered to the runner where no known framework is used. */
const OFFERED =
  /\bup\s*[:(=]|\b(?:exports\.|function\s+|async\s+)(?:up|migrate)\b|\b(?:Base)?JavaMigration\b|\bAddMigration\w*\(|\bfunc\s+(?:Up|Migrate)/

/** Code in such a folder may as well be about migrations: one that runs is numbered, or offers its step. */
const runsOnce = (path: string, text: string): boolean =>
  NUMBERED.test(path) || OFFERED.test(text.slice(0, LARGEST_CODE))

/** The steps that stand as SQL in a program's text; undefined where none does. */
export function readEmbedded(
  path: string,
  text: string,
): { framework: string; steps: Operation[] } | undefined {
  const ending = /\.(\w+)$/.exec(path)?.[1] ?? ''
  const framework = `SQL in ${LANGUAGES[ending] ?? 'program code'}`
  if (text.length > LARGEST_SQL)
    return { framework, steps: [unknown(`${Math.round(text.length / 1000)} kB of text`)] }
  const steps = embeddedOperations(text, path)
  return steps.length === 0 ? undefined : { framework, steps }
}

/**
 * What a migration's text does going forward, and in whose language it is written; undefined when the text is none:
 * other code in a folder of that name, SQL elsewhere that changes no schema.
 */
export function readMigration(
  path: string,
  text: string,
): { framework: string; steps: Operation[] } | undefined {
  const found = FRAMEWORKS.find(
    one => one.path.test(path) && (one.text?.test(text.slice(0, LARGEST_SQL)) ?? true),
  )
  const ending = /\.(\w+)$/.exec(path)?.[1] ?? ''
  if (!found && (KNOWN_BY_TEXT.has(ending) || !runsOnce(path, text))) return undefined
  if (!found) return { framework: LANGUAGES[ending] ?? 'program code', steps: [unknown('program code')] }
  if (text.length > (ending === 'sql' ? LARGEST_SQL : LARGEST_CODE))
    return { framework: found.name, steps: [unknown(`${Math.round(text.length / 1000)} kB of text`)] }
  const steps = found.read(text, path)
  const ddl = steps.some(({ op }) => !['unknown', 'insert', 'update', 'delete'].includes(op))
  if (found.name === 'SQL' && !ddl && !STEPS_FOLDER.test(path)) return undefined
  if (found.partial && steps.length === 0 && !runsOnce(path, text)) return undefined
  return {
    framework: found.name,
    steps: steps.length === 0 && found.partial ? [unknown('program code')] : steps,
  }
}
