import type { ModuleContext } from "../../src/modules/recommendation/context"

type Knex = ReturnType<ModuleContext["knex"]>

/** One statement that is to be held back, or to fail, when it comes. */
interface Strike {
  readonly isMeant: (sql: string) => boolean
  readonly before: () => Promise<void>
  readonly after: () => Promise<void>
}

/** A gate before or behind one statement. */
export interface Held {
  /** Settles when the statement has come to the gate. */
  readonly reached: Promise<void>
  release(): void
}

/** A module's context whose database calls can be failed or held back, one by one, by what their SQL says. */
export class StruckKnex {
  private readonly strikes: Strike[] = []
  /** SQL of all calls, in order. */
  readonly calls: string[] = []
  readonly context: ModuleContext

  constructor(context: ModuleContext) {
    const knex = new Proxy(context.knex(), {
      get: (target, name, receiver): unknown =>
        name === "raw"
          ? (sql: string, bindings: readonly unknown[]) => this.raw(target, sql, bindings)
          : Reflect.get(target, name, receiver),
    })
    this.context = { ...context, knex: () => knex }
  }

  /** The next call whose SQL holds `text` fails; with the code, where one is given, by which the module knows what passes. */
  failNext(text: string, code?: string): void {
    const isMeant = (sql: string): boolean => sql.includes(text)
    this.strikes.push({
      isMeant,
      before: () => Promise.reject(Object.assign(new Error("the connection was lost"), code && { code })),
      after: () => Promise.resolve(),
    })
  }

  /** The rows of the next call whose SQL holds `text` are read at once and handed out when released. */
  holdNext(text: string): Held {
    let release = (): void => undefined
    let reach = (): void => undefined
    const gate = new Promise<void>((resolve) => (release = resolve))
    const reached = new Promise<void>((resolve) => (reach = resolve))
    this.strikes.push({
      isMeant: (sql) => sql.includes(text),
      before: () => Promise.resolve(),
      after: () => {
        reach()
        return gate
      },
    })
    return { reached, release: () => release() }
  }

  private raw(knex: Knex, sql: string, bindings: readonly unknown[]): unknown {
    this.calls.push(sql)
    const at = this.strikes.findIndex(({ isMeant }) => isMeant(sql))
    const query = knex.raw(sql, bindings as never)
    const [strike] = at < 0 ? [] : this.strikes.splice(at, 1)
    if (!strike) return query
    const answered = strike.before().then(async () => {
      const rows: unknown = await query
      await strike.after()
      return rows
    })
    // As much of knex's builder as the module uses.
    const builder = Object.assign(answered, {
      timeout: () => builder,
      options: () => builder,
      connection: (connection: unknown) => {
        query.connection(connection)
        return builder
      },
    })
    return builder
  }
}
