import { JSDOM } from 'jsdom'

/** A task of a gantt diagram as Mermaid's own parser reads it; days as `YYYY-MM-DD`, the end included. */
export interface ReadTask {
  id: string
  name: string
  from: string
  to: string
  crit: boolean
  milestone: boolean
}

interface MermaidTask {
  id: string
  task: string
  startTime: Date
  endTime: Date
  crit?: boolean
  milestone?: boolean
}

interface GanttDb {
  getTasks(): MermaidTask[]
  getExcludes(): string[]
  getIncludes(): string[]
}

/** Reads diagrams with Mermaid, which wants a page; loaded once. */
export async function ganttReader(): Promise<
  (text: string) => Promise<{ tasks: ReadTask[]; excludes: string[]; includes: string[] }>
> {
  const { window } = new JSDOM('<!doctype html><body></body>')
  Object.assign(globalThis, { window, document: window.document })
  const { default: mermaid } = await import('mermaid')
  mermaid.initialize({ startOnLoad: false })
  return async text => {
    const diagram = await mermaid.mermaidAPI.getDiagramFromText(text)
    const db = diagram.db as unknown as GanttDb
    return { tasks: db.getTasks().map(read), excludes: db.getExcludes(), includes: db.getIncludes() }
  }
}

function read({ id, task, startTime, endTime, crit, milestone }: MermaidTask): ReadTask {
  const last = milestone
    ? startTime
    : new Date(endTime.getFullYear(), endTime.getMonth(), endTime.getDate() - 1)
  return {
    id,
    name: task.trim(),
    from: dayOf(startTime),
    to: dayOf(last),
    crit: crit === true,
    milestone: milestone === true,
  }
}

const dayOf = (time: Date): string =>
  [time.getFullYear(), time.getMonth() + 1, time.getDate()]
    .map(part => String(part).padStart(2, '0'))
    .join('-')
