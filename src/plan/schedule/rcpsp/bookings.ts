/**
 * What people are booked for, as sorted pieces [begin, end) of their own working hours. "Five days of Ana's time, uninterrupted by
 * other work" is one search for a gap.
 */
export interface Bookings {
  clear(): void
  /** First own place from `from` on with `length` free hours in a row. */
  gap(person: number, from: number, length: number): number
  book(person: number, from: number, length: number): void
  /** Hours booked. */
  load(person: number): number
}

export function bookings(people: number): Bookings {
  const begins = Array.from({ length: people }, () => new Int32Array(16))
  const ends = Array.from({ length: people }, () => new Int32Array(16))
  const counts = new Int32Array(people)
  const loads = new Int32Array(people)

  /** The first piece that ends behind `from`. */
  function firstBehind(person: number, from: number): number {
    const own = ends[person]!
    let [low, high] = [0, counts[person]!]
    while (low < high) {
      const middle = (low + high) >> 1
      if (own[middle]! > from) high = middle
      else low = middle + 1
    }
    return low
  }

  return {
    clear() {
      counts.fill(0)
      loads.fill(0)
    },
    gap(person, from, length) {
      const count = counts[person]!
      const begin = begins[person]!
      const end = ends[person]!
      let at = from
      for (let n = firstBehind(person, from); n < count; n += 1) {
        if (begin[n]! - at >= length) return at
        at = end[n]!
      }
      return at
    },
    book(person, from, length) {
      const count = counts[person]!
      if (count === begins[person]!.length) {
        begins[person] = grown(begins[person]!)
        ends[person] = grown(ends[person]!)
      }
      const n = firstBehind(person, from)
      begins[person]!.copyWithin(n + 1, n, count)
      ends[person]!.copyWithin(n + 1, n, count)
      begins[person]![n] = from
      ends[person]![n] = from + length
      counts[person] = count + 1
      loads[person]! += length
    },
    load: person => loads[person]!,
  }
}

export function grown(row: Int32Array): Int32Array<ArrayBuffer> {
  const longer = new Int32Array(2 * row.length)
  longer.set(row)
  return longer
}
