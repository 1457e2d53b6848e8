import { execFile } from "node:child_process"
import { chownSync, mkdtempSync, rmSync, statSync, statfsSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import path from "node:path"
import { promisify } from "node:util"
import { z } from "@medusajs/framework/zod"
import { withClient } from "../helpers/database"

const run = promisify(execFile)
const NAME = "svm_small_disk"
/** Bytes that are left free when it is full: less than Postgres asks for at once. */
const CRUMB = 4_096

/**
 * A disk of a few megabytes for one database: a tmpfs that holds a table space of the tests' Postgres. Needs root, a
 * Postgres on this machine, and a system that lets us mount.
 */
export class SmallDisk {
  private constructor(private readonly folder: string) {}

  /**
   * Mounts it and moves the database onto it.
   *
   * @throws Error when this machine does not let us
   */
  static async under(database: string, megabytes: number): Promise<SmallDisk> {
    const folder = mkdtempSync(path.join(tmpdir(), "svm-disk-"))
    await run("mount", ["-t", "tmpfs", "-o", `size=${megabytes}m`, "tmpfs", folder])
    const disk = new SmallDisk(folder)
    try {
      await withClient("postgres", async (client) => {
        const [{ data_directory: data }] = z
          .tuple([z.object({ data_directory: z.string() })])
          .parse((await client.query("show data_directory")).rows)
        const { uid, gid } = statSync(data)
        chownSync(folder, uid, gid)
        await client.query(`create tablespace ${NAME} location '${folder}'`)
        await client.query(`alter database ${client.escapeIdentifier(database)} set tablespace ${NAME}`)
      })
    } catch (error) {
      await disk.remove()
      throw error
    }
    return disk
  }

  /** Writes it full, but for a crumb. */
  fill(): void {
    const { bavail, bsize } = statfsSync(this.folder)
    writeFileSync(this.ballast, Buffer.alloc(Math.max(0, bavail * bsize - CRUMB)))
  }

  /** Makes room again. */
  clear(): void {
    rmSync(this.ballast, { force: true })
  }

  /** Takes it away; the database on it must be gone. */
  async remove(): Promise<void> {
    await withClient("postgres", (client) => client.query(`drop tablespace if exists ${NAME}`))
    await run("umount", [this.folder])
    rmSync(this.folder, { recursive: true, force: true })
  }

  private get ballast(): string {
    return path.join(this.folder, "ballast")
  }
}
