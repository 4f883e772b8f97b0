// An image of Python's memory as it stands after its start, kept in the reader's browser for the next visit.
//
// It only saves time. It is bound to one runtime, one edition and one browser; it is used if its hash is the one it was
// kept under and if Python, restored, answers a known request as it must (calc-worker.js). At any doubt it is thrown away
// and Python starts as always. It is made in a worker of its own that is never asked anything: no patient is in it.

/** @typedef {{runtime: string, editionSha256: string}} Of what the image is of */

const HASH = "X-Image-SHA-256";

/** One image a site, the latest. @param {Of} of */
const cacheName = ({ runtime }) => `python-image ${new URL("../../", runtime).href}`;

/** @param {Of} of */
const key = ({ runtime, editionSha256 }) =>
  `${runtime}image?edition=${editionSha256}&browser=${encodeURIComponent(navigator.userAgent)}`;

/** @param {BufferSource} bytes */
async function sha256(bytes) {
  return [...new Uint8Array(await crypto.subtle.digest("SHA-256", bytes))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** @param {Of} of @returns {Promise<Uint8Array | null>} the image, if there is one and it is whole; never a failure */
export async function keptImage(of) {
  try {
    const found = await caches.match(key(of), { cacheName: cacheName(of) });
    if (!found) return null;
    const bytes = await found.arrayBuffer();
    if ((await sha256(bytes)) === found.headers.get(HASH)) return new Uint8Array(bytes);
    await dropImage(of);
  } catch {
    // No caches in this browser, or none in private browsing.
  }
  return null;
}

/** @param {Of} of @param {Uint8Array<ArrayBuffer>} bytes */
export async function keepImage(of, bytes) {
  await dropImage(of);
  const cache = await caches.open(cacheName(of));
  await cache.put(key(of), new Response(bytes, { headers: { [HASH]: await sha256(bytes) } }));
}

/** @param {Of} of */
export async function dropImage(of) {
  await caches.delete(cacheName(of));
}
