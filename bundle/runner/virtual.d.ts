// The runner's worker as text, made by the build before its shell.
declare module "virtual:runner-worker" {
  const source: string;
  export default source;
}
