/**
 * How often to try: `npm run test:reliability` sets RELIABILITY_FULL=1 and takes its time; inside `npm test` the
 * same tests run with fewer rounds.
 */
export const FULL = process.env.RELIABILITY_FULL === "1"

export const rounds = (inside: number, long: number): number => (FULL ? long : inside)
