import { once } from "node:events"
import { knex } from "@medusajs/framework/mikro-orm/knex"
import { z } from "@medusajs/framework/zod"
import { BehaviorStore } from "../../src/modules/recommendation/behavior/behavior-store"
import { LearningStore } from "../../src/modules/recommendation/learning/learning-store"
import { parseOptions } from "../../src/modules/recommendation/options"
import { aTraining, FakeTraining } from "../helpers/fake-training"

/**
 * A process that imports, promotes and reads models, or trains, to be killed or paused in the middle. Says on
 * standard output where it is; a training ends when a line comes in.
 */
const { DATABASE_URL, WORK } = z
  .object({ DATABASE_URL: z.string(), WORK: z.enum(["import", "promote", "train"]) })
  .parse(process.env)

const connection = knex({ client: "pg", connection: DATABASE_URL, pool: { min: 0, max: 5 } })
const options = parseOptions({ retrain: { min_pause_minutes: 0, min_interactions: 1_000_000 } })
const context = { knex: () => connection, options, logger: undefined }
const behavior = new BehaviorStore(context)
const say = (word: string): void => console.log(word)

async function importAll(): Promise<void> {
  const held = await behavior.orderImport.begin()
  say("BEGUN")
  if (held) await behavior.orderImport.run(held)
}

/** Goes from version to version, reading each. */
async function promote(): Promise<never> {
  const learning = new LearningStore(context, { behavior })
  const versions = await learning.versions.list()
  say("BEGUN")
  for (;;) {
    for (const { id } of versions) {
      const accuracy = { pairwise: 0.8, hit_rate: 0.5, sample: 40, source: "holdout" as const }
      await learning.activation.promote({ versionId: id, by: "user_1", forced: false, accuracy })
      await learning.modelFile(id)
    }
  }
}

async function train(): Promise<void> {
  const training = new FakeTraining()
  const learning = new LearningStore(context, { behavior, startTraining: training.start })
  training.outcome = async () => {
    say("BEGUN")
    await once(process.stdin, "data")
    return aTraining({ challenger: 0.9 })
  }
  const opened = await learning.openDueRun()
  if (!opened) throw new Error("no run was due")
  try {
    const { versionId, accuracy } = await learning.train(opened)
    if (versionId && accuracy)
      await learning.activation.promoteTrained(opened.lease, { versionId, by: null, forced: false, accuracy })
    say("PROMOTED")
  } catch (error) {
    say(error instanceof Error ? error.name : "failed")
  }
}

const WORKS = { import: importAll, promote, train }

void WORKS[WORK]()
  .then(() => say("DONE"))
  .finally(() => process.exit())
