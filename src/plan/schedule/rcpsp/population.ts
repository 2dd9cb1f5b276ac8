import type { Individual, Parents, Timetable } from './individual.ts'

export interface Population {
  members: Individual[]
  full(): boolean
  /** Takes in a copy unless the same schedule is there already or, when full, it is not better than the worst, which it replaces. */
  add(table: Timetable, end: number): void
  /** End of the longest member; Infinity before it is full. */
  worst(): number
  /** Whether these starts were asked about before. */
  cameBy(starts: Int32Array): boolean
}

export function population(size: number): Population {
  const members: Individual[] = []
  const present = new Set<number>()
  const asked = new Set<number>()
  let last = 0

  function findLast(): void {
    last = 0
    for (let n = 1; n < members.length; n += 1) if (better(members[last]!, members[n]!)) last = n
  }

  return {
    members,
    full: () => members.length >= size,
    worst: () => (members.length < size ? Infinity : members[last]!.end),
    add(table, end) {
      const hash = hashOf(table.starts)
      if (present.has(hash)) return
      const sum = table.finishes.reduce((total, finish) => total + finish, 0)
      const own = { ...copyOf(table), end, sum, hash }
      if (members.length < size) members.push(own)
      else if (better(own, members[last]!)) {
        present.delete(members[last]!.hash)
        members[last] = own
      } else return
      present.add(hash)
      findLast()
    },
    cameBy(starts) {
      const hash = hashOf(starts)
      if (asked.has(hash)) return true
      asked.add(hash)
      return false
    },
  }
}

/** Two members, each the better of two drawn; different ones where chance allows. */
export function parents(members: readonly Individual[], random: () => number): Parents {
  const drawn = () => members[Math.floor(random() * members.length)]!
  const winner = () => {
    const [one, other] = [drawn(), drawn()]
    return better(other, one) ? other : one
  }
  const father = winner()
  let mother = winner()
  for (let attempt = 0; attempt < 5 && mother === father; attempt += 1) mother = winner()
  return { father, mother }
}

function better(one: Individual, other: Individual): boolean {
  return one.end < other.end || (one.end === other.end && one.sum < other.sum)
}

function copyOf({ starts, finishes }: Timetable): Timetable {
  return { starts: starts.slice(), finishes: finishes.slice() }
}

function hashOf(starts: Int32Array): number {
  let hash = 0
  for (const start of starts) hash = (Math.imul(hash, 31) + Math.imul(start, 0x9e3779b1)) | 0
  return hash
}
