/** Start and end of every activity. */
export interface Timetable {
  starts: Int32Array
  finishes: Int32Array
}

/** Turns an order of activities, given by keys, into a schedule and returns how long it is. */
export type Decode = (keys: Float64Array, table: Timetable) => number

/** What the search has to know of a project; everything about resources and calendars hides behind the decoding. */
export interface Decoder {
  size: number
  /** Smallest key first, each as early as possible. */
  forward: Decode
  /** Keys are starts: what would end last goes first, each as late as possible before a common end. */
  backward: Decode
  /** The same period by period, where the model allows it. */
  parallelForward?: Decode
  parallelBackward?: Decode
  /** Latest end of each activity in a project without resources that is as short as possible. */
  latestFinishes: ArrayLike<number>
  /** Usual length of each activity. */
  lengths: ArrayLike<number>
  /** How much of all resources each activity takes. */
  weights: Float64Array
  /** No schedule is shorter. */
  bound: number
  /** Called when the schedule that was just decoded forward is the best so far. */
  improved?(): void
}

export interface Individual extends Timetable {
  end: number
  /** Sum of all ends, which decides between schedules of the same length. */
  sum: number
  hash: number
}

export interface Parents {
  father: Individual
  mother: Individual
}
