/** What a person's editor decides about a text: its byte order mark, line ends, and whether the last line ends. */
export interface TextForm {
  mark: boolean
  eol: '\n' | '\r\n'
  ended: boolean
}

const MARK = '\uFEFF'

/** The form of a text; with mixed line ends the more frequent one counts. */
export function formOf(text: string): TextForm {
  const all = text.split('\n').length - 1
  const windows = text.split('\r\n').length - 1
  const eol = windows * 2 > all ? '\r\n' : '\n'
  return { mark: text.startsWith(MARK), eol, ended: text === '' || text.endsWith('\n') }
}

/** A text without mark, its last line ended: what a merge compares. Its line ends stay unless `eol` is given. */
export function comparable(text: string, form: TextForm, convert: boolean): string {
  const bare = text.startsWith(MARK) ? text.slice(1) : text
  const lines = convert ? bare.replace(/\r?\n/g, form.eol) : bare
  return lines === '' || lines.endsWith('\n') ? lines : lines + form.eol
}

/** A comparable text in the form that a person gave the document. */
export function inForm(text: string, form: TextForm): string {
  const body = form.ended ? text : text.replace(/\r?\n$/, '')
  return (form.mark ? MARK : '') + body
}
