/** The little of sql.js that the tests use; the package brings no types. */
declare module "sql.js" {
  interface SqlJsDatabase {
    run(sql: string): void
    export(): Uint8Array
  }

  export default function initSqlJs(): Promise<{ Database: new () => SqlJsDatabase }>
}
