/**
 * States that random histories must have been in at least once in a run: histories that reach none of a rule's corners
 * are green whatever the rule is.
 */
export class States<Name extends string> {
  private readonly times = new Map<Name, number>()

  constructor(private readonly names: readonly Name[]) {}

  /** The history is in this state, if `holds`. */
  mark(name: Name, holds = true): void {
    if (holds) this.times.set(name, (this.times.get(name) ?? 0) + 1)
  }

  get missed(): readonly Name[] {
    return this.names.filter((name) => !this.times.has(name))
  }

  /** How often the rarest was reached. */
  get rarest(): readonly [name: Name, times: number] {
    const counted = this.names.map((name) => [name, this.times.get(name) ?? 0] as const)
    return counted.reduce((least, one) => (one[1] < least[1] ? one : least))
  }
}

/** What random histories of runs, versions, promotions, events and erasures can come to. */
export const SIMULATED = [
  "an event is new",
  "an event comes again",
  "an event comes again in its batch",
  "an event comes again from another instance",
  "an event comes again in another customer's name",
  "a batch is new in part",
  "an event of an erased customer comes late",
  "an event of another customer comes after an erasure",
  "an event's number is free again after its owner was erased",
  "a customer with a past is erased",
  "a customer without a past is erased",
  "a customer is erased again",
  "a customer is erased while a training goes on",
  "the first run opens",
  "a run opens after another ended",
  "a run is refused while another goes on",
  "a run takes over from a silent holder",
  "a holder falls silent",
  "nobody is there to fall silent",
  "a holder beats",
  "a silent holder beats before anybody took over",
  "a holder's lease is used on another instance",
  "a holder whose run was closed is refused its beat",
  "a holder who was replaced is refused its beat",
  "a run stores its version",
  "a run stores its version again",
  "a silent holder is refused to store",
  "a closed run is refused to store",
  "a replaced run is refused to store",
  "a run promotes the first version",
  "a run promotes over an older one",
  "a run promotes what serves already",
  "a silent holder is refused to promote",
  "a closed run is refused to promote",
  "a replaced run is refused to promote",
  "a run is refused to promote over an admin's later choice",
  "an admin promotes with nothing serving",
  "an admin promotes a newer version",
  "an admin goes back to an older version",
  "an admin promotes what serves",
  "an admin promotes while a training goes on",
  "a run stores while an erasure waits for the next training",
  "a run is refused to promote what holds the erased",
  "an admin is refused to promote what holds the erased",
  "a run is closed",
  "a run is closed again",
  "a silent run is closed",
  "the gate refuses a first version",
  "the gate refuses a version while another serves",
  "an admin lets a version serve that the gate refused",
  "a report is answered 503",
  "what was answered 503 is stored when it comes again",
  "what was answered 503 comes again of an erased customer",
  "an instance's connections are half-open",
  "an instance that was half-open answers again",
  "an instance whose clock is behind takes an event",
  "an instance whose clock is behind opens a run",
  "an instance whose clock is behind stores a version",
  "an instance whose clock is behind promotes",
  "a version is promoted under load",
] as const
