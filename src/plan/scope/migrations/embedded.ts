import { isCode } from '../paths.ts'
import type { FileLines } from '../signals/lines.ts'
import type { Operation } from './operation.ts'
import { withoutComments } from './source.ts'
import { sqlOperations } from './sql.ts'

// Many programs keep their steps as SQL in program text: a list in migrations.go, statements in a store's code.

/** Code that keeps data by its name; elsewhere such SQL is more often what a tool for databases works on. */
const KEEPS_DATA =
  /(?:^|[/_.-])(?:migrat\w*|schemas?|databases?|db|stores?|storage|persistence|sql(?:ite3?)?|postgres(?:ql)?|pgx?|mysql|dao|repositor(?:y|ies)|models?)(?=[/_.-]|$)/i
const LANGUAGE = /\.(?:go|[cm]?[jt]s|py|rb|rs|php|java|kt|scala|cs|exs?|swift|dart)$/i
const NAME = String.raw`(?:["\x60[][\w.]+["\x60\]]|[\w.]+)`
const SCHEMA_LINE = new RegExp(
  [
    String.raw`\bALTER\s+TABLE\s+(?:ONLY\s+)?(?:IF\s+EXISTS\s+)?${NAME}(?:\s+(?:ADD|DROP|ALTER|RENAME|MODIFY|CHANGE|SET)\b|\s*$)`,
    String.raw`\bCREATE\s+(?:UNLOGGED\s+|TEMP\w*\s+)?TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?${NAME}\s*(?:\(|$)`,
    String.raw`\bDROP\s+(?:TABLE|INDEX)\s+(?:IF\s+EXISTS\s+)?${NAME}\s*(?:CASCADE\s*)?(?:;|["'\x60)]|$)`,
    String.raw`\bCREATE\s+(?:UNIQUE\s+)?INDEX\s+(?:CONCURRENTLY\s+)?(?:IF\s+NOT\s+EXISTS\s+)?${NAME}(?:\s+ON\b|\s*$)`,
  ].join('|'),
  'im',
)

/** Whether a file may keep steps in program text. */
const mayHoldSteps = (path: string): boolean => isCode(path) && LANGUAGE.test(path) && KEEPS_DATA.test(path)

/** What looks for schema statements in a file's lines. */
export const schemaPatterns = (path: string): RegExp[] => (mayHoldSteps(path) ? [SCHEMA_LINE] : [])

/** The files whose added lines change a schema. */
export const changesSchema = (files: readonly FileLines[]): string[] =>
  files
    .filter(({ path, added }) => mayHoldSteps(path) && added.some(line => SCHEMA_LINE.test(line)))
    .map(({ path }) => path)

/** A string that begins with a statement; what is no table or index only in capitals, since "Create view" is a button too. */
const BEGINS = /^\s*(?:--[^\n]*\n\s*|\/\*[\s\S]*?\*\/\s*)*(?:ALTER|CREATE|DROP)\s/i
const OTHER_OBJECT =
  /^\s*(?:--[^\n]*\n\s*)*(?:CREATE|DROP|ALTER)\s+(?:OR\s+REPLACE\s+)?(?:MATERIALIZED\s+)?(?:TYPE|VIEW|EXTENSION|FUNCTION|TRIGGER|SEQUENCE)\s+\S/

const holdsSchemaStatement = (text: string): boolean =>
  BEGINS.test(text) && (SCHEMA_LINE.test(text) || OTHER_OBJECT.test(text))

/** The steps of the strings in a program that begin with a schema statement; its other SQL is what it asks every day. */
export function embeddedOperations(text: string, path: string): Operation[] {
  const hash = /\.(?:py|rb|exs?)$/i.test(path)
  return stringsIn(withoutComments(text, hash), path).filter(holdsSchemaStatement).flatMap(sqlOperations)
}

const HEREDOC = /<<[<~-]?\s*["']?([A-Z]\w*)["']?\n([\s\S]*?)\n\s*\1\b/
const LONG = /"""([\s\S]*?)"""|'''([\s\S]*?)'''|`((?:[^`\\]|\\.)*)`/
const LINE = /"((?:[^"\\\n]|\\.)*)"|'((?:[^'\\\n]|\\.)*)'/
/** Rust, PHP and Ruby let a plain string go on over the line. */
const LINES = /"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'/

function stringsIn(text: string, path: string): string[] {
  const plain = /\.(?:rs|php|rb)$/i.test(path) ? LINES : LINE
  const pattern = new RegExp([HEREDOC, LONG, plain].map(({ source }) => source).join('|'), 'g')
  // Parts that are joined are one string: `"ALTER TABLE a " + "ADD b"`.
  const joined = text.replace(/"\s*(?:\+|\.|\\)?\s*\n?\s*(?:\+|\.)?\s*"(?!")/g, part =>
    /[+.\\]/.test(part) ? '' : part,
  )
  return [...joined.matchAll(pattern)].map(
    ([, , heredoc, ...others]) => heredoc ?? others.find(Boolean) ?? '',
  )
}
