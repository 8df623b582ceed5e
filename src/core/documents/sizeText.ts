const mega = 1024 ** 2;

/** As people say it: in megabytes, to a tenth where that is not whole, or in bytes below one. */
export function sizeText(bytes: number): string {
  if (bytes < mega) return `${bytes} bytes`;
  return bytes % mega === 0 ? `${bytes / mega} MB` : `${(bytes / mega).toFixed(1)} MB`;
}
