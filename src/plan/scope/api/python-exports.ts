/**
 * The names that a package's `__init__.py` offers: a literal `__all__`, else what it imports under its own name again
 * (`from .app import Flask as Flask`). Undefined where `__all__` is computed, as its names are not in the text.
 */
export function pythonExports(text: string): Set<string> | undefined {
  const source = text.replace(/"""[\s\S]*?"""|'''[\s\S]*?'''/g, '').replace(/#[^\n]*/g, '')
  const all = [...source.matchAll(/^__all__\s*(?::[^=\n]*)?(\+?=)\s*([[(])([\s\S]*?)[\])]\s*(\+)?/gm)]
  if (/\b__all__\s*\.\s*(?:extend|append|remove)|^__all__\s*\+?=\s*[^[(\s]/m.test(source)) return undefined
  if (all.length > 0) {
    if (
      all.some(
        ([, , , inner = '', plus]) => plus || /[*\w]\s*\(|\*/.test(inner.replace(/["'][^"']*["']/g, '')),
      )
    )
      return undefined
    return new Set(
      all.flatMap(([, , , inner = '']) =>
        [...inner.matchAll(/["']([\w.]+)["']/g)].map(([, name]) => name ?? ''),
      ),
    )
  }
  return new Set(
    [...source.matchAll(/\b(\w+) as (\w+)/g)].flatMap(([, one, other = '']) =>
      one === other ? [other] : [],
    ),
  )
}

/** Names gone from the old text; those that the new one still serves by `__getattr__` are not. */
export function removedPythonExports(old: string, now: string): string[] {
  const [before, after] = [pythonExports(old), pythonExports(now)]
  if (!before || !after || /\bimport \*/.test(now)) return []
  const served = /def __getattr__/.test(now) ? now : ''
  return [...before].filter(
    name => !after.has(name) && !new RegExp(`["']${name}["']`).test(served) && !declares(now, name),
  )
}

/** Without `__all__` a name that is assigned, defined or imported otherwise is still there. */
const declares = (text: string, name: string): boolean =>
  !/^__all__/m.test(text) &&
  new RegExp(
    `^(?:class|def|async def) ${name}\\b|^${name}\\s*[:=]|\\bimport\\b[^\\n]*\\b${name}\\b|^\\s+${name},?$`,
    'm',
  ).test(text)
