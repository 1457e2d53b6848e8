import { SignalBoard } from "../../features/signal-board"
import { BOARD_SIGNALS, SIGNAL_INDEX } from "../../features/signals"
import type { CommonCandidates } from "../generators"
import { CandidateSelector, SOURCE_NAMES } from "../select-candidates"
import type { Candidates } from "../select-candidates"

const ITEMS = 8
const COMMON: CommonCandidates = {
  popular: [4, 0],
  popularThisWeek: [],
  newcomers: [],
  viewed: [],
  trending: [],
  newest: [5],
  discovered: [4, 6, 7],
}

/** The candidates of a shopper who bought product 2 often and product 1 once. */
function select(
  startsFrom: "shopper" | "anchors",
  {
    accepts = (): boolean => true,
    isTeaching = false,
  }: { accepts?: (item: number) => boolean; isTeaching?: boolean } = {},
): Candidates {
  const board = new SignalBoard(ITEMS, BOARD_SIGNALS.length)
  board.set(1, SIGNAL_INDEX.frequency90, 1)
  board.set(2, SIGNAL_INDEX.frequency90, 3)
  return new CandidateSelector(ITEMS).select(board, COMMON, { accepts, startsFrom, isTeaching })
}

const sourcesOf = ({ sources }: Candidates, at: number): string[] =>
  SOURCE_NAMES.filter((_, bit) => (sources[at] & (1 << bit)) !== 0)

describe("CandidateSelector", () => {
  test("select: what shoppers discover comes last and does not teach, unless another order names it", () => {
    const candidates = select("shopper")
    expect([...candidates.items]).toEqual([1, 2, 4, 0, 5, 6, 7])
    expect(candidates.taught).toBe(5)
    expect(sourcesOf(candidates, 1)).toEqual(["bought_before"])
    expect(sourcesOf(candidates, 2).sort()).toEqual(["popular", "popular_with_new"])
    expect(sourcesOf(candidates, 5)).toEqual(["popular_with_new"])
  })

  test("select: a list that teaches ends with what teaches", () => {
    const candidates = select("shopper", { isTeaching: true })
    expect([...candidates.items]).toEqual([1, 2, 4, 0, 5])
    expect(candidates.taught).toBe(5)
  })

  test("select: beside given products it is no candidate, and all teach", () => {
    const candidates = select("anchors")
    expect([...candidates.items]).toEqual([1, 2, 4, 0, 5])
    expect(candidates.taught).toBe(5)
  })

  test("select: what may not be a candidate is none, whoever proposes it", () => {
    const candidates = select("shopper", { accepts: (item) => ![2, 5, 6].includes(item) })
    expect([...candidates.items]).toEqual([1, 4, 0, 7])
    expect(candidates.taught).toBe(3)
  })
})
