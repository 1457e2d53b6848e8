import { AsyncResource } from "node:async_hooks"
import fastq from "fastq"

/**
 * Begins one list in each turn of the event loop. All that shoppers on the pages need anew at one time - after a
 * promotion, or a change of the catalog - would else be ranked in one go: nobody in the shop waits for longer than one
 * list takes. What waits for the database holds nobody up.
 */
export class Turns {
  private readonly waiting = fastq<unknown, () => void>((begin, done) => {
    setImmediate(() => {
      begin()
      done(null)
    })
  }, 1)

  /**
   * @param make ranks before it waits for anything
   * @throws what `make` throws
   */
  run<Made>(make: () => Promise<Made>): Promise<Made> {
    return new Promise((resolve, reject) => {
      // The work belongs to the trace of who asked, not of who came before.
      this.waiting.push(AsyncResource.bind(() => void make().then(resolve, reject)))
    })
  }
}
