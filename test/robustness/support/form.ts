/** `ROBUSTNESS=long` runs everything at the size of the figures in bench/robustness.md; without it each kind is tried. */
export const long = process.env.ROBUSTNESS === 'long'

/** `count` whole numbers from 1 to `last`, evenly apart. */
export const spreadOver = (last: number, count: number): number[] => [
  ...new Set(Array.from({ length: count }, (_, n) => 1 + Math.round((n * (last - 1)) / (count - 1)))),
]
