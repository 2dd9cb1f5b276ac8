/** Stands for every change that nothing classifies. */
export const theRest = '*'

/** The ids in one text: several may stand in it, with blanks or commas between them. */
export const idsIn = (text: string): string[] => text.split(/[\s,]+/).filter(Boolean)

/** Whether a name leads to the change: either may be the shorter one. */
export const isCommit = ({ commit }: { commit: string }, name: string): boolean =>
  name.length >= 4 && (commit.startsWith(name) || (commit.length >= 7 && name.startsWith(commit)))
