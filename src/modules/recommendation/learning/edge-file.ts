import { z } from "@medusajs/framework/zod"
import { EdgeThread } from "../../../training/edge-thread"
import type { EdgeFile } from "../../../training/edge-thread"
import type { ModuleContext } from "../context"
import { queryRows } from "../database/query-rows"

/** Links of a product in each table: lists of visitors rank by the strongest, and the file stays small. */
const LINKS = 30
/** Ids read at a time, as one text: some 100 KB, which is passed on without being read. */
const PAGE = 5_000

const page = z.object({ rows: z.coerce.number(), last: z.string().nullable(), ids: z.string().nullable() })

const PUBLISHED = `
  select count(*) as rows, max(id) as last, string_agg(id, chr(10)) as ids
    from (select id from product where deleted_at is null and status = 'published' and id > ?
           order by id limit ${PAGE}) as published`

/** A version whose file is kept. */
interface KeptModel {
  readonly version: number
  readonly bytes: Uint8Array
}

/** Makes the file for the edge of a version, of published products: anybody may read it, and no other is in it. */
export async function makeEdgeFile(context: ModuleContext, { version, bytes }: KeptModel): Promise<EdgeFile> {
  const thread = new EdgeThread(context.options.training.max_memory_mb)
  try {
    await allowPublished(context, thread)
    return await thread.make(bytes, { version, links: LINKS })
  } finally {
    await thread.stop()
  }
}

async function allowPublished(context: ModuleContext, thread: EdgeThread): Promise<void> {
  for (let after = ""; ;) {
    const [read] = await queryRows(context.knex(), { sql: PUBLISHED, bindings: [after] }, page)
    if (!read || read.ids === null || read.last === null) return
    await thread.allow(read.ids)
    if (read.rows < PAGE) return
    after = read.last
  }
}
