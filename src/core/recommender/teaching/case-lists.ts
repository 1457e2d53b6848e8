import type { Dataset, InteractionLog } from "../../contract/interaction-log"
import type { RankingCase, Split } from "../../evaluation/temporal-split"
import type { ContentIndex } from "../../features/content"
import { profileOfRows } from "../../features/profile"
import type { Profile } from "../../features/profile"
import { segmentNames } from "../../features/segments"
import { buildShopState } from "../../features/shop-state"
import type { ShopState } from "../../features/shop-state"
import { ListMaker, WHOLE_SHOP } from "../ranking/shopper-list"
import type { ListRequest, ShopperList } from "../ranking/shopper-list"

/** Builds the shop as it was known at a moment. */
export function stateAt(
  dataset: Dataset,
  split: Pick<Split, "goal">,
  options: { readonly train: InteractionLog; readonly moment: number; readonly content: ContentIndex },
): ShopState {
  return buildShopState(dataset, options.train, {
    moment: options.moment,
    goal: split.goal,
    content: options.content,
  })
}

/** Asks cases of a state: makes their lists one by one, for the next overwrites the last. */
export class CaseLists {
  readonly lists: ListMaker
  readonly #dataset: Dataset
  readonly #source: InteractionLog
  readonly #segments = new Map<string, number>()
  /** Channels of the state, by those of the log. */
  readonly #channels: readonly number[]

  constructor(dataset: Dataset, source: InteractionLog, state: ShopState) {
    this.#dataset = dataset
    this.#source = source
    this.lists = new ListMaker(state)
    state.segments.names.forEach((name, at) => this.#segments.set(name, at))
    this.#channels = (source.channels?.ids ?? []).map((id) => state.channels?.ids.indexOf(id) ?? WHOLE_SHOP)
  }

  /** Candidates and features of one case: those that serving would have, or those that teach alone. */
  make(testCase: RankingCase, { isTeaching = false }: Pick<ListRequest, "isTeaching"> = {}): ShopperList {
    const channel = this.channelOf(testCase)
    return this.lists.make({ profile: this.profileOf(testCase), now: testCase.now, isTeaching, channel })
  }

  /** The channel of the state in which a case is asked. */
  channelOf({ channel = WHOLE_SHOP }: Pick<RankingCase, "channel">): number {
    return this.#channels[channel] ?? WHOLE_SHOP
  }

  /** What is known of the shopper of a case. */
  profileOf({ user, rows }: RankingCase): Profile {
    return profileOfRows(this.#source, rows, this.#segmentsOf(user))
  }

  #segmentsOf(user: number): number[] {
    if (user < 0) return []
    const names = segmentNames(this.#dataset.segments.get(this.#source.userIds[user]))
    return names.flatMap((name) => this.#segments.get(name) ?? [])
  }
}
