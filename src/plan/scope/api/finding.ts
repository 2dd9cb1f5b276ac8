/** One difference that callers of an interface can notice. `breaking`: what worked before can fail. */
export type Finding = { what: string; breaking: boolean }
