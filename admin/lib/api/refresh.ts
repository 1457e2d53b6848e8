import type { QueryClient, QueryKey } from "@tanstack/react-query"

/**
 * Asks again for what a change made stale, and resolves when it has come. An ask
 * that is still under way is dropped first: its answer may be from before the
 * change, and react-query would take it for the new one
 * (https://tanstack.com/query/latest/docs/framework/react/guides/query-cancellation).
 */
export async function askAnew(client: QueryClient, ...queryKeys: readonly QueryKey[]): Promise<void> {
  await Promise.all(
    queryKeys.map(async (queryKey) => {
      await client.cancelQueries({ queryKey })
      await client.invalidateQueries({ queryKey })
    }),
  )
}
