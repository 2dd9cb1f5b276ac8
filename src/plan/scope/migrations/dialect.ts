import type { Dialect } from './operation.ts'

const SIGNS: [Dialect, RegExp, RegExp][] = [
  [
    'postgresql',
    /postgres|\bpgsql\b|[/_]pg[/_.]|supabase/i,
    /\bCONCURRENTLY\b|\bjsonb\b|\btimestamptz\b|\bSERIAL\b|\bBIGSERIAL\b|::(?:text|int|jsonb?|uuid|regclass|timestamp|date|bool|numeric|varchar)|\$\$|\bUSING btree\b|CREATE EXTENSION|\bplpgsql\b|postgresql_|\bNOT VALID\b|algorithm: :concurrently|\bTIMESTAMP\(3\)|\bbytea\b/i,
  ],
  [
    'mysql',
    /mysql|maria/i,
    /\bENGINE\s*=\s*\w+|\bAUTO_INCREMENT\b|\bCOLLATE utf8|\bCHARACTER SET utf8|\bMODIFY (?:COLUMN )?`|\bDATETIME\(3\)|ALTER TABLE `/i,
  ],
  ['sqlite', /sqlite/i, /\bPRAGMA\b|\bAUTOINCREMENT\b/],
  [
    'sqlserver',
    /sql-?server|mssql/i,
    /^\s*GO\s*$|\[dbo\]|\bNVARCHAR\b|\bnvarchar\(|\bsp_rename\b|\bUNIQUEIDENTIFIER\b|SqlServer:/im,
  ],
  ['oracle', /oracle/i, /\bVARCHAR2\b|\bNUMBER\(\d/i],
]
const READ = 20_000

/** The database that a file is for, by its path, then by words that only one of them knows. */
export function dialectOf(path: string, text: string): Dialect | undefined {
  // a database of its own kind, with words of several others
  if (/clickhouse/i.test(path)) return undefined
  const named = SIGNS.filter(([, pattern]) => pattern.test(path))
  if (named.length === 1) return named[0]?.[0]
  const head = text.slice(0, READ)
  const shown = SIGNS.filter(([, , pattern]) => pattern.test(head))
  return shown.length === 1 ? shown[0]?.[0] : undefined
}

/** The one that most files show; for those that show none themselves. */
export function commonDialect(dialects: (Dialect | undefined)[]): Dialect | undefined {
  const counts = new Map<Dialect, number>()
  for (const dialect of dialects) if (dialect) counts.set(dialect, (counts.get(dialect) ?? 0) + 1)
  const [first, second] = [...counts].sort((a, b) => b[1] - a[1])
  return first && (!second || first[1] > second[1]) ? first[0] : undefined
}
