// Bundles of the workers as text, made by the build before the Deno shell.
declare module "virtual:cell-worker" {
  const source: string;
  export default source;
}
declare module "virtual:pool-worker" {
  const source: string;
  export default source;
}
declare module "virtual:language-worker" {
  const source: string;
  export default source;
}
