import { buildShopState } from "../../features/shop-state"
import type { ShopState } from "../../features/shop-state"
import { CaseLists, stateAt } from "../teaching/case-lists"
import { newcomerValues } from "../judging/newcomer-trials"
import { judgeAnchored, judgeBaseline, judgeLogged, judgeOrders, judgeShard } from "./judging-tasks"
import type { TaskResult, TrainingTask } from "./tasks"
import { fitList, makeAnchored, makeLists, makeSeen } from "./teaching-tasks"
import { momentOf } from "./training-world"
import type { TrainingWorld } from "./training-world"

/** What the state that serves is built with beside the world. */
export interface ServingStateOptions {
  /** Milliseconds since 1970-01-01 UTC at which the snapshot was taken. */
  readonly now: number
  /** See `TrainRecommenderOptions.ownerName`. */
  readonly ownerName?: ((id: string) => string) | undefined
}

/** Runs tasks of one world, with the state of the moment at hand. */
export class Workbench {
  readonly #world: TrainingWorld
  readonly #serving: ServingStateOptions
  #moment: number | null = null
  #cases: CaseLists | null = null

  constructor(world: TrainingWorld, serving: ServingStateOptions) {
    this.#world = world
    this.#serving = serving
  }

  /** The moment whose state is at hand, null where none is. */
  get moment(): number | null {
    return this.#moment
  }

  /**
   * Runs one task.
   *
   * @throws Error when it reads a state that is not at hand
   */
  run(task: TrainingTask): TaskResult {
    const world = this.#world
    switch (task.kind) {
      case "state":
        return this.#buildState(task.moment, task.newcomerSetting)
      case "lists":
        return makeLists(world, this.#casesAt(task.moment), task)
      case "seen":
        return makeSeen(world, this.#casesAt(task.moment), task)
      case "anchored":
        return makeAnchored(world, this.#casesAt(task.moment), task)
      case "newcomers": {
        const shop = this.#casesAt(task.moment)
        return { kind: "newcomers", values: newcomerValues(shop, momentOf(world, task.moment).cases) }
      }
      case "fit":
        return fitList(world, task)
      case "judge":
        return judgeShard(world, this.#casesAt(task.moment), task)
      case "judge_anchored":
        return judgeAnchored(world, this.#casesAt(task.moment), task)
      case "judge_orders":
        return judgeOrders(world, this.#casesAt(task.moment))
      case "off_policy":
        return judgeLogged(world, this.#casesAt(task.moment), task)
      case "baseline":
        return judgeBaseline(world, task)
      case "serving_state":
        return { kind: "serving_state", state: this.#servingState() }
    }
  }

  #casesAt(moment: number): CaseLists {
    if (this.#cases === null || this.#moment !== moment) throw new Error(`the state of moment ${moment} is not there`)
    return this.#cases
  }

  #buildState(moment: number, newcomerSetting: number): TaskResult {
    // The one before must go first: two at once are the most memory of a training.
    this.#cases = null
    this.#moment = null
    const { dataset, split, content } = this.#world
    const { train, moment: at, source } = momentOf(this.#world, moment)
    const state = { ...stateAt(dataset, split, { train, moment: at, content }), newcomerSetting }
    this.#cases = new CaseLists(dataset, source, state)
    this.#moment = moment
    return { kind: "state" }
  }

  #servingState(): ShopState {
    const { dataset, log, split, content } = this.#world
    const { now, ownerName } = this.#serving
    const moment = log.hasTime ? Math.max(now, log.time[log.length - 1] + 1) : log.length
    return buildShopState(dataset, log, { moment, goal: split.goal, content, countsOrders: true, ownerName })
  }
}
