import { commonCandidates } from "../../candidates/generators"
import type { CommonCandidates } from "../../candidates/generators"
import { CandidateSelector } from "../../candidates/select-candidates"
import type { Candidates } from "../../candidates/select-candidates"
import type { GiftContext } from "../../contract/interaction-log"
import type { Rung } from "../../contract/recommender"
import { AnchorSignals } from "../../features/anchor-signals"
import { ChoicesSince } from "../../features/choices-since"
import { createSignalContext, fillShopperSignals } from "../../features/fill-signals"
import type { SignalContext } from "../../features/fill-signals"
import { PERSONAL_FEATURES } from "../../features/feature-map"
import type { FeatureSpace } from "../../features/feature-map"
import { fillGiftSignals } from "../../features/gift-signals"
import { readHistory } from "../../features/history"
import type { History } from "../../features/history"
import { fillItemSignals, themesOf } from "../../features/item-signals"
import type { Themes } from "../../features/item-signals"
import { kinOfYoung, lendToYoung } from "../../features/kin"
import type { Kin } from "../../features/kin"
import { ListFeatures } from "../../features/list-features"
import { NEWCOMER_SETTINGS, newcomerShares } from "../../features/newcomers"
import type { Profile } from "../../features/profile"
import { countersIn } from "../../features/shop-counters"
import type { ShopState } from "../../features/shop-state"
import { SignalBoard } from "../../features/signal-board"
import { BOARD_SIGNALS } from "../../features/signals"
import { fillYoung, youngShareOf } from "../../features/young"

/** Candidates of one shopper with their features, as training and serving both see them. */
export interface ShopperList {
  readonly candidates: Candidates
  readonly history: History
  /** Moment that the list was made for, milliseconds. */
  readonly now: number
  /** Sales channel of the state that it was made for, {@link WHOLE_SHOP} for none. */
  readonly channel: number
  /** Of every candidate, made when they are first asked for; valid until the next list is made. */
  readonly features: ListFeatures
}

/** Channel of a question that is asked of the whole shop. */
export const WHOLE_SHOP = -1

/** How much a list knows: choices of their own, or at least this visit, or only who they are. */
export function rungOf({ history }: Pick<ShopperList, "history">): Rung {
  if (history.baskets > 0) return "personal"
  return history.hasTaste ? "item_to_item" : "segment"
}

/** One question for candidates. */
export interface ListRequest {
  readonly profile: Profile
  readonly now: number
  /** Products that may not be candidates; all may where absent. */
  readonly accepts?: (item: number) => boolean
  /** Products that are candidates whoever proposes them. */
  readonly always?: readonly number[]
  /** Distinct products that the list starts from, the latest last; they are no candidates. None: the shopper alone. */
  readonly anchors?: readonly number[]
  /** What a giver says of whom a gift is for: then the list is one of gifts. */
  readonly giftContext?: GiftContext
  /** Whether candidates that do not teach are left out. @defaultValue false */
  readonly isTeaching?: boolean
  /** Sales channel of the state in which it is shown. @defaultValue {@link WHOLE_SHOP} */
  readonly channel?: number
  /** Features that are made. @defaultValue those of the shopper alone */
  readonly space?: FeatureSpace
}

/** A list whose features may be asked for. */
interface ListAtHand extends Pick<ShopperList, "candidates" | "history" | "now" | "channel"> {
  readonly anchors: readonly number[]
  readonly space: FeatureSpace
}

/** The shop as one channel sees it: what hangs on the counters. */
interface ChannelSide {
  readonly state: ShopState
  readonly common: CommonCandidates
  readonly themes: Themes
  /** By the first of the settings, which teaches and serves alike: the chosen one is of the order alone. */
  readonly newcomers: Float64Array
}

/** Makes lists against one state of the shop, with working memory kept between them. */
export class ListMaker {
  readonly state: ShopState
  readonly #context: SignalContext
  /** By channel, the whole shop's first; those of channels when they are first asked for. */
  readonly #sides = new Map<number, ChannelSide>()
  /** As of the state: kin are found by words, which counters do not move. */
  #youngKin: readonly Kin[]
  readonly #choicesSince: ChoicesSince
  readonly #selector: CandidateSelector
  /** Signals of the candidates alone. */
  readonly #own: SignalBoard
  readonly #features = new Map<FeatureSpace, ListFeatures>()
  #anchorSignals: AnchorSignals
  /** Lists made so far. */
  #lists = 0

  constructor(state: ShopState) {
    this.state = state
    this.#context = createSignalContext(state, new SignalBoard(state.itemCount, BOARD_SIGNALS.length))
    this.#own = new SignalBoard(state.itemCount, BOARD_SIGNALS.length)
    this.#selector = new CandidateSelector(state.itemCount)
    this.#side(WHOLE_SHOP)
    this.#youngKin = kinOfYoung(state)
    this.#choicesSince = new ChoicesSince(state.facts)
    this.#anchorSignals = new AnchorSignals(state)
  }

  /** The state as one channel sees it. */
  stateIn(channel: number): ShopState {
    return this.#side(channel).state
  }

  #side(channel: number): ChannelSide {
    const known = this.#sides.get(channel)
    if (known !== undefined) return known
    const state = channel === WHOLE_SHOP ? this.state : { ...this.state, ...countersIn(this.state, channel) }
    const newcomers = newcomerSignal(state)
    const side = { state, newcomers, common: commonCandidates(state, newcomers), themes: themesOf(state) }
    this.#sides.set(channel, side)
    return side
  }

  /** Ranks the shop again, after its counters moved, or the texts of its products (`isReworded`). */
  refresh({ isReworded = false }: { readonly isReworded?: boolean } = {}): void {
    if (isReworded) this.#youngKin = kinOfYoung(this.state)
    this.#sides.clear()
    this.#anchorSignals = new AnchorSignals(this.state)
  }

  /** Candidates and features of one shopper at one moment. */
  make(request: ListRequest): ShopperList {
    const { state } = this
    const { profile, now, accepts, anchors = [], giftContext, isTeaching = false, space = PERSONAL_FEATURES } = request
    const { channel = WHOLE_SHOP } = request
    const { board } = this.#context
    const history = readHistory(profile, now, state)
    board.clear()
    fillShopperSignals(this.#context, { history, segments: profile.segments })
    if (anchors.length > 0) this.#anchorSignals.fill(board, anchors)
    else if (history.hasTaste) lendToYoung(board, this.#youngKin, history)
    if (giftContext !== undefined && state.gifts !== null)
      fillGiftSignals(state, board, { table: state.gifts, giftContext })
    const { firstSeen } = state.facts
    const given = new Set(anchors)
    const isKnown = (item: number): boolean =>
      firstSeen[item] < now && !given.has(item) && (accepts === undefined || accepts(item))
    const startsFrom = giftContext !== undefined ? "gift" : anchors.length > 0 ? "anchors" : "shopper"
    const candidates = withAlways(
      this.#selector.select(board, this.#side(channel).common, { accepts: isKnown, startsFrom, isTeaching }),
      request.always,
    )
    const list = ++this.#lists
    const readFeatures = (): ListFeatures => {
      if (list !== this.#lists) throw new Error("The features of a list can be read until the next list is made.")
      return this.#read({ candidates, history, anchors, now, space, channel })
    }
    let features: ListFeatures | null = null
    return {
      candidates,
      history,
      now,
      channel,
      get features() {
        return (features ??= readFeatures())
      },
    }
  }

  /** The features of the list at hand, by what the board holds of its shopper. */
  #read({ candidates, history, anchors, now, space, channel }: ListAtHand): ListFeatures {
    const { state, themes, newcomers } = this.#side(channel)
    const { board } = this.#context
    const slots = board.slotsOf(candidates.items)
    const own = this.#own
    own.clear()
    fillItemSignals(state, own, {
      candidates: candidates.items,
      history,
      themes,
      newcomers,
      choicesSince: this.#choicesSince,
      now,
    })
    fillYoung(state, { own, board }, { candidates: candidates.items, slots, history, now })
    if (anchors.length > 0) {
      this.#anchorSignals.fillOwn(own, board, { candidates: candidates.items, anchors, counters: state })
    }
    const features = this.#featuresIn(space)
    features.read(board, { slots, own, history, youngShare: youngShareOf(state, history) })
    return features
  }

  #featuresIn(space: FeatureSpace): ListFeatures {
    const known = this.#features.get(space) ?? new ListFeatures(space)
    this.#features.set(space, known)
    return known
  }
}

function newcomerSignal({ newcomers, interestPopularity }: ShopState): Float64Array {
  return newcomerShares(newcomers, interestPopularity, NEWCOMER_SETTINGS[0])
}

function withAlways(candidates: Candidates, always: readonly number[] | undefined): Candidates {
  if (always === undefined || always.length === 0) return candidates
  const known = new Set(candidates.items)
  const added = always.filter((item) => !known.has(item))
  const sources = new Uint32Array(candidates.items.length + added.length)
  sources.set(candidates.sources)
  return { items: Int32Array.from([...candidates.items, ...added]), sources, taught: candidates.taught }
}
