/**
 * A mistake that the caller can mend. Its message is shown to the model as it stands, so it says what was
 * wrong, where, what is valid and which call comes next; it never holds a path outside the workspace.
 */
export class PlanError extends Error {
  override readonly name = 'PlanError'
  /** Stable machine code, e.g. `invalid_version`. */
  readonly code: string
  /** The argument, or the line and field of a file, that has to change. */
  readonly field: string | undefined

  constructor(code: string, message: string, field?: string) {
    super(message)
    this.code = code
    this.field = field
  }
}
