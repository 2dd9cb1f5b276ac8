/** Something that this plan and another one want at the same time; both find it, by the same rule, from what both say of themselves. */
export interface Clash {
  version: string
  kind: 'person' | 'staging' | 'window'
  /** The person's name; empty otherwise. */
  who: string
  /** Days and weeks, in words. */
  when: string
}
