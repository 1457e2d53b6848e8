declare module "workerd" {
  /** Path of the runtime's binary for this machine. */
  const binary: string
  export default binary
}
