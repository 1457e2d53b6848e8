import type { InteractionLog } from "../contract/interaction-log"
import { sumOf } from "../numeric/sum"

/** Choices below which a channel has no counters of its own: it is asked for the whole shop's. */
const CHOICES_AT_LEAST = 50
/** Channels with counters of their own, those with most choices. */
const CHANNELS_AT_MOST = 10
/** Times the choices of the largest channel above which tastes are alike: then nothing of a channel would be heard. */
const ALIKE_FROM = 10

/** Channels of a log in which enough was chosen, in the order of their ids; none where there are not two. */
export function leadingChannels(
  { channels, length }: InteractionLog,
  isChoice: (row: number) => boolean,
): { readonly ids: readonly string[]; readonly codes: readonly number[] } {
  if (channels === undefined) return { ids: [], codes: [] }
  const choices = new Float64Array(channels.ids.length)
  for (let row = 0; row < length; row++) if (channels.of[row] >= 0 && isChoice(row)) choices[channels.of[row]]++
  const codes = [...channels.ids.keys()]
    .filter((code) => choices[code] >= CHOICES_AT_LEAST)
    .sort((a, b) => choices[b] - choices[a] || (channels.ids[a] < channels.ids[b] ? -1 : 1))
    .slice(0, CHANNELS_AT_MOST)
    .sort((a, b) => (channels.ids[a] < channels.ids[b] ? -1 : 1))
  return codes.length < 2 ? { ids: [], codes: [] } : { ids: codes.map((code) => channels.ids[code]), codes }
}

/**
 * Choices s of the whole shop that each channel's own are to stand beside, by empirical Bayes: let a channel's shares be
 * drawn from a Dirichlet distribution of precision s around the shop's q. Then for a channel c and the rest r
 *
 *     E Σ (p_c − p_r)² ≈ (1 − Σq²) (1/n_c + 1/n_r + 2/(1 + s)),
 *
 * from which s is read by moments, each channel weighted by n_c n_r / (n_c + n_r). Two shops in one without a product in
 * common have an s of as many choices as they have products that sell.
 *
 * @param counts choices by product of each channel
 * @returns null where fewer than two channels hold any, or their tastes differ by no more than chance
 */
export function strengthOf(counts: readonly Float32Array[]): number | null {
  const totals = counts.map(sumOf)
  const all = totals.reduce((sum, total) => sum + total, 0)
  if (totals.filter((total) => total > 0).length < 2) return null
  const whole = Float64Array.from(counts[0], (_, item) => counts.reduce((sum, own) => sum + own[item], 0))
  const spread = 1 - whole.reduce((sum, count) => sum + square(count / all), 0)
  let weights = 0
  let excess = 0
  counts.forEach((own, channel) => {
    const [mine, rest] = [totals[channel], all - totals[channel]]
    if (mine === 0 || rest === 0) return
    let distance = 0
    for (let item = 0; item < own.length; item++) {
      distance += square(own[item] / mine - (whole[item] - own[item]) / rest)
    }
    const weight = (mine * rest) / all
    weights += weight
    excess += weight * (distance / spread - 1 / mine - 1 / rest)
  })
  const variance = excess / weights / 2
  if (!(variance > 0)) return null
  const strength = Math.max(1, 1 / variance - 1)
  return strength > ALIKE_FROM * Math.max(...totals) ? null : strength
}

const square = (value: number): number => value * value
