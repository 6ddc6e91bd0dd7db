/** What there is of WebAssembly in every JavaScript engine, as far as it is used here: it belongs to no library of the language. */

declare namespace WebAssembly {
  class Memory {
    /** @param descriptor in pages of 64 KiB; what is shared has a maximum */
    constructor(descriptor: { readonly initial: number; readonly maximum: number; readonly shared: true });
    readonly buffer: ArrayBufferLike;
  }
  class Module {
    constructor(bytes: Uint8Array<ArrayBuffer>);
  }
  class Instance {
    constructor(module: Module, imports: Readonly<Record<string, Readonly<Record<string, unknown>>>>);
    readonly exports: Readonly<Record<string, unknown>>;
  }
  class RuntimeError extends Error {}
}
