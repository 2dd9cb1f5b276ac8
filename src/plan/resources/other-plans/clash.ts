/** Something that this plan and another one want at the same time; both find it, by the same rule, from what both say of themselves. */
export interface Clash {
  version: string
  /** `person`: booked; `on_call`: on call for both. */
  kind: 'person' | 'on_call' | 'staging' | 'window'
  /** The person's name; empty for staging and window. */
  who: string
  /** Days and weeks, in words. */
  when: string
}
