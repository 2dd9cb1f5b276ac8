/** Days to one decimal, never -0. */
export const rounded = (days: number): number => Math.round(days * 10) / 10 + 0

/** Days to one decimal, a tenth too much rather than one too little. */
export const upToTenths = (days: number): number => rounded(Math.ceil(days * 10 - 1e-4) / 10)
